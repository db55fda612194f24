import { METRICS } from "../contract/events.ts";
import type { Load, PolicyRun, Price, PriceBook, Use } from "../planner/cost/price-book.ts";
import type { StackPlan } from "../planner/plan.ts";
import type { SiteId } from "../policy/policy.ts";
import { COLD_STAY } from "./limits.ts";
import { type Figure, PRICE_LIST, PRICES_OF } from "./price-list.ts";
import { requestsOf } from "./requests-of-run.ts";
import { LOG_RETENTION, SIZING } from "./sizing.ts";
import { unitsOf } from "./stacks/units.ts";
import { watchedIn } from "./watched.ts";

/** Where the figures come from that hold for a region without figures of its own. */
const HOME = "us-east-1";

/** Metrics of a replication rule with time control: bytes and operations pending, operations failed, latency. */
const METRICS_OF_RULE = 4;

/** What each run of a site tells CloudWatch when it ends; when it begins, it tells one of its policy. */
const METRICS_OF_SITE = [METRICS.protected, METRICS.failed].length;

/** Alarms cost alike, whatever they are named. */
const NAMELESS = { partition: "aws", account: "" };

/** What AWS charges for what the stacks of zonekeep hold and do. */
export const awsPrices: PriceBook = {
  date: PRICES_OF,
  idle,
  run,
  keep: (region, kept, tier) => [
    tier === "warm"
      ? use("storage", kept.bytes, PRICE_LIST.storage, region)
      : use("cold storage", atLeast(kept), PRICE_LIST.coldStorage, region),
  ],
  freeze: (region, { objects }) => [use("moves to cold storage", objects, PRICE_LIST.transition, region)],
  copy: (from, to, { bytes, objects }) => [
    use("transfer between regions", bytes, transferFrom(from, to), from),
    use("replication time control", bytes, PRICE_LIST.timeControl, from),
    use("writes of replicas", objects, PRICE_LIST.write, to),
  ],
  coldFloor: {
    value: 128 * 1024,
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html",
  },
  coldStay: COLD_STAY,
  incremental: {
    value: 7,
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/metering-and-billing.html",
  },
};

/** Keys, alarms and metrics. Vaults, buckets, roles, queues, topics, schedules and functions cost nothing by being there. */
function idle(stack: StackPlan): Use[] {
  const { region, units } = stack;
  const count = (kind: StackPlan["units"][number]["kind"]): number =>
    units.filter((unit) => unit.kind === kind).length;
  const schedules = count("schedule");
  const signing =
    unitsOf(stack, "runners").reduce((sum, { generation = 1 }) => sum + generation, 0) +
    unitsOf(stack, "key").reduce((sum, { signed = 0 }) => sum + signed, 0);
  const told = unitsOf(stack, "alarm").filter(({ watches }) => watches?.within !== undefined).length;
  const metrics = (schedules > 0 ? METRICS_OF_SITE : 0) + schedules + told + count("copy") * METRICS_OF_RULE;
  return [
    // The runners of a region sign with a key of their own; those that it replaced stay, and all of them where it is retired.
    use("customer managed keys", count("key") + signing, PRICE_LIST.key, region),
    use("alarms", watchedIn(NAMELESS, stack).length, PRICE_LIST.alarm, region),
    use("metrics", metrics, PRICE_LIST.metric, region),
  ].filter(({ quantity }) => quantity > 0);
}

/** Without the schedule: somebody may start it by hand. What fails costs a notice and a queued message more. */
function run({ region, ...shape }: PolicyRun): Use[] {
  const made = requestsOf(shape);
  const { seconds } = made;
  const memory =
    1000 *
    seconds *
    (SIZING.discover.memory + SIZING.summarise.memory + shape.functions * SIZING.capture.memory);
  const disk = 1000 * seconds * shape.functions * (SIZING.capture.disk - SIZING.discover.disk);
  return [
    use("starts by the scheduler", 1, PRICE_LIST.invocation, region),
    use("state transitions", made.transitions, PRICE_LIST.stateTransition, region),
    use("runner invocations", made.invocations, PRICE_LIST.lambdaRequest, region),
    use("runner memory", memory, PRICE_LIST.lambdaMemory, region),
    use("runner disk", disk, PRICE_LIST.lambdaDisk, region),
    use("writes to the store", made.writes, PRICE_LIST.write, region),
    use("reads of the store", made.reads, PRICE_LIST.read, region),
    use("uses of keys", made.keyUses, PRICE_LIST.keyRequest, region),
    use("signatures", 1, PRICE_LIST.signature, region),
    // That it begins, here and where the region is watched; how it ended.
    use("metrics sent", 3, PRICE_LIST.metricRequest, region),
    use("logs written", made.logBytes, PRICE_LIST.logIngest, region),
    use("logs kept", Math.ceil((made.logBytes * LOG_RETENTION) / 30), PRICE_LIST.logStorage, region),
  ];
}

function atLeast({ bytes, objects }: Load): number {
  return Math.max(bytes, objects * awsPrices.coldFloor.value);
}

/** N. Virginia and Ohio are neighbours, and priced as such. */
function transferFrom(from: SiteId, to: SiteId): Figure {
  const neighbours = [from, to].every((region) => region === "us-east-1" || region === "us-east-2");
  return neighbours
    ? { ...PRICE_LIST.transfer, micros: 10_000, regions: { "us-east-2": 10_000 } }
    : PRICE_LIST.transfer;
}

function use(what: string, quantity: number, figure: Figure, region: SiteId): Use {
  return { what, quantity, price: priceOf(figure, region) };
}

function priceOf({ micros, unit, per, source, regions }: Figure, region: SiteId): Price {
  const own = region === HOME ? micros : regions?.[region];
  return { micros: own ?? micros, unit, per, source, assumed: own === undefined };
}
