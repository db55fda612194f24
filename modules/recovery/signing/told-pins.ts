import type { PinnedKey } from "../../contract/signing.ts";
import { pinOf } from "./public-key.ts";

/** As many keys as a runner is told of. */
const MOST = 10;

type ToldPin = Pick<PinnedKey, "key" | "publicKey" | "from" | "until">;

/** The keys of one region as text, the newest that fit: some 300 characters for each. Undefined: there is none. */
export function pinsText(keys: readonly PinnedKey[], fits: (text: string) => boolean): string | undefined {
  for (let newest = Math.min(keys.length, MOST); newest > 0; newest -= 1) {
    const told = keys
      .slice(-newest)
      .map(({ key, publicKey, from, until }): ToldPin => ({ key, publicKey, from, ...(until && { until }) }));
    const text = JSON.stringify(told);
    if (fits(text)) return text;
  }
  return undefined;
}

/** What `pinsText` wrote. */
export function readPins(text: string, region: string): readonly PinnedKey[] {
  return (JSON.parse(text) as readonly ToldPin[]).map((pin) => pinOf({ region, ...pin }));
}
