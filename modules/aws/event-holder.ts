import { KINDS } from "../contract/kinds.ts";
import type { TriggerKind } from "../contract/triggers.ts";
import type { EventHolder } from "../planner/capabilities.ts";
import type { EventKind } from "../policy/policy.ts";
import { SPECS } from "../protectors/kinds.ts";
import { mayName } from "../protectors/named-resource.ts";

/** What runs read the records or events of a word of `protect.events` from, and how they come to it. */
export function eventHolder(word: EventKind): EventHolder {
  const spec = KINDS.map((one) => SPECS[one]).find(({ records }) => records?.word === word);
  if (spec?.records === undefined) throw new Error(`no kind holds what ${word} brings`);
  const { kind, records, noun, written, trigger } = spec;
  const bringing = [kind, ...records.broughtBy];
  const callers = bringing
    .map((one) => SPECS[one])
    .flatMap(({ listedToFollow, trigger: by, noun: [, many] }) =>
      listedToFollow && by !== undefined ? [{ trigger: by, many }] : [],
    );
  const followed: readonly TriggerKind[] = [trigger ?? [], callers.map((one) => one.trigger)].flat(2);
  return {
    ...{ noun: records.noun, many: noun[1], written: `${kind}/${written.id}` },
    ...{ followed: [...new Set(followed)], callers },
    mayBring: (resource) => bringing.some((one) => mayName(resource, one)),
  };
}
