import { type BackupRequest, type Run, SHARED_LISTS } from "../contract/events.ts";
import { isMacOf, macOf } from "../recovery/mac.ts";
import { hasFormOf, type SealedList } from "./shared-list-form.ts";

/**
 * Minutes, as long as the widest start window that goes without saying. No list is taken later than that after the window
 * opened, whatever a request says: one that is redriven would take lists of days ago.
 */
const OLDEST = 60;

/** Goes up when entries of any list come to mean something else: other members are known by themselves, and refused. */
const FORM = "1";

/** A list of a region as it was read to its end, by a run of the window. */
export interface SharedList<Entry> {
  /** JSON each. */
  readonly entries: readonly Entry[];
  /** What could not be read, as whoever takes the list has to hear it too. */
  readonly warnings: readonly string[];
}

/** What the data key of a window's lists is for: those of another window open with another one. */
export type ListContext = Readonly<Record<string, string>> & { readonly purpose: "list" };

export function listContext({ account, region }: BackupRequest["store"], window: string): ListContext {
  return { purpose: "list", account, region, form: FORM, window };
}

/**
 * When the start window of a run opened, `20261130T0200Z`: what runs of one window have in common. `undefined`: the run
 * reads lists itself, since it was started by hand, or its window opened more than an hour ago or is to come. `now`:
 * milliseconds since 1970.
 */
export function windowOf(
  { minutesIntoWindow }: Pick<BackupRequest, "minutesIntoWindow">,
  { startedAt }: Pick<Run, "startedAt">,
  now: number,
): string | undefined {
  if (typeof minutesIntoWindow !== "number") return undefined;
  const opened = Math.floor(Date.parse(startedAt) / 60_000) - minutesIntoWindow;
  if (!(opened * 60_000 <= now && opened >= now / 60_000 - OLDEST)) return undefined;
  return `${new Date(opened * 60_000).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
}

/** `key`: the 32 bytes of the secret. */
export function sealList(
  name: string,
  list: SharedList<unknown>,
  secret: string,
  key: Uint8Array,
): SealedList {
  const text = JSON.stringify({ name, ...list });
  return { text, secret, mac: macOf(text, key) };
}

/** The list that a runner of the window and of this form sealed under this name; `undefined` for anything else. */
export function openList<Entry>(
  name: string,
  { text, mac }: SealedList,
  key: Uint8Array,
): SharedList<Entry> | undefined {
  if (!isMacOf(mac, text, key)) return undefined;
  const list: unknown = JSON.parse(text);
  return hasFormOf(name, list) ? (list as SharedList<Entry>) : undefined;
}

export function listKey(prefix: string, window: string, name: string): string {
  return `${prefix}${SHARED_LISTS}${FORM}/${window}/${name}.json`;
}

/** Who reads the list: a `Claim`. */
export function claimKey(prefix: string, window: string, name: string): string {
  return `${prefix}${SHARED_LISTS}${FORM}/${window}/${name}.claim.json`;
}
