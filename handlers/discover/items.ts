import type { BackupRequest, CaptureItem } from "../../modules/contract/events.ts";
import { KINDS, type Kind } from "../../modules/contract/kinds.ts";
import { isArn, parseArn } from "../../modules/core/arn.ts";
import { printable } from "../../modules/core/printable.ts";
import { SPECS } from "../../modules/protectors/kinds.ts";
import { isNamed } from "../../modules/protectors/named-resource.ts";
import type { Inventoried } from "../../modules/protectors/protector.ts";
import { thingAt } from "../../modules/protectors/thing-at.ts";
import { needsTags, selects } from "../../modules/runs/selection.ts";
import { callersOf, follow } from "./follow.ts";
import type { ListPorts } from "./ports.ts";

type Warn = (message: string) => void;

/**
 * What a run captures: what the policy selects or names, what brings events to that, and what those need in turn; each thing
 * once, however many it belongs to. Sorted by kind, then id.
 */
export async function itemsOf(ports: ListPorts, request: BackupRequest, warn: Warn): Promise<CaptureItem[]> {
  const callers = await listCallers(ports, request, warn);
  const named = await listNamed(ports, request, warn);
  const items: CaptureItem[] = [];
  for (const kind of KINDS.filter((one) => SPECS[one].trigger === undefined)) {
    for await (const found of await inventoryOf(ports, kind, request, warn)) {
      if (!selects(request, found, found.tags)) continue;
      const { tags: _, runtime: __, feeds: ___, sources: ____, ...item } = found;
      items.push({ ...item, related: [...item.related, ...callersOf(item.arn, callers)] });
    }
  }
  return follow(ports, items, { callers, named }, { triggers: request.protect.triggers, warn });
}

/** What the policy names without a function. An edge zone has functions alone: the rest is its region's. */
async function listNamed(
  ports: ListPorts,
  request: BackupRequest,
  warn: Warn,
): Promise<readonly Inventoried[]> {
  const { resources = [] } = request.select;
  if (request.zone !== undefined) return [];
  const found: Inventoried[] = [];
  for (const kind of KINDS.filter((one) => SPECS[one].trigger !== undefined)) {
    if (!resources.some((one) => kindOf(one) === kind)) continue;
    for await (const one of await inventoryOf(ports, kind, request, warn))
      if (isNamed(resources, one)) found.push(one);
  }
  for (const arn of resources.filter((one) => isArn(one) && parseArn(one).region === ports.aws.region))
    if (!found.some((one) => one.arn === arn)) warn(`${printable(arn)} of select.resources is not there`);
  return found;
}

/** Of an ARN, or of `sqs-queue/orders-*`. */
function kindOf(resource: string): string | undefined {
  return isArn(resource) ? thingAt(resource)?.kind : resource.slice(0, resource.indexOf("/"));
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
    if (!listedToFollow || trigger === undefined) continue;
    if (triggers !== "all" && !triggers.includes(trigger)) continue;
    for await (const one of await inventoryOf(ports, kind, request, warn)) found.push(one);
  }
  return found;
}
