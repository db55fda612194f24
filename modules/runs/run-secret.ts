import { createHmac } from "node:crypto";
import type { BackupRequest, CaptureItem, CaptureOutcome, Run } from "../contract/events.ts";
import type { Continuation } from "../contract/records.ts";
import { hashOfJson } from "../recovery/bytes.ts";
import { isMacOf, macOf } from "../recovery/mac.ts";

/** What the data key of a run is for: no other key of the site opens with it, and it opens no other. */
export type RunContext = Readonly<Record<string, string>> & { readonly purpose: "run" };

export function runContext({ store, policy }: Pick<BackupRequest, "store" | "policy">, run: Run): RunContext {
  return { purpose: "run", account: store.account, site: store.site, policy, run: run.id };
}

/**
 * By which attempts at one item know each other's manifests. Another item of the same thing, such as one that somebody put
 * into the work area for the time of the map, leaves nothing that they take for their own.
 */
export function itemSecret(secret: Uint8Array, item: CaptureItem): Uint8Array {
  return createHmac("sha256", secret)
    .update(`item ${hashOfJson(item)}`)
    .digest();
}

/** An outcome as it lies in the work area: whoever else writes there cannot make one. */
export interface SealedOutcome {
  readonly outcome: CaptureOutcome;
  /** Of the item that was captured, as JSON with sorted keys. */
  readonly item: string;
  /** HMAC-SHA256 of both under the run's secret, 64 hex digits. Absent: the run has none. */
  readonly mac?: string;
}

/** `secret`: 32 bytes. */
export function sealOutcome(
  outcome: CaptureOutcome,
  item: CaptureItem,
  secret: Uint8Array | undefined,
): SealedOutcome {
  const words = { outcome, item: hashOfJson(item) };
  return secret === undefined ? words : { ...words, mac: macOf(words, secret) };
}

/** Whether a runner of this run wrote it, and about this very item. */
export function isSealed(
  { outcome, item: captured, mac }: SealedOutcome,
  item: CaptureItem,
  secret: Uint8Array,
): boolean {
  const own = hashOfJson(item);
  return typeof mac === "string" && captured === own && isMacOf(mac, { outcome, item: own }, secret);
}

/** Says where the capture of an item goes on, so that nobody else can. */
export function sealContinuation(
  { mac: _, ...words }: Continuation,
  item: CaptureItem,
  secret: Uint8Array | undefined,
): Continuation {
  return secret === undefined ? words : { ...words, mac: macOf({ words, item: hashOfJson(item) }, secret) };
}

/** Whether a runner of this run wrote it, and about this very item. A run without a secret signs nothing. */
export function isContinued(
  { mac, ...words }: Continuation,
  item: CaptureItem,
  secret: Uint8Array | undefined,
): boolean {
  if (secret === undefined) return true;
  return typeof mac === "string" && isMacOf(mac, { words, item: hashOfJson(item) }, secret);
}
