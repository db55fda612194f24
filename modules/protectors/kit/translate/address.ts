import type { IdMap } from "../../protector.ts";
import { lookUp, type TranslationScope } from "./scope.ts";
import { translateValue } from "./value.ts";
import type { Findings } from "./walk.ts";

/**
 * An address on the web in the words of the destination: by an entry of the map for it alone, or for its host. Its host may
 * be an API of the source's region; what stands after that may be a token, and is never shown.
 */
export function translateAddress(
  address: string,
  path: string,
  scope: TranslationScope,
  into: Findings,
): string {
  const whole = lookUp(scope.map, address);
  if (whole !== undefined) {
    into.used.add(address);
    return whole;
  }
  const { before, host, after } = partsOf(address);
  const found = translateValue(host, scope);
  if (found.kind === "missing") into.missing.push({ path, value: host, reason: found.reason });
  if (found.kind !== "replaced") return address;
  into.replaced.set(host, found.value);
  if (found.by !== undefined) into.used.add(found.by);
  return `${before}${found.value}${after}`;
}

/** The same address where `ids` say what it, or its host, has become. */
export function renamedAddress(address: string, ids: IdMap): string {
  const { before, host, after } = partsOf(address);
  return lookUp(ids, address) ?? `${before}${lookUp(ids, host) ?? host}${after}`;
}

/** Of an address, what is fit to be shown. */
export function hostOf(address: string): string {
  return partsOf(address).host;
}

/** Names of users and ports stay where they are. */
function partsOf(address: string) {
  const [, before = "", host = "", after = ""] =
    /^((?:[a-z]+:\/\/)?(?:[^/?#]*@)?)([^/?#:]+)(.*)$/is.exec(address) ?? [];
  return { before, host, after };
}
