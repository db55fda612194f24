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

/** So many are named of those that use one thing. */
const MAX_NAMED = 3;

/** What the lists of a region tell, beside what is selected. */
interface Listed {
  /** What says itself whom it calls, of the kinds of trigger that the policy keeps. */
  readonly callers: readonly Inventoried[];
  /** What the policy names without a function. */
  readonly named: readonly Inventoried[];
}

/**
 * Adds what is named to what is selected, what those are related to, and what that is related to in turn. What cannot be
 * captured here, such as a queue of another account, is told of once.
 */
export async function follow(
  { aws, protector }: ListPorts,
  selected: readonly CaptureItem[],
  { callers, named }: Listed,
  { triggers, warn }: Pick<InventoryOptions, "triggers" | "warn">,
): Promise<CaptureItem[]> {
  const items = new Map<string, CaptureItem>();
  for (const item of selected)
    items.set(thingName(item), { ...item, related: [...item.related, ...(await relatedTo(item))] });
  const listed = [...callers, ...named];
  for (const { kind, id, arn } of named) items.set(thingName({ kind, id }), await itemOf({ kind, id, arn }));
  const left = new Map<string, { readonly why: string; readonly users: string[] }>();
  const open = [...items.values()];
  for (let owner = open.shift(); owner !== undefined; owner = open.shift()) {
    const name = thingName(owner);
    const related: Related[] = [];
    for (const one of eachOnce(owner.related)) {
      if (thingName(one) === name || isElsewhere(one)) continue;
      const why = whyNot(one);
      if (why === undefined) related.push(one);
      else left.set(one.arn, { why, users: [...(left.get(one.arn)?.users ?? []), name] });
    }
    items.set(name, { ...owner, related });
    for (const { calls: _, ...thing } of related) {
      if (items.has(thingName(thing))) continue;
      const item = await itemOf(thing);
      items.set(thingName(item), item);
      open.push(item);
    }
  }
  for (const [arn, { why, users }] of left)
    warn(`${printable(arn)} ${why} and is not captured; it is used by ${shortList(users, MAX_NAMED)}`);
  return [...items.values()].sort(byKindAndId);

  /** A bucket that a rule's pattern names is of everybody's, or hands nothing to anybody: the list has those of here that do. */
  function isElsewhere({ kind, id }: Thing): boolean {
    return SPECS[kind].partOf !== undefined && !listed.some((one) => one.kind === kind && one.id === id);
  }

  function whyNot({ id, arn }: Thing): string | undefined {
    if (!isArn(arn)) return "is not an ARN";
    const { region, account } = parseArn(arn);
    if ((region !== "" && region !== aws.region) || (account !== "" && account !== aws.account))
      return "lies in another account or region";
    return isId(id) ? undefined : "has a name that cannot be a key";
  }

  async function itemOf(thing: Thing): Promise<CaptureItem> {
    const found = listed.find(({ kind, id }) => kind === thing.kind && id === thing.id);
    return {
      ...thing,
      name: found?.name ?? thing.id,
      related: [...(found?.related ?? []), ...callersOf(thing.arn, callers), ...(await relatedTo(thing))],
      ...(found?.hints !== undefined && { hints: found.hints }),
    };
  }

  /** A thing that does not tell what it needs is captured all the same. */
  async function relatedTo(thing: RelatedTo): Promise<readonly Related[]> {
    try {
      return (await (await protector(thing.kind)).related?.(aws, thing, { triggers, warn })) ?? [];
    } catch (error) {
      warn(`what ${thingName(thing)} needs is not captured with it: ${failureText(error)}`);
      return [];
    }
  }
}

/** What calls a thing by its own word, such as buckets that tell a function or a queue. */
export function callersOf(arn: string, callers: readonly Inventoried[]): readonly Related[] {
  return callers.flatMap((caller) => {
    const calls = caller.feeds.filter((fed) => fed === arn || fed.startsWith(`${arn}:`));
    return calls.length === 0 ? [] : [{ kind: caller.kind, id: caller.id, arn: caller.arn, calls }];
  });
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
