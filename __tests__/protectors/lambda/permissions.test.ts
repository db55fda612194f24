import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Permission } from "../../../modules/contract/permission.ts";
import {
  functionPresence,
  keyPresence,
  queuePresence,
  rolePresence,
} from "../../../modules/protectors/kit/presence.ts";
import { captureFunction } from "../../../modules/protectors/lambda/capture.ts";
import { inventory } from "../../../modules/protectors/lambda/inventory.ts";
import { captureReads, inventoryReads } from "../../../modules/protectors/lambda/permissions.ts";
import { relatedCallers } from "../../../modules/protectors/lambda/related.ts";
import { goneNetworks } from "../../../modules/protectors/lambda/restore/networks.ts";
import { activationWrites, restoreWrites } from "../../../modules/protectors/lambda/restore-permissions.ts";
import { generatedFunction, MAP } from "../../support/arbitrary-function.ts";
import { apply, Destination, type Kept, TARGET } from "../../support/destination.ts";
import { actionsOf } from "../../support/fake-aws/action.ts";
import { FakeService } from "../../support/fake-aws/service.ts";
import { FakeNetworks } from "../../support/fake-networks.ts";
import { imageFunction } from "../../support/image-function.ts";
import { item, richFunction } from "../../support/rich-function.ts";
import { sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import { seedFunction } from "../../support/seed-function.ts";

/** Lambda does these with the caller's rights: no call of ours names them. */
const ON_BEHALF = [
  "ec2:DescribeVpcs",
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetRepositoryPolicy",
  "ecr:SetRepositoryPolicy",
  "elasticfilesystem:DescribeMountTargets",
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "lambda:PassCapacityProvider",
  "s3files:GetAccessPoint",
  "s3files:GetFileSystem",
  "s3files:ListAccessPoints",
  "s3files:ListFileSystems",
];

/** Asked of other functions only: the one that a copy is of, and a destination of failures. */
const OF_OTHERS = "lambda:GetFunctionConfiguration";

const allowed = (permissions: readonly Permission[]): string[] =>
  [...new Set(permissions.map(({ action }) => action))].sort();
const without = (actions: readonly string[], ...others: string[]): string[] =>
  actions.filter((action) => !others.includes(action));

class FakeRoles extends FakeService<Parameters<typeof rolePresence>[0]> {
  readonly service = "iam";
  GetRole({ RoleName }: { readonly RoleName: string }) {
    return { Role: { Arn: `arn:aws:iam::${this.account}:role/${RoleName}` } };
  }
}

class FakeQueues extends FakeService<Parameters<typeof queuePresence>[0]> {
  readonly service = "sqs";
  GetQueueUrl({ QueueName }: { readonly QueueName: string }) {
    return { QueueUrl: QueueName };
  }
}

class FakeKeyStates extends FakeService<Parameters<typeof keyPresence>[0]> {
  readonly service = "kms";
  DescribeKey() {
    return { KeyMetadata: { KeyState: "Enabled" } };
  }
}

/** What a function is from its birth on: of packages or images, durable or not. */
const birthOf = ({ document }: Kept): string =>
  document.versions
    .slice(0, 1)
    .map(({ image, configuration }) => `${image !== undefined} ${configuration.DurableConfig !== undefined}`)
    .join();

/** What restoring and arming send to AWS: functions that are not there, and the same name as something else. */
async function callsOfRestores(): Promise<string[]> {
  const actions = new Set<string>();
  const samples = fc.sample(generatedFunction, { numRuns: 140, seed: 2 });
  for (const [n, kept] of samples.entries()) {
    const other = [...samples.slice(n + 1), ...samples].find((one) => birthOf(one) === birthOf(kept)) ?? kept;
    const there = new Destination(new Map([...kept.bytes, ...other.bytes]));
    const { wire } = there;
    const ports = {
      ...there.restorePorts,
      queue: queuePresence(new FakeQueues({ wire }).client),
      fn: functionPresence(there.lambda.client),
      role: rolePresence(new FakeRoles({ wire }).client),
      key: keyPresence(new FakeKeyStates({ wire }).client),
      networks: goneNetworks(new FakeNetworks({ wire }).client),
    };
    for (const one of [kept, other, other, kept]) {
      const plan = await there.plan(one, MAP, { replace: true }, ports);
      // What another's version keeps warm may leave no room for this one's reserve.
      if (plan.blocked.some(({ message }) => message.includes("has no room"))) continue;
      expect(plan.blocked).toEqual([]);
      expect(await there.arm(await apply(plan))).toMatchObject({ failed: [] });
    }
    for (const action of actionsOf(wire.calls)) actions.add(action);
  }
  const other = new Destination(
    new Map(samples.flatMap(({ bytes }) => [...bytes.keys()].map((hash) => [hash, new Uint8Array(1)]))),
  );
  for (const kept of samples.slice(0, 20)) await other.attempted(kept, MAP);
  for (const action of actionsOf(other.wire.calls)) actions.add(action);
  const home = new Destination(sampleBytes, { ...TARGET, region: sampleDocument.region });
  const EventSourceArn = "arn:aws:kinesis:us-east-1:111122223333:stream/clicks";
  const mappings = [{ uuid: "u", enabled: true, settings: { EventSourceArn, StartingPosition: "LATEST" } }];
  await home.plan({ ...sample, document: { ...sampleDocument, mappings } }, {});
  for (const action of actionsOf(home.wire.calls)) actions.add(action);
  return [...actions].sort();
}

describe("every call is allowed, and nothing is allowed that no call needs:", () => {
  test("to discover", async () => {
    const source = richFunction();
    // The index of tags is read for several functions; one that it does not know is asked.
    seedFunction(source.lambda, "untagged");
    const options = { triggers: "all" as const, needsTags: () => true, warn: () => undefined };
    source.logs.CreateLogGroup({ logGroupName: "/shop/orders" });
    source.lambda.AddPermission({
      ...{ FunctionName: "untagged", StatementId: "logs", Action: "lambda:InvokeFunction" },
      ...{ Principal: "logs.amazonaws.com", SourceArn: `${source.logs.arn("/shop/orders")}:*` },
    });
    source.lambda.AddPermission({
      ...{ FunctionName: "untagged", StatementId: "pools", Action: "lambda:InvokeFunction" },
      ...{ Principal: "cognito-idp.amazonaws.com", SourceArn: source.cognito.arn("*") },
    });
    source.cognito.have("us-east-1_Shop");
    source.wire.calls.length = 0;
    for await (const item of inventory(source.ports(), options))
      await relatedCallers(source.ports(), item, options);
    expect(actionsOf(source.wire.calls)).toEqual(allowed(inventoryReads));
  });

  test("to capture", async () => {
    const source = richFunction();
    await captureFunction(source.ports(), item, OPTIONS);
    const ofImage = imageFunction();
    await captureFunction(ofImage.ports(), item, OPTIONS);
    const calls = [...source.wire.calls, ...ofImage.wire.calls];
    const called = actionsOf(calls.filter(({ service }) => service !== "download"));
    expect(called).toEqual(without(allowed(captureReads), "kms:Decrypt"));
  });

  describe("to restore and to arm", () => {
    let called: string[];
    beforeAll(async () => {
      called = await callsOfRestores();
    }, 60_000);

    test("what is called is allowed", () => {
      expect(without(called, ...allowed([...restoreWrites, ...activationWrites]))).toEqual([]);
    });

    test("what is allowed is called, by us or by Lambda", () => {
      const all = allowed([...restoreWrites, ...activationWrites]);
      expect(without(all, ...called)).toEqual([...ON_BEHALF, OF_OTHERS].sort());
    });
  });
});

test("IAM is only read, nothing is deleted but limits, a statement and what was not verified, and no action is a wildcard", () => {
  const all = allowed([...restoreWrites, ...activationWrites]);
  expect(all.filter((action) => action.startsWith("iam:"))).toEqual(["iam:GetRole"]);
  expect(all.filter((action) => /Delete|Remove/.test(action))).toEqual([
    "lambda:DeleteFunction",
    "lambda:DeleteFunctionConcurrency",
    "lambda:DeleteProvisionedConcurrencyConfig",
    "lambda:RemovePermission",
  ]);
  expect(all.filter((action) => action.includes("*"))).toEqual([]);
});
