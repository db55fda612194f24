import type { BackupRequest, CaptureItem } from "../../modules/contract/events.ts";
import { KINDS, type Kind } from "../../modules/contract/kinds.ts";
import { compareText } from "../../modules/core/source-order.ts";
import { livesIn } from "../../modules/protectors/home.ts";
import { SPECS } from "../../modules/protectors/kinds.ts";
import { isNamed, mayName } from "../../modules/protectors/named-resource.ts";
import type { Inventoried } from "../../modules/protectors/protector.ts";
import { hashOfJson } from "../../modules/recovery/bytes.ts";
import { needsTags, selects } from "../../modules/runs/selection.ts";
import { callersIn } from "./callers.ts";
import { follow } from "./follow.ts";
import { StillSought } from "./not-there.ts";
import type { ListPorts } from "./ports.ts";
import { roomBeside } from "./within-room.ts";

type Warn = (message: string) => void;

/**
 * What a run captures: what the policy selects or names, what brings events to that, and what those need in turn; each thing
 * once, however many it belongs to. Sorted by kind, then id; what takes long to read comes last, in another order in each run.
 */
export async function itemsOf(ports: ListPorts, request: BackupRequest, warn: Warn): Promise<CaptureItem[]> {
  const callers = await listCallers(ports, request, warn);
  const sought = new StillSought(request, ports.aws.region);
  const named = await listNamed(ports, request, sought, warn);
  const callersOf = callersIn(callers);
  const items: CaptureItem[] = [];
  for (const kind of KINDS.filter((one) => SPECS[one].trigger === undefined)) {
    for await (const found of await inventoryOf(ports, kind, request, warn)) {
      sought.foundFunction(found);
      if (!selects(request, found, found.tags)) continue;
      const { tags: _, runtime: __, feeds: ___, sources: ____, ...item } = found;
      items.push({ ...item, related: [...item.related, ...callersOf(item.arn)] });
    }
  }
  for (const line of sought.notThere()) warn(line);
  const { triggers } = request.protect;
  const room = roomBeside(request);
  const all = await follow(ports, items, { callers, callersOf, named }, { triggers, room, warn });
  return longLast(all, request, ports.run ?? "");
}

/**
 * Nothing else waits until the records of a stream, or the events of an archive, are read. Who comes last among those has
 * what the others leave of a run's time, so it is another one in each run.
 */
function longLast(items: readonly CaptureItem[], { events }: BackupRequest, run: string): CaptureItem[] {
  const isLong = ({ kind }: CaptureItem): boolean => {
    const { records } = SPECS[kind];
    return records !== undefined && events?.[records.word] !== undefined;
  };
  const long = items
    .filter(isLong)
    .map((one) => ({ one, place: hashOfJson([run, one.kind, one.id]) }))
    .sort((a, b) => compareText(a.place, b.place));
  return [
    ...items.filter((one) => !isLong(one)),
    ...long.map(({ one }, at) => ({ ...one, after: long.length - at - 1 })),
  ];
}

/** What the policy names without a function. An edge zone has functions alone: the rest is its region's. */
async function listNamed(
  ports: ListPorts,
  request: BackupRequest,
  sought: StillSought,
  warn: Warn,
): Promise<readonly Inventoried[]> {
  const { resources = [] } = request.select;
  if (request.zone !== undefined) return [];
  const found: Inventoried[] = [];
  for (const kind of KINDS.filter((one) => SPECS[one].trigger !== undefined)) {
    if (!livesIn(kind, ports.aws.region) || !resources.some((one) => mayName(one, kind))) continue;
    for await (const one of await inventoryOf(ports, kind, request, warn))
      if (isNamed(resources, one)) {
        sought.found(one);
        found.push(one);
      }
  }
  return found;
}

/** What policies select by tags depends on what they ask: of that the kind shares the parts that do not. */
async function inventoryOf(
  { aws, protector, list }: ListPorts,
  kind: Kind,
  request: BackupRequest,
  warn: Warn,
): Promise<AsyncIterable<Inventoried> | readonly Inventoried[]> {
  const { inventory } = await protector(kind);
  if (SPECS[kind].trigger !== undefined)
    return list(kind, (told) => inventory(aws, { triggers: "all", needsTags: () => false, warn: told }));
  const { triggers } = request.protect;
  return inventory(aws, { triggers, needsTags: (candidate) => needsTags(request, candidate), warn, list });
}

/** What only its own list says calls functions, of the kinds of trigger that the policy keeps. */
async function listCallers(
  ports: ListPorts,
  request: BackupRequest,
  warn: Warn,
): Promise<readonly Inventoried[]> {
  const { triggers } = request.protect;
  const found: Inventoried[] = [];
  for (const kind of KINDS) {
    const { listedToFollow, trigger } = SPECS[kind];
    if (!listedToFollow || trigger === undefined || !livesIn(kind, ports.aws.region)) continue;
    if (triggers !== "all" && !triggers.includes(trigger)) continue;
    for await (const one of await inventoryOf(ports, kind, request, warn)) found.push(one);
  }
  return found;
}
