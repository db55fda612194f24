import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { keyAliasArn } from "../../../../modules/aws/names.ts";
import type { RunSummary } from "../../../../modules/contract/events.ts";
import { formatSigningLock } from "../../../../modules/policy/signing/read-signing-lock.ts";
import { lambda as functions } from "../../../../modules/protectors/lambda/protector.ts";
import type { ClientOf } from "../../../../modules/protectors/protector.ts";
import { jsonContent } from "../../../../modules/recovery/bytes.ts";
import { commit } from "../../../../modules/recovery/commit.ts";
import { ensure } from "../../../../modules/recovery/ensure.ts";
import { runKey } from "../../../../modules/recovery/layout.ts";
import { runStatement } from "../../../../modules/recovery/signing/run-statement.ts";
import { download } from "../../../../modules/store/download.ts";
import { FileSpool } from "../../../../modules/store/file-spool.ts";
import { KmsWrapping } from "../../../../modules/store/kms-keys.ts";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import { testSigner } from "../../../support/run-witness.ts";
import { OPTIONS } from "../../../support/sample-request.ts";
import { BEGAN, clientsOf, EAST, prefix, RUN, SCOPE, storeOf, WEST } from "./places.ts";

/** Signs runs, and is pinned beside the policies. */
const signer = testSigner();

/** One recovery point of a run of its own policy in its own store, and its copy in the other. @returns key of the manifest */
export async function capturePoint(sandbox: Sandbox, folder: string, name: string): Promise<string> {
  const { lambda, ecr } = clientsOf(sandbox, EAST);
  const [east, west] = [storeOf(sandbox, EAST), storeOf(sandbox, WEST)];
  const spool = await FileSpool.in(folder);
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  const arn = `arn:aws:lambda:${EAST}:${SCOPE.account}:function:${name}`;
  const mappings = EventSourceMappings.flatMap(({ UUID }) => UUID ?? []);
  const captured = await functions.capture(
    {
      ...SCOPE,
      region: EAST,
      client: ((Class: unknown) => (Class === ECRClient ? ecr : lambda)) as unknown as ClientOf,
      download,
      spool,
      known: async () => undefined,
      sleep: pause,
    },
    { kind: "lambda", id: name, name, arn, related: [], hints: { mappings } },
    OPTIONS,
  );
  if (captured === undefined) throw new Error("the function is gone");
  const target = (region: string) => ({ site: region, region, key: keyAliasArn(SCOPE, region, region) });
  const expiresAt = `${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 19)}Z`;
  const { point } = await commit(
    {
      store: east,
      prefix,
      keys: new KmsWrapping((region) => clientsOf(sandbox, region).kms),
      local: target(EAST),
      copies: [target(WEST)],
      random: randomBytes,
    },
    {
      kind: "lambda",
      id: name,
      name,
      arn,
      related: [],
      account: SCOPE.account,
      site: EAST,
      region: EAST,
      run: RUN,
      policy: name,
      because: "policies/orders.yaml:1:1",
      capturedAt: `${BEGAN.toISOString().slice(0, 19)}Z`,
      expiresAt,
    },
    { ...captured, format: functions.format },
  );
  const run: RunSummary = {
    ...{
      run: RUN,
      policy: name,
      site: EAST,
      status: "complete",
      captured: 1,
      gone: 0,
      failed: [],
      warnings: [],
    },
    ...{ startedAt: BEGAN.toISOString(), endedAt: new Date().toISOString(), points: [point] },
  };
  const of = { account: SCOPE.account, site: EAST, policy: name, run: RUN };
  const signature = await signer.sign(runStatement(of, run));
  const lock = { lockUntil: expiresAt };
  await east.create(runKey(prefix, name, RUN), jsonContent({ ...run, signature }), lock);
  await writeFile(join(folder, "policies", "signing.lock.json"), formatSigningLock([signer.pin]));
  for await (const { key: each } of east.list(prefix)) {
    const bytes = await east.open(each);
    if (bytes === undefined) throw new Error(`${each} is gone`);
    const content = await spool.write(bytes, 20_000_000);
    await ensure(west, each, content, { lockUntil: expiresAt });
  }
  return point.key;
}
