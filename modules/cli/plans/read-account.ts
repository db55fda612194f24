import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type {
  AttachedKind,
  Inventory,
  InventoryResource,
  SelectedKind,
} from "../../planner/cover/inventory.ts";
import type { Plan } from "../../planner/plan.ts";
import { CallError } from "../../protectors/lambda/call.ts";
import { eventSources } from "../../protectors/lambda/event-sources.ts";
import type { LambdaReads } from "../../protectors/lambda/ports.ts";
import { lambdaInventory } from "../../protectors/lambda/protector.ts";
import { explainError } from "../aws/aws-error.ts";
import type { Io } from "../terminal/io.ts";

interface Reading {
  readonly regions: readonly string[];
  readonly clients: (region: string) => Pick<LambdaReads, "lambda" | "s3">;
  readonly env: Io["env"];
  /** Something of a region could not be read, and the inventory goes on without it. */
  readonly warn: (message: string) => void;
}

/** What there is of one region. */
interface Part {
  readonly functions: readonly InventoryResource<SelectedKind>[];
  readonly attached: readonly InventoryResource<AttachedKind>[];
}

/**
 * Every function of the regions with its tags, and what calls it as far as runs capture that: event source mappings
 * and bucket notifications. A region that cannot be read to its end is named under `unread`, with nothing of it.
 * @throws what the first region threw, when none can be read
 */
export async function readAccount(
  { account, partition }: Pick<Plan, "account" | "partition">,
  { regions, clients, env, warn }: Reading,
): Promise<Inventory> {
  const names = uniqueSorted(regions);
  const asked = await Promise.allSettled(
    names.map((region) => readRegion({ account, region, partition, clients, warn })),
  );
  const failures = asked.flatMap((answer, index) => {
    const region = names[index];
    if (answer.status === "fulfilled" || region === undefined) return [];
    // The SDK's own error knows its region, which a person has to hear of.
    const error = answer.reason instanceof CallError ? answer.reason.cause : answer.reason;
    return [{ region, error }];
  });
  if (failures.length > 0 && failures.length === names.length) throw failures[0]?.error;
  const parts = asked.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  return {
    format: 1,
    account,
    regions: names.filter((region) => !failures.some((failure) => failure.region === region)),
    unread: failures.map(({ region, error }) => ({ region, reason: explainError(error, env).message })),
    resources: [...parts.flatMap(({ functions }) => functions), ...parts.flatMap(({ attached }) => attached)],
  };
}

async function readRegion({
  account,
  region,
  partition,
  clients,
  warn,
}: Pick<Reading, "clients" | "warn"> & {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}): Promise<Part> {
  const { lambda, s3 } = clients(region);
  const functions: InventoryResource<SelectedKind>[] = [];
  const feeds = new Map<string, string[]>();
  // Of the triggers only buckets: what mappings read from has its own list, with ARNs.
  const everything = lambdaInventory({ account, region, lambda, s3 }).inventory({
    triggers: ["s3"],
    needsTags: () => true,
    warn,
  });
  for await (const { arn, name, runtime, tags, buckets } of everything) {
    functions.push({
      kind: "lambda",
      arn,
      name,
      region,
      ...(runtime !== undefined && { attributes: { runtime } }),
      tags,
    });
    for (const bucket of buckets) feeds.set(bucket, [...(feeds.get(bucket) ?? []), arn]);
  }
  const sources = await eventSources({ lambda, region });
  const attached = [
    ...[...feeds].map(([name, of]): InventoryResource<AttachedKind> => {
      const arn = `arn:${partition}:s3:::${name}`;
      return { kind: "s3", arn, name, region, feeds: of.sort(compareText) };
    }),
    ...sources.map(
      ({ arn, kind, functions: of }): InventoryResource<AttachedKind> => ({
        kind,
        arn,
        name: nameIn(arn),
        region,
        feeds: of,
      }),
    ),
  ];
  return {
    functions: functions.sort((a, b) => compareText(a.name, b.name)),
    attached: attached.sort((a, b) => compareText(a.arn, b.arn)),
  };
}

/** `orders` of `...:table/orders`, `...:orders` and `...:broker:orders:b-1`. */
function nameIn(arn: string): string {
  const [first = arn, second = first] = arn.split(":").slice(5).join(":").split(/[:/]/);
  return second;
}
