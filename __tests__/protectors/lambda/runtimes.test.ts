import { describe, expect, test } from "vitest";
import { RUNTIMES_PAGE } from "../../../modules/core/runtimes/table.ts";
import { coverageOf } from "../../../modules/planner/cover/coverage.ts";
import { runtimesInUse } from "../../../modules/planner/cover/runtimes-in-use.ts";
import { captureFunction } from "../../../modules/protectors/lambda/capture.ts";
import type { FunctionDocument, VersionDocument } from "../../../modules/protectors/lambda/document.ts";
import { translate } from "../../../modules/protectors/lambda/translate.ts";
import type { IdMap } from "../../../modules/protectors/protector.ts";
import { apply, Destination, type FunctionPlan, TARGET } from "../../support/destination.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { planOf } from "../../support/plan-of.ts";
import { sampleBytes, sampleDocument } from "../../support/sample-function.ts";
import { policyPlan } from "../../support/sample-plan.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import { functionArn, itemOf, seedFunction } from "../../support/seed-function.ts";

const ARN = sampleDocument.arn;
const [CODE = ""] = sampleBytes.keys();

/** One function: a version for each runtime, the last of them `$LATEST`. */
function kept(runtimes: readonly string[], more: Partial<FunctionDocument> = {}) {
  const versions = runtimes.map((Runtime, index): VersionDocument => {
    const version = index === runtimes.length - 1 ? "$LATEST" : String(index + 1);
    return {
      version,
      codeSha256: CODE,
      codeSize: 3,
      configuration: {
        Runtime,
        Role: "arn:aws:iam::111122223333:role/r",
        Handler: "h",
        Description: version,
      },
      environment: [],
    };
  });
  const nothing = {
    aliases: [],
    policies: [],
    asyncConfigs: [],
    urls: [],
    layers: [],
    mappings: [],
    tags: {},
  };
  return {
    document: { ...sampleDocument, ...nothing, versions, ...more },
    secrets: {},
    bytes: sampleBytes,
  };
}

/** A region on some day, whose Lambda refuses runtimes as AWS does. */
class On extends Destination {
  constructor(readonly today: string) {
    super(sampleBytes);
    this.lambda.today = today;
  }

  planned(
    what: ReturnType<typeof kept>,
    {
      runtimes = {},
      named = [],
      replace = false,
    }: { runtimes?: IdMap; named?: string[]; replace?: boolean } = {},
  ): Promise<FunctionPlan> {
    const translation = translate(what.document, {}, { target: TARGET, map: {}, runtimes });
    return this.plan(what, {}, { translation, today: this.today, named: new Set(named), replace });
  }

  get live(): string[] {
    const fn = this.lambda.functions.get("orders");
    return fn === undefined
      ? []
      : [...fn.published.values(), fn.latest].map(({ config }) => String(config.Runtime));
  }
}

const hint = (from: string, to: string): string =>
  `--runtime ${from}=${to} restores it with another one; where ${RUNTIMES_PAGE} has a later day by now, ` +
  `--runtime ${from}=${from} tries it as it is`;
const alias = (version: string) => ({ aliases: [{ name: "live", version, description: "", weights: {} }] });
const titles = ({ steps }: FunctionPlan): string[] =>
  steps.filter(({ effect }) => effect !== "keep").map(({ title }) => title);

/** Runtime, the last day on which AWS creates it, the day from which it does not, and a day half a year and more before. */
const RUNTIMES = [
  ["nodejs14.x", "2024-01-08", "2024-01-09", "nodejs24.x"],
  ["python3.7", "2024-01-08", "2024-01-09", "python3.14"],
  ["ruby2.7", "2024-01-08", "2024-01-09", "ruby4.0"],
  ["java8", "2024-02-07", "2024-02-08", "java8.al2023"],
  ["go1.x", "2024-02-07", "2024-02-08", "provided.al2023"],
  ["provided", "2024-02-07", "2024-02-08", "provided.al2023"],
  ["nodejs20.x", "2027-01-31", "2027-02-01", "nodejs24.x"],
  ["python3.8", "2027-01-31", "2027-02-01", "python3.14"],
  ["ruby3.2", "2027-01-31", "2027-02-01", "ruby4.0"],
  ["dotnet6", "2027-01-31", "2027-02-01", "dotnet10"],
  ["provided.al2", "2027-01-31", "2027-02-01", "provided.al2023"],
  ["java11", "2027-07-30", "2027-07-31", "java11.al2023"],
] as const;

describe.each(RUNTIMES)("%s", (runtime, last, first, successor) => {
  const early = `${Number(last.slice(0, 4)) - 1}-01-01`;

  test.each([
    [early, false],
    [last, true],
    [first, true],
  ])("a capture on %s says so: %s", async (today, said) => {
    const home = new FakeRegion();
    seedFunction(home.lambda, "orders", { Runtime: runtime });
    const item = itemOf("orders");
    const captured = await captureFunction(home.ports(), item, { ...OPTIONS, today });
    const functions = `functions of runtime ${runtime}`;
    const creates =
      first <= today ? `stopped creating ${functions} on ${first}` : `creates ${functions} until ${first}`;
    expect(captured?.warnings).toEqual(
      said
        ? [
            expect.stringMatching(
              `^.LATEST of orders: AWS ${creates} and .*--runtime ${runtime}=${successor}$`,
            ),
          ]
        : [],
    );
  });

  test.each([
    [early, 0],
    [last, 1],
    [first, 1],
  ])("coverage on %s has %i entry of it", (today, many) => {
    const plan = planOf({ regions: 1, zones: () => 0, copies: 0, policies: [policyPlan()] });
    const region = plan.stacks[0]?.region ?? "";
    const resource = {
      kind: "lambda",
      arn: functionArn("f"),
      name: "f",
      region,
      attributes: { runtime },
    } as const;
    const inventory = { format: 1, account: plan.account, resources: [resource] } as const;
    const taken = () => ({ unmet: [], excludedBy: [] });
    const found = coverageOf({
      plan,
      inventory,
      regions: [region],
      refusal: taken,
      refuse: () => undefined,
      named: () => undefined,
    });
    expect(runtimesInUse(found, inventory, today)).toHaveLength(many);
  });

  test("a restore on the last day makes it", async () => {
    const there = new On(last);
    await apply(await there.planned(kept([runtime])));
    expect(there.live).toEqual([runtime]);
  });

  test("a restore on the first day is blocked before its first step, and --runtime is the way out", async () => {
    const there = new On(first);
    const blocked = await there.planned(kept([runtime]));
    expect(blocked.blocked).toEqual([
      {
        because: "runtime",
        message: `orders ($LATEST): AWS stopped creating functions of runtime ${runtime} on ${first}`,
        hint: hint(runtime, successor),
      },
    ]);
    await expect(apply(blocked)).rejects.toThrow(`blocked: orders ($LATEST): AWS stopped creating functions`);
    expect(there.lambda.writes()).toEqual([]);

    const result = await apply(await there.planned(kept([runtime]), { runtimes: { [runtime]: successor } }));
    expect(there.live).toEqual([successor]);
    expect(result.idMap[runtime]).toBe(successor);
  });
});

describe("a function of several runtimes", () => {
  const OLD = ["nodejs14.x", "nodejs16.x", "nodejs22.x"];

  test("is created of a version that AWS still creates, and the old ones follow while AWS updates to them", async () => {
    const there = new On("2027-02-15");
    const plan = await there.planned(kept(OLD, alias("1")));
    expect(plan).toMatchObject({ blocked: [], leftOut: [] });
    expect(titles(plan)).toEqual([
      "create function orders ($LATEST)",
      "set orders to version 1 (Description, Runtime)",
      "publish a version (was 1)",
      "set orders to version 2 (Description, Runtime)",
      "publish a version (was 2)",
      "set orders to $LATEST (Description, Runtime)",
      "create alias live at what version 1 is",
      expect.stringContaining("mark"),
    ]);
    await apply(plan);
    expect(there.live).toEqual(OLD);
  });

  test("comes back without the versions that AWS makes no more, if nothing points at them", async () => {
    const there = new On("2027-03-03");
    const plan = await there.planned(
      kept([...OLD.slice(0, 2), "nodejs18.x", "nodejs22.x", "nodejs22.x"], alias("4")),
    );
    expect(plan.blocked).toEqual([]);
    expect(plan.leftOut).toEqual(["version 1 of orders", "version 2 of orders", "version 3 of orders"]);
    expect(plan.warnings).toEqual([
      "version 1 of orders is left out: AWS stopped updating functions to runtime nodejs14.x on 2027-03-03, and nothing points at it; --runtime nodejs14.x=nodejs24.x restores it with another one",
      expect.stringContaining("version 2 of orders is left out"),
      expect.stringContaining("version 3 of orders is left out"),
    ]);
    await apply(plan);
    expect(there.live).toEqual(["nodejs22.x", "nodejs22.x"]);
  });

  test.each<[string, Partial<FunctionDocument>, string[]]>([
    ["an alias", alias("1"), []],
    [
      "the second version of an alias",
      { aliases: [{ name: "live", version: "2", description: "", weights: { "1": 0.1 } }] },
      [],
    ],
    [
      "a policy",
      {
        policies: [
          {
            qualifier: "1",
            statements: [
              {
                Sid: "s",
                Effect: "Allow",
                Action: "lambda:InvokeFunction",
                Principal: { Service: "sns.amazonaws.com" },
              },
            ],
          },
        ],
      },
      [],
    ],
    [
      "asynchronous settings",
      { asyncConfigs: [{ qualifier: "1", settings: { MaximumRetryAttempts: 1 } }] },
      [],
    ],
    [
      "a destination",
      {
        asyncConfigs: [
          {
            qualifier: "$LATEST",
            settings: { DestinationConfig: { OnFailure: { Destination: `${ARN}:1` } } },
          },
        ],
      },
      [],
    ],
    ["a bucket that comes along", {}, [`${ARN}:1`]],
  ])("is blocked where %s points at such a version", async (_what, more, named) => {
    const there = new On("2027-03-03");
    const plan = await there.planned(kept(["nodejs14.x", "nodejs22.x", "nodejs24.x"], more), { named });
    expect(plan.leftOut).toEqual([]);
    expect(plan.blocked).toEqual([
      {
        because: "runtime",
        message: "orders (version 1): AWS stopped updating functions of runtime nodejs14.x on 2027-03-03",
        hint: hint("nodejs14.x", "nodejs24.x"),
      },
    ]);
    const mapped = await there.planned(kept(["nodejs14.x", "nodejs22.x", "nodejs24.x"], more), {
      named,
      runtimes: { "nodejs14.x": "nodejs24.x" },
    });
    expect(mapped.blocked).toEqual([]);
  });

  test("keeps a version that is there, whatever its runtime", async () => {
    const there = new On("2027-02-15");
    await apply(await there.planned(kept(OLD)));
    const later = Object.assign(there, { today: "2027-04-01" });
    there.lambda.today = "2027-04-01";
    const plan = await later.planned(kept(OLD));
    expect(plan).toMatchObject({ blocked: [], leftOut: [] });
    expect(titles(plan)).toEqual([]);
  });

  test("is blocked by one reason for each runtime, whatever its number of versions", async () => {
    const many = [...Array.from({ length: 12 }, () => "python3.7"), "python3.6"];
    const { blocked } = await new On("2026-11-29").planned(kept(many));
    expect(blocked.map(({ message }) => message)).toEqual([
      "orders (versions 1, 2, 3, 4, 5, 6, 7, 8 and 4 more): AWS stopped creating functions of runtime python3.7 on 2024-01-09",
      "orders ($LATEST): AWS stopped creating functions of runtime python3.6 on 2022-07-18",
    ]);
  });
});

test("a function that is there with a refused runtime moves to another one before its code is written", async () => {
  const there = new On("2027-02-15");
  await apply(await there.planned(kept(["nodejs22.x"])));
  const live = there.lambda.functions.get("orders");
  if (live === undefined) throw new Error("not restored");
  Object.assign(live.latest, {
    code: Buffer.from("another"),
    config: { ...live.latest.config, Runtime: "nodejs14.x" },
  });
  Object.assign(there, { today: "2027-03-03" });
  there.lambda.today = "2027-03-03";
  await apply(await there.planned(kept(["nodejs22.x"]), { replace: true }));
  expect(there.live).toEqual(["nodejs22.x"]);
  expect(Buffer.from(live.latest.code).toString()).toBe("one");
});

test("a layer that says it is for another runtime is warned of, and published as it was", async () => {
  const layer = "arn:aws:lambda:us-east-1:111122223333:layer:base:4";
  const what = kept(["nodejs14.x"], {
    layers: [{ arn: layer, name: "base", sha256: CODE, settings: { CompatibleRuntimes: ["nodejs14.x"] } }],
  });
  const document = {
    ...what.document,
    versions: what.document.versions.map((one) => ({
      ...one,
      configuration: { ...one.configuration, Layers: [layer] },
    })),
  };
  const there = new On("2026-11-29");
  const plan = await there.planned({ ...what, document }, { runtimes: { "nodejs14.x": "nodejs24.x" } });
  expect(plan.warnings).toEqual([`layer ${layer} says that it is for nodejs14.x, not for nodejs24.x`]);
  await apply(plan);
  expect(there.lambda.layers.get("base")?.get(1)?.config.CompatibleRuntimes).toEqual(["nodejs14.x"]);
});

test("where AWS refuses a runtime that the dates here still allow, its refusal names the way out", async () => {
  const there = new On("2027-01-31");
  const plan = await there.planned(kept(["nodejs20.x"]));
  there.lambda.today = "2027-02-01";
  await expect(apply(plan)).rejects.toThrow(
    "updating functions.\n  help: run it again with --runtime nodejs20.x=nodejs24.x: it continues where it stopped",
  );
});
