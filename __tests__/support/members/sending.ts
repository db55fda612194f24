import { type AnyConforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { Journey } from "../protector-conformance/journey.ts";
import { changed } from "../protector-conformance/phases.ts";
import { Wire } from "../protector-conformance/wire.ts";
import { leavesOf, requestOf } from "../sdk-model.ts";
import { type Keys, named } from "./named.ts";
import { SDKS } from "./sdks.ts";

/** What restores and armings send, call by call. */
export class Sending {
  readonly #calls = new Map<string, Set<string>>();

  note({ writes }: Wire): void {
    for (const { call, input } of writes) {
      const seen = this.#calls.get(call) ?? new Set<string>();
      this.#calls.set(call, seen);
      for (const leaf of filledIn(input)) seen.add(leaf);
    }
  }

  /** Of each call that makes or sets something, what was told to none. */
  unsent(keys: Keys): string[] {
    return [...this.#calls].sort().flatMap(([call, seen]) => {
      const [service = "", operation = ""] = call.split(":");
      const sdk = SDKS[service];
      if (sdk === undefined || TAKES_AWAY.test(operation)) return [];
      return named(leavesOf(requestOf(operation, sdk)), operation, keys)
        .filter((leaf) => ![...seen].some((one) => isOf(one, leaf)))
        .map((leaf) => `${operation}.${leaf}`);
    });
  }
}

const TAKES_AWAY = /^(Untag|Delete|Remove|Deregister|Unsubscribe|Disable|Stop|Disassociate)/;

/** A restore at home, one elsewhere, and one over what has become another. */
export async function sendAll(
  kind: AnyConforming,
  value: { readonly id: string },
  sending: Sending,
): Promise<void> {
  const journey = new Journey(kind, value);
  const captured = await journey.captured(journey.source());
  for (const at of [SOURCE, ELSEWHERE]) {
    const wire = new Wire(journey.destination(at));
    await journey.whole(wire, captured, at);
    sending.note(wire);
  }
  const live = new Wire(changed(journey));
  await journey.whole(live, captured, SOURCE, true);
  sending.note(live);
}

/** Paths of what an input has, as those of the model, but for keys of maps. */
function filledIn(input: object): string[] {
  return leavesOf(JSON.parse(JSON.stringify(input)) as unknown);
}

/** Whether a path that was sent is one of the model: `*` there is any key. */
function isOf(sent: string, leaf: string): boolean {
  if (!leaf.includes("*")) return sent === leaf;
  const pattern = leaf.replaceAll(/[.[\]]/g, "\\$&").replaceAll("*", "[^\\]]+");
  return new RegExp(`^${pattern}$`).test(sent);
}
