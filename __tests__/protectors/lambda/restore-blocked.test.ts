import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import type { FunctionDocument } from "../../../modules/protectors/lambda/document.ts";
import { goneNetworks } from "../../../modules/protectors/lambda/restore/networks.ts";
import { Destination } from "../../support/destination.ts";
import { SAMPLE_MAP, sample, sampleBytes, sampleDocument } from "../../support/sample-function.ts";

const changed = (changes: Partial<FunctionDocument>) => ({
  ...sample,
  document: { ...sampleDocument, ...changes },
});
const withStatement = (statement: JsonObject) => ({
  ...sample,
  document: {
    ...sampleDocument,
    policies: [{ statements: [{ Effect: "Allow", Action: "lambda:InvokeFunction", ...statement }] }],
  },
});

describe("a restore is blocked by", () => {
  test("an execution role or a key that is not there, by name", async () => {
    const there = new Destination(sampleBytes);
    const ports = {
      ...there.restorePorts,
      role: async () => "absent" as const,
      key: async () => "absent" as const,
    };
    expect((await there.plan(sample, SAMPLE_MAP, {}, ports)).blocked.map(({ message }) => message)).toEqual([
      "execution role arn:aws:iam::111122223333:role/orders does not exist",
      "key arn:aws:kms:eu-west-1:111122223333:key/e does not exist or is not enabled",
    ]);
  });

  test("a key without a counterpart is told once, and not as one that is gone too", async () => {
    const key = "arn:aws:kms:us-east-1:111122223333:key/lost";
    const versions = sampleDocument.versions.map((version) => ({
      ...version,
      configuration: { ...version.configuration, KMSKeyArn: key },
    }));
    const there = new Destination(sampleBytes);
    const ports = { ...there.restorePorts, key: async () => "absent" as const };
    const { blocked } = await there.plan(changed({ versions }), SAMPLE_MAP, {}, ports);
    expect(blocked.filter(({ message }) => message.includes(key)).map(({ because }) => because)).toEqual([
      "untranslated",
    ]);
  });

  test("a subnet or a security group that is gone, by name; what has no counterpart is told once", async () => {
    const inVpc = sampleDocument.versions.map((version) => ({
      ...version,
      configuration: {
        ...version.configuration,
        VpcConfig: { SubnetIds: ["subnet-0a", "subnet-0b"], SecurityGroupIds: ["sg-0c"] },
      },
    }));
    const there = new Destination(sampleBytes);
    const asked: (readonly string[])[] = [];
    const ports = {
      ...there.restorePorts,
      networks: async (ids: readonly string[]) => {
        asked.push(ids);
        return { gone: ids, unasked: [] };
      },
    };
    const { "subnet-0b": _without, ...map } = {
      ...SAMPLE_MAP,
      "subnet-0a": "subnet-1a",
      "sg-0c": "sg-1c",
    } as Record<string, string>;
    const { blocked } = await there.plan(changed({ versions: inVpc }), map, {}, ports);
    expect(asked).toEqual([["sg-1c", "subnet-1a"]]);
    const hint = "name one of eu-west-1 for it in the file of --map";
    expect(blocked.filter(({ because }) => because === "network")).toEqual([
      { because: "network", message: "security group sg-1c does not exist", hint },
      { because: "network", message: "subnet subnet-1a does not exist", hint },
    ]);
  });

  test("no subnet, role or key that cannot be asked for: the plan says so of each", async () => {
    const versions = sampleDocument.versions.map((version) => ({
      ...version,
      configuration: {
        ...version.configuration,
        VpcConfig: { SubnetIds: ["subnet-1a"], SecurityGroupIds: ["sg-1c"] },
      },
    }));
    const there = new Destination(sampleBytes);
    const denied = async (): Promise<never> => {
      throw new Error("UnauthorizedOperation");
    };
    const ports = {
      ...there.restorePorts,
      role: async () => "unknown" as const,
      key: async () => "unknown" as const,
      networks: goneNetworks({ send: denied }),
    };
    const map = { ...SAMPLE_MAP, "subnet-1a": "subnet-1a", "sg-1c": "sg-1c" };
    const { blocked, warnings, steps } = await there.plan(changed({ versions }), map, {}, ports);
    expect(blocked).toEqual([]);
    expect(warnings).toContain(
      "nobody can tell whether subnet-1a, sg-1c are there: EC2 does not say, Lambda will",
    );
    expect(steps.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        "use role arn:aws:iam::111122223333:role/orders, which cannot be asked for",
        "use key arn:aws:kms:eu-west-1:111122223333:key/e, which cannot be asked for",
      ]),
    );
  });

  test("a layer that is gone and has no bytes", async () => {
    const [layer] = sampleDocument.layers;
    const kept = changed({ layers: [{ arn: layer?.arn ?? "", name: "base", settings: {} }] });
    const there = new Destination(sampleBytes, {
      account: "111122223333",
      partition: "aws",
      region: "us-east-1",
    });
    expect((await there.plan(kept, {})).blocked).toEqual([
      {
        because: "incomplete",
        message: `layer ${layer?.arn} is no longer there, and the point has no bytes of it`,
        hint: "map it to a layer version that exists",
      },
    ]);
  });

  test("environment values that were not opened", async () => {
    const plan = await new Destination(sampleBytes).plan({ ...sample, secrets: {} }, SAMPLE_MAP);
    expect(plan.blocked.map(({ message }) => message)).toEqual([
      "the values of environment variables QUEUE_URL, SECRET of version 7 are not there",
      "the values of environment variables QUEUE_URL, SECRET of version $LATEST are not there",
    ]);
  });

  test("an alias of a version that the point does not hold", async () => {
    const kept = changed({
      aliases: [{ name: "old", version: "2", description: "", weights: {} }],
      policies: [],
    });
    expect(
      (await new Destination(sampleBytes).plan(kept, SAMPLE_MAP)).blocked.map(({ message }) => message),
    ).toContain("alias old points at version 2, which the point does not hold");
  });

  test.each([
    [
      "Principal *",
      { Sid: "all", Principal: "*" },
      "statement all of orders lets anybody invoke the function",
    ],
    [
      "a URL that asks nobody",
      { Sid: "url", Principal: "*", Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } } },
      "statement url of orders lets anybody invoke the function",
    ],
  ])("a public statement, unless it is allowed: %s", async (_name, statement, message) => {
    const there = new Destination(sampleBytes);
    const kept = withStatement(statement);
    expect((await there.plan(kept, SAMPLE_MAP, { allowPublic: false })).blocked).toEqual([
      {
        because: "public",
        message,
        hint: `say --allow-public if that is meant, or --skip statement/${statement.Sid}`,
      },
    ]);
    expect((await there.plan(kept, SAMPLE_MAP, { allowPublic: true })).blocked).toEqual([]);
  });

  test("a public URL, unless it is allowed", async () => {
    const kept = changed({
      urls: [{ qualifier: "live", settings: { AuthType: "NONE", InvokeMode: "BUFFERED" } }],
    });
    expect(
      (await new Destination(sampleBytes).plan(kept, SAMPLE_MAP, { allowPublic: false })).blocked,
    ).toEqual([
      {
        because: "public",
        message: "the URL of orders:live asks nobody who they are (AuthType NONE)",
        hint: "say --allow-public if that is meant, or --skip url/live",
      },
    ]);
  });

  test("an account that has no room for its concurrency or its code, with the way out", async () => {
    const there = new Destination(sampleBytes);
    there.lambda.limits.concurrency = 120;
    there.lambda.limits.codeSize = 5;
    const { blocked } = await there.plan(changed({ reservedConcurrency: 21 }), SAMPLE_MAP);
    expect(blocked).toEqual([
      {
        because: "quota",
        message:
          "orders reserves a concurrency of 21, and here 20 may be reserved: " +
          "Lambda keeps 100 of the account's unreserved",
        hint: "ask AWS for a higher concurrency (Service Quotas, L-B99A9384), or say --skip concurrency",
      },
      {
        because: "quota",
        message: expect.stringMatching(/^the packages of orders have .* MB, and the account has room for /),
        hint: expect.stringContaining("delete versions and layers that nothing uses"),
      },
    ]);
    there.lambda.limits.codeSize = 1000;
    expect((await there.plan(changed({ reservedConcurrency: 20 }), SAMPLE_MAP)).blocked).toEqual([]);
    const skip = new Set(["concurrency"]);
    expect((await there.plan(changed({ reservedConcurrency: 21 }), SAMPLE_MAP, { skip })).blocked).toEqual(
      [],
    );
  });

  test("functions of one restore that need too much together, although each alone would not", async () => {
    const there = new Destination(sampleBytes);
    there.lambda.limits.concurrency = 130;
    const claims = new Map<string, number>();
    const kept = changed({ reservedConcurrency: 20 });
    expect((await there.plan(kept, SAMPLE_MAP, { claims })).blocked).toEqual([]);
    expect((await there.plan(kept, SAMPLE_MAP, { claims })).blocked.map(({ message }) => message)).toEqual([
      "orders reserves a concurrency of 20, and here 10 may be reserved: " +
        "Lambda keeps 100 of the account's unreserved",
    ]);
  });
});
