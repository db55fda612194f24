import type { CaptureItem } from "../../modules/contract/events.ts";
import type { Related, Thing, ThingId } from "../../modules/contract/kinds.ts";
import { isArn, parseArn } from "../../modules/core/arn.ts";
import { failureText } from "../../modules/core/error-text.ts";
import { printable } from "../../modules/core/printable.ts";
import { shortList } from "../../modules/core/short-list.ts";
import { compareText, uniqueSorted } from "../../modules/core/source-order.ts";
import { thingName } from "../../modules/core/thing-name.ts";
import { SPECS } from "../../modules/protectors/kinds.ts";
import type { Inventoried, InventoryOptions } from "../../modules/protectors/protector.ts";
import type { RelatedTo } from "../../modules/protectors/related.ts";
import { isId } from "../../modules/recovery/id-segment.ts";
import type { ListPorts } from "./ports.ts";
import { withinRoom } from "./within-room.ts";

/** So many are named of those that use one thing. */
const MAX_NAMED = 3;

/**
 * Milliseconds for asking things what they need, a call or more for each: discover ends after 15 minutes, and whoever may
 * make topics or schedules can make thousands that belong to somebody else's function.
 */
const PATIENCE = 9 * 60_000;

const MAX_UNASKED = 20;

/** What the lists of a region tell, beside what is selected. */
interface Listed {
  /** What says itself whom it calls, of the kinds of trigger that the policy keeps. */
  readonly callers: readonly Inventoried[];
  /** Those that call a thing, by its ARN. */
  readonly callersOf: (arn: string) => readonly Related[];
  /** What the policy names without a function. */
  readonly named: readonly Inventoried[];
}

/**
 * Adds what is named to what is selected, what those are related to, and what that is related to in turn. What cannot be
 * captured here, such as a queue of another account, is told of once, and so is what has no room beside an item.
 */
export async function follow(
  { aws, protector, now }: ListPorts,
  selected: readonly CaptureItem[],
  { callers, callersOf, named }: Listed,
  { triggers, room, warn }: Pick<InventoryOptions, "triggers" | "warn"> & { readonly room: number },
): Promise<CaptureItem[]> {
  const until = now() + PATIENCE;
  const unasked: string[] = [];
  const items = new Map<string, CaptureItem>();
  for (const item of selected)
    items.set(thingName(item), { ...item, related: [...item.related, ...(await relatedTo(item))] });
  // A thing that is in both lists is the same in both.
  const listed = new Map([...named, ...callers].map((one) => [thingName(one), one]));
  for (const { kind, id, arn } of named) items.set(thingName({ kind, id }), await itemOf({ kind, id, arn }));
  const left = new Map<string, { readonly why: string; readonly users: string[] }>();
  const open = [...items.values()];
  // Those that are found on the way are followed too.
  for (const owner of open) {
    const name = thingName(owner);
    const related: Related[] = [];
    for (const one of eachOnce(owner.related)) {
      if (thingName(one) === name || isElsewhere(one)) continue;
      const why = whyNot(one);
      if (why === undefined) related.push(one);
      else {
        const told = left.get(one.arn) ?? { why, users: [] };
        left.set(one.arn, told);
        told.users.push(name);
      }
    }
    const kept = withinRoom(owner, related, room, warn);
    items.set(name, { ...owner, related: kept });
    for (const { calls: _, ...thing } of kept) {
      if (items.has(thingName(thing))) continue;
      const item = await itemOf(thing);
      items.set(thingName(item), item);
      open.push(item);
    }
  }
  for (const [arn, { why, users }] of left)
    warn(`${printable(arn)} ${why} and is not captured; it is used by ${shortList(users, MAX_NAMED)}`);
  if (unasked.length > 0)
    warn(
      `what ${shortList(unasked, MAX_UNASKED)} need is not captured with them, as looking for what others need took ` +
        `${PATIENCE / 60_000} minutes`,
    );
  return [...items.values()].sort(byKindAndId);

  /** A bucket that a rule's pattern names is of everybody's, or hands nothing to anybody: the list has those of here that do. */
  function isElsewhere(thing: Thing): boolean {
    const { partOf, listedToFollow } = SPECS[thing.kind];
    return partOf !== undefined && listedToFollow && !listed.has(thingName(thing));
  }

  function whyNot({ id, arn }: Thing): string | undefined {
    if (!isArn(arn)) return "is not an ARN";
    const { region, account } = parseArn(arn);
    if ((region !== "" && region !== aws.region) || (account !== "" && account !== aws.account))
      return "lies in another account or region";
    return isId(id) ? undefined : "has a name that cannot be a key";
  }

  async function itemOf(thing: Thing): Promise<CaptureItem> {
    const found = listed.get(thingName(thing));
    return {
      ...thing,
      name: found?.name ?? thing.id,
      related: [...(found?.related ?? []), ...callersOf(thing.arn), ...(await relatedTo(thing))],
      ...(found?.hints !== undefined && { hints: found.hints }),
    };
  }

  /** A thing that does not tell what it needs is captured all the same. */
  async function relatedTo(thing: RelatedTo): Promise<readonly Related[]> {
    if (now() > until) {
      unasked.push(thingName(thing));
      return [];
    }
    try {
      return (await (await protector(thing.kind)).related?.(aws, thing, { triggers, warn })) ?? [];
    } catch (error) {
      warn(`what ${thingName(thing)} needs is not captured with it: ${failureText(error)}`);
      return [];
    }
  }
}

/** Each thing once, with all that it calls. */
function eachOnce(related: readonly Related[]): readonly Related[] {
  const found = new Map<string, Related>();
  for (const one of related) {
    const calls = [...(found.get(thingName(one))?.calls ?? []), ...(one.calls ?? [])];
    found.set(thingName(one), { ...one, ...(calls.length > 0 && { calls: uniqueSorted(calls) }) });
  }
  return [...found.values()].sort(byKindAndId);
}

function byKindAndId(a: ThingId, b: ThingId): number {
  return compareText(a.kind, b.kind) || compareText(a.id, b.id);
}
