import { describe, expect, test } from "vitest";
import { type Coverage, coverageOf } from "../../../modules/planner/cover/coverage.ts";
import type {
  AttachedKind,
  InventoryResource,
  SelectedKind,
} from "../../../modules/planner/cover/inventory.ts";
import type { Refuse } from "../../../modules/planner/cover/refuse.ts";
import type { Plan, PolicyPlan, ScheduleUnit } from "../../../modules/planner/plan.ts";
import { whyNot } from "../../../modules/runs/selection.ts";
import {
  ACCOUNT,
  EAST,
  policyPlan,
  samplePlan,
  scheduleUnit,
  WEST,
  ZONE,
} from "../../support/sample-plan.ts";

const everything = policyPlan().select;
const orders = policyPlan({
  select: {
    ...everything,
    tags: { service: ["orders"] },
    names: [],
    exclude: [{ name: "*-canary", reason: "rebuilt every hour" }, { name: "*-old" }],
  },
});
const media = policyPlan({
  name: "media",
  select: { ...everything, tags: {}, names: ["media-*"], exclude: [] },
});

/** `orders` runs in both regions and in the zone, `media` in the east alone. */
function planOf(changes: Partial<PolicyPlan> = {}): Plan {
  const sample = samplePlan();
  const runs: readonly ScheduleUnit[] = [
    scheduleUnit(EAST, { id: `${EAST}.schedule.media`, policy: "media" }),
  ];
  return {
    ...sample,
    policies: [media, { ...orders, ...changes }],
    stacks: sample.stacks.map((stack) =>
      stack.id === `site-${EAST}` ? { ...stack, units: [...stack.units, ...runs] } : stack,
    ),
  };
}

const refusal: Refuse = ({ policy, unit }, item) => {
  const { tags, names, arns, runtimes, exclude } = policy.select;
  const { zone, zonesElsewhere } = unit;
  const select = { tags, names, arns, runtimes, exclude: exclude.map(({ name }) => name) };
  return whyNot({ select, zonesElsewhere, ...(zone !== undefined && { zone }) }, item, item.tags ?? {});
};

const arn = (name: string, region = EAST): string => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
const fn = (
  name: string,
  tags: Record<string, string> = {},
  region = EAST,
): InventoryResource<SelectedKind> => ({
  kind: "lambda",
  arn: arn(name, region),
  name,
  region,
  tags,
});

interface Given {
  readonly functions?: readonly InventoryResource<SelectedKind>[];
  readonly resources?: readonly InventoryResource<AttachedKind>[];
  readonly plan?: Plan;
  readonly regions?: readonly string[];
  readonly unread?: readonly { readonly region: string; readonly reason: string }[];
  readonly named?: readonly string[];
}

function cover({ functions = [], resources = [], plan = planOf(), ...known }: Given): Coverage {
  return coverageOf({
    plan,
    inventory: {
      format: 1,
      account: ACCOUNT,
      resources: [...resources, ...functions],
      ...known,
    },
    regions: [EAST, WEST],
    refusal,
    named: (names, arn) => (names.includes(arn) ? (arn === "arn:s3" ? "part" : "whole") : undefined),
    refuse: (feature) => (feature === "protect.triggers.iot" ? "is not captured" : undefined),
  });
}

const ORDERS = { service: "orders" };

describe("a function", () => {
  test("is protected by every policy and at every site whose run takes it", () => {
    const functions = [fn("orders-api", ORDERS), fn("media-orders", ORDERS), fn("orders-api", ORDERS, WEST)];
    expect(cover({ functions }).resources).toEqual([
      { ...base("orders-api", WEST), status: "protected", by: [{ policy: "orders", site: WEST }] },
      {
        ...base("media-orders"),
        status: "protected",
        by: [
          { policy: "media", site: EAST },
          { policy: "orders", site: EAST },
        ],
      },
      { ...base("orders-api"), status: "protected", by: [{ policy: "orders", site: EAST }] },
    ]);
  });

  test("of an edge zone is protected at the zone, once", () => {
    expect(cover({ functions: [fn("near", { ...ORDERS, "edge-zone": ZONE })] }).resources).toEqual([
      { ...base("near"), status: "protected", by: [{ policy: "orders", site: ZONE }] },
    ]);
  });

  test("is excluded only by a policy that would take it otherwise, with the reason that was written", () => {
    const functions = [
      fn("a-canary", ORDERS),
      fn("a-old", ORDERS),
      fn("b-old-canary", { service: "other" }),
      fn("c-old-canary", ORDERS),
    ];
    expect(cover({ functions }).resources).toEqual([
      {
        ...base("a-canary"),
        status: "excluded",
        policy: "orders",
        glob: "*-canary",
        reason: "rebuilt every hour",
      },
      { ...base("a-old"), status: "excluded", policy: "orders", glob: "*-old" },
      {
        ...base("b-old-canary"),
        status: "unprotected",
        nearest: [{ policy: "media", why: ["name matches none of media-*"] }],
      },
      {
        ...base("c-old-canary"),
        status: "excluded",
        policy: "orders",
        glob: "*-canary",
        reason: "rebuilt every hour",
      },
    ]);
  });

  test("that no policy takes is told those that lack least, and what they lack", () => {
    const far = planOf({ select: { ...orders.select, names: ["orders-*"] } });
    const nearest = (one: InventoryResource<SelectedKind>, plan = planOf()) =>
      cover({ functions: [one], plan }).resources[0];
    const lacking = { policy: "media", why: ["name matches none of media-*"] };
    expect(nearest(fn("refunds", { service: "refunds" }))).toEqual({
      ...base("refunds"),
      status: "unprotected",
      nearest: [lacking, { policy: "orders", why: ["tag service is refunds"] }],
    });
    expect(nearest(fn("refunds", { service: "refunds" }), far)).toMatchObject({ nearest: [lacking] });
  });

  test("in a region without a run is told so, next to what else is missing there", () => {
    expect(cover({ functions: [fn("far", ORDERS, "sa-east-1"), fn("near", {}, WEST)] }).resources).toEqual([
      {
        ...base("near", WEST),
        status: "unprotected",
        nearest: [{ policy: "orders", why: ["no tag service"] }],
      },
      {
        ...base("far", "sa-east-1"),
        status: "unprotected",
        nearest: [{ policy: "orders", why: ["it does not run in sa-east-1"] }],
      },
    ]);
  });

  test("without any policy is unprotected, and has no nearest", () => {
    expect(cover({ functions: [fn("a")], plan: { ...planOf(), policies: [] } }).resources).toEqual([
      { ...base("a"), status: "unprotected", nearest: [] },
    ]);
  });

  test("that is only a replica of another is left out and counted", () => {
    const replica = { ...fn("us-east-1.near", {}, WEST), replicaOf: arn("near") };
    const { resources, replicas } = cover({ functions: [replica] });
    expect({ resources, replicas }).toEqual({ resources: [], replicas: 1 });
  });
});

describe("a resource", () => {
  const resource = (kind: AttachedKind, feeds?: readonly string[]): InventoryResource<AttachedKind> => ({
    kind,
    arn: `arn:${kind}`,
    name: kind,
    region: EAST,
    ...(feeds !== undefined && { feeds }),
  });
  const functions = [fn("orders-api", ORDERS), fn("lone")];
  const feeds = [arn("orders-api"), arn("lone")];
  const of = (one: InventoryResource<AttachedKind>, changes: Partial<PolicyPlan> = {}) =>
    cover({ functions, resources: [one], plan: planOf(changes) }).resources.find(
      ({ arn }) => arn === one.arn,
    );

  test("is protected where a policy names it, or keeps what resources of its kind hold for a function it feeds", () => {
    const protect = orders.protect;
    expect(of(resource("kinesis"), { select: { ...orders.select, resources: ["arn:kinesis"] } })).toEqual({
      ...resource("kinesis"),
      status: "protected",
      policies: ["orders"],
    });
    // Of a bucket a policy keeps whom it tells.
    expect(of(resource("s3"), { select: { ...orders.select, resources: ["arn:s3"] } })?.status).toBe(
      "trigger",
    );
    expect(of(resource("dynamodb", feeds), { protect: { ...protect, state: ["tables"] } })?.status).toBe(
      "protected",
    );
    expect(of(resource("dynamodb", feeds), { protect: { ...protect, state: ["buckets"] } })?.status).toBe(
      "trigger",
    );
    expect(
      of(resource("kinesis", feeds), { protect: { ...protect, events: { kinesis: "all" } } })?.status,
    ).toBe("protected");
    // A rule holds no event: the archive of its bus does.
    const keeping = { protect: { ...protect, events: { eventbridge: "all" as const } } };
    expect(of(resource("eventbridge", feeds), keeping)?.status).toBe("trigger");
    const archive = `arn:aws:events:${EAST}:123456789012:archive/orders`;
    expect(of({ ...resource("eventbridge", feeds), arn: archive }, keeping)?.status).toBe("protected");
  });

  test("whose trigger alone is kept with the function is said to be that", () => {
    expect(of(resource("sqs", feeds))).toEqual({
      kind: "sqs",
      arn: "arn:sqs",
      name: "sqs",
      region: EAST,
      status: "trigger",
      policies: ["orders"],
    });
  });

  test("is unprotected for a reason", () => {
    const why = (one: InventoryResource<AttachedKind>, changes: Partial<PolicyPlan> = {}) => {
      const covered = of(one, changes);
      return covered !== undefined && "why" in covered ? covered.why : undefined;
    };
    expect(why(resource("dynamodb"))).toBe("no policy names it, and it feeds no function");
    expect(why(resource("dynamodb", [arn("lone"), arn("unknown")]))).toBe(
      "no function that it feeds is protected",
    );
    expect(why(resource("iot", feeds))).toBe("triggers of kind iot are not kept by orders");
    expect(why(resource("file-system", feeds))).toBe("triggers of kind file-system are not kept by orders");
    expect(why(resource("sqs", feeds), { protect: { ...orders.protect, triggers: ["s3"] } })).toBe(
      "triggers of kind sqs are not kept by orders",
    );
  });
});

describe("a region", () => {
  test("that could not be read, or that the inventory does not have, is named", () => {
    const reason = "not allowed";
    expect(cover({ regions: [WEST], unread: [{ region: "ap-south-1", reason }] }).unread).toEqual([
      { region: "ap-south-1", reason },
      { region: EAST, reason: "the inventory does not have it" },
    ]);
    expect(cover({ regions: [WEST], unread: [{ region: EAST, reason }] }).unread).toEqual([
      { region: EAST, reason },
    ]);
  });

  test("is not asked for where the inventory does not say what it read", () => {
    expect(cover({}).unread).toEqual([]);
  });
});

function base(name: string, region = EAST) {
  return { kind: "lambda", arn: arn(name, region), name, region };
}

describe("what a policy names", () => {
  const select = {
    ...orders.select,
    tags: {},
    names: ["orders-*", "refunds"],
    arns: [arn("orders-api"), arn("gone", "*"), arn("gone", "eu-north-1")],
    resources: ["arn:queue", "arn:gone", "arn:unasked"],
  };
  const plan = planOf({ select });
  const queue = { kind: "sqs" as const, arn: "arn:queue", name: "queue", region: EAST };
  const media = { policy: "media", key: "names", written: "media-*", regions: [EAST] };

  test("and is not there is told with the regions, of resources only what was looked for", () => {
    const functions = [fn("orders-api")];
    const named = ["arn:queue", "arn:gone"];
    expect(cover({ plan, functions, resources: [queue], named }).notThere).toEqual([
      media,
      { policy: "orders", key: "arns", written: arn("gone", "*"), regions: [WEST, EAST].sort() },
      { policy: "orders", key: "names", written: "orders-*", regions: [WEST] },
      { policy: "orders", key: "names", written: "refunds", regions: [WEST, EAST].sort() },
      { policy: "orders", key: "resources", written: "arn:gone", regions: [WEST, EAST].sort() },
      { policy: "orders", key: "resources", written: "arn:queue", regions: [WEST] },
    ]);
  });

  test("is not told of a region that was not read", () => {
    const unread = [{ region: WEST, reason: "no answer" }];
    expect(cover({ plan, functions: [fn("orders-api"), fn("refunds")], unread }).notThere).toEqual([
      media,
      { policy: "orders", key: "arns", written: arn("gone", "*"), regions: [EAST] },
    ]);
  });
});
