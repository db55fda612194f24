import type { PinnedKey } from "../../contract/signing.ts";
import { pinOf } from "./public-key.ts";

/** As many keys as a runner is told of. */
const MOST = 10;

type ToldPin = Pick<PinnedKey, "key" | "publicKey" | "from" | "until">;

/**
 * The keys of one region as text of at most `room` characters, the newest that fit: some 300 for each. Undefined: there is
 * none.
 */
export function pinsText(keys: readonly PinnedKey[], room: number): string | undefined {
  for (let newest = Math.min(keys.length, MOST); newest > 0; newest -= 1) {
    const told = keys
      .slice(-newest)
      .map(({ key, publicKey, from, until }): ToldPin => ({ key, publicKey, from, ...(until && { until }) }));
    const text = JSON.stringify(told);
    if (text.length <= room) return text;
  }
  return undefined;
}

/** What `pinsText` wrote. */
export function readPins(text: string, region: string): readonly PinnedKey[] {
  return (JSON.parse(text) as readonly ToldPin[]).map((pin) => pinOf({ region, ...pin }));
}
