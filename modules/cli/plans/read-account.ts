import { KINDS } from "../../contract/kinds.ts";
import type { CapturedTrigger } from "../../contract/triggers.ts";
import { functionOf, parseArn } from "../../core/arn.ts";
import { errorText } from "../../core/error-text.ts";
import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type {
  AttachedKind,
  Inventory,
  InventoryResource,
  SelectedKind,
} from "../../planner/cover/inventory.ts";
import type { Plan } from "../../planner/plan.ts";
import { livesIn } from "../../protectors/home.ts";
import { SPECS } from "../../protectors/kinds.ts";
import { causeOf } from "../../protectors/kit/calls.ts";
import { loadProtector } from "../../protectors/load.ts";
import { isNamed, mayName } from "../../protectors/named-resource.ts";
import type { ProtectorPorts } from "../../protectors/protector.ts";
import { seenText } from "../../protectors/seen.ts";
import { thingAt } from "../../protectors/thing-at.ts";
import { explainError } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import type { Io } from "../terminal/io.ts";

interface Reading {
  readonly regions: readonly string[];
  readonly clients: ClientsOf;
  readonly sleep: ProtectorPorts["sleep"];
  readonly env: Io["env"];
  /** Entries of `select.resources`: what they name is listed though it feeds no function. */
  readonly named: readonly string[];
  /** Whether the policy of each function is asked who may call it: two calls, and one for each alias. */
  readonly callers?: boolean;
  /** Something of a region could not be read, and the inventory goes on without it. */
  readonly warn: (message: string) => void;
}

/** What there is of one region. */
interface Part {
  readonly functions: readonly InventoryResource<SelectedKind>[];
  readonly attached: readonly InventoryResource<AttachedKind>[];
}

/**
 * Every function of the regions with its tags, what calls it as far as runs capture that, and what is named without one. A
 * region that cannot be read to its end is named under `unread`, with nothing of it.
 * @throws what the first region threw, when none can be read
 */
export async function readAccount(
  { account, partition }: Pick<Plan, "account" | "partition">,
  { regions, clients, sleep, env, named, callers = false, warn }: Reading,
): Promise<Inventory> {
  const names = uniqueSorted(regions);
  const asked = await Promise.allSettled(
    names.map((region) =>
      readRegion({ account, region, partition, client: clients(region).client, sleep }, named, warn, callers),
    ),
  );
  const failures = asked.flatMap((answer, index) => {
    const region = names[index];
    if (answer.status === "fulfilled" || region === undefined) return [];
    // The SDK's own error knows its region, which a person has to hear of.
    return [{ region, error: causeOf(answer.reason) }];
  });
  if (failures.length > 0 && failures.length === names.length) throw failures[0]?.error;
  const parts = asked.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  return {
    format: 1,
    account,
    regions: names.filter((region) => !failures.some((failure) => failure.region === region)),
    unread: failures.map(({ region, error }) => ({ region, reason: explainError(error, env).message })),
    ...(named.length > 0 && { named: uniqueSorted(named) }),
    resources: [...parts.flatMap(({ functions }) => functions), ...parts.flatMap(({ attached }) => attached)],
  };
}

async function readRegion(
  ports: ProtectorPorts,
  named: readonly string[],
  warn: (message: string) => void,
  callers: boolean,
): Promise<Part> {
  const { region } = ports;
  const functions: InventoryResource<SelectedKind>[] = [];
  const feeds = new Map<string, { readonly kind: CapturedTrigger; readonly functions: Set<string> }>();
  const attach = (arn: string, kind: CapturedTrigger): Set<string> => {
    const known = feeds.get(arn) ?? { kind, functions: new Set<string>() };
    feeds.set(arn, known);
    return known.functions;
  };
  for (const kind of KINDS) {
    if (!livesIn(kind, region)) continue;
    const { trigger, listedToFollow } = SPECS[kind];
    // What feeds functions without listing them itself is known from the functions' side.
    if (trigger !== undefined && !listedToFollow && !named.some((one) => mayName(one, kind))) continue;
    const { inventory } = await loadProtector(kind);
    for await (const found of inventory(ports, {
      triggers: "all",
      needsTags: () => trigger === undefined,
      warn,
    })) {
      const { arn, name, runtime, tags, sources = [] } = found;
      if (trigger === undefined)
        functions.push({
          kind: "lambda",
          arn,
          name,
          region,
          ...(runtime !== undefined && { attributes: { runtime } }),
          tags,
        });
      else {
        if (isNamed(named, found)) attach(arn, trigger);
        for (const to of found.feeds)
          if (parseArn(to).service === "lambda") attach(arn, trigger).add(functionOf(to));
      }
      for (const source of sources) attach(source.arn, source.trigger).add(arn);
    }
  }
  const attached = [...feeds].map(
    ([arn, { kind, functions: of }]): InventoryResource<AttachedKind> => ({
      kind,
      arn,
      name: thingAt(arn)?.id ?? nameIn(arn),
      region,
      ...(of.size > 0 && { feeds: [...of].sort(compareText) }),
    }),
  );
  const asked = callers ? await withCallers(ports, functions, attached, warn) : functions;
  return {
    functions: [...asked].sort((a, b) => compareText(a.name, b.name)),
    attached: attached.sort((a, b) => compareText(a.arn, b.arn)),
  };
}

/** One after the other: Lambda answers GetPolicy 15 times a second to everybody in a region. */
async function withCallers(
  ports: ProtectorPorts,
  functions: readonly InventoryResource<SelectedKind>[],
  attached: readonly InventoryResource<AttachedKind>[],
  warn: (message: string) => void,
): Promise<readonly InventoryResource<SelectedKind>[]> {
  const { seenLive } = await loadProtector("lambda");
  const asked: InventoryResource<SelectedKind>[] = [];
  for (const one of functions) {
    const related = attached.filter(({ feeds = [] }) => feeds.includes(one.arn));
    try {
      const seen = (await seenLive?.(ports, one.name, related)) ?? [];
      asked.push({ ...one, callers: seen.map(seenText) });
    } catch (error) {
      warn(`who may call ${one.name} in ${ports.region} is not known: ${errorText(error)}`);
      asked.push(one);
    }
  }
  return asked;
}

/** Of what is of no kind: `orders` of `...:broker:orders:b-1`. */
function nameIn(arn: string): string {
  const [first = arn, second = first] = arn.split(":").slice(5).join(":").split(/[:/]/);
  return second;
}
