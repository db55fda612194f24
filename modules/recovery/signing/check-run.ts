import { verify } from "node:crypto";
import type { RunSummary } from "../../contract/events.ts";
import type { ThingId } from "../../contract/kinds.ts";
import type { PinnedKey } from "../../contract/signing.ts";
import { printable, show } from "../../core/printable.ts";
import { runTime } from "../run-time.ts";
import type { Authenticity, Forgery } from "./authenticity.ts";
import { publicKeyOf } from "./public-key.ts";
import { type RunName, runStatement } from "./run-statement.ts";
import { isOlderSummary, isSummary } from "./run-summary.ts";

/** What a run is worth as a witness of its points. */
export type RunCheck =
  /** A pinned key of its region signed it: `points` holds the hash of each manifest by its key. */
  | {
      readonly state: "signed";
      readonly points: ReadonlyMap<string, string>;
      /** In milliseconds. */
      readonly began: number;
      readonly endedAt: string;
      readonly status: RunSummary["status"];
      /** What it was to capture, and could not. */
      readonly failed: readonly ThingId[];
      /** What may call the things that were captured, and no point holds. */
      readonly seen: RunSummary["seen"];
    }
  | Exclude<Authenticity, { readonly state: "signed" }>;

/** Milliseconds that clocks may differ. */
export const SKEW = 15 * 60_000;

/**
 * Checks the summary of a run as it lies in a store, with nothing but the keys that are pinned for its region.
 * @param name what the summary's key says
 * @param written ISO 8601, when the store took it, where that is known: a key that was replaced signs nothing later, whatever
 * a summary says of its run
 */
export function checkRun(
  bytes: Uint8Array,
  name: RunName,
  keys: readonly PinnedKey[],
  now: Date,
  written?: string,
): RunCheck {
  const value = parsed(bytes);
  if (isOlderSummary(value))
    return { state: "unsigned", why: "its run was kept by a zonekeep that did not sign yet" };
  const summary = isSummary(value) ? value : undefined;
  if (summary === undefined) return refused("truncated", "the summary of its run is not one, or not whole");
  const { signature } = summary;
  if (signature === undefined) return { state: "unsigned", why: "nobody signed its run" };
  if (summary.run !== name.run)
    return refused("replayed", `the summary at its run is that of run ${show(summary.run)}`);
  if (summary.policy !== name.policy || summary.site !== name.site)
    return refused(
      "swapped",
      `the summary at its run is of policy ${show(summary.policy)} at ${show(summary.site)}`,
    );
  const signer = keys.find(({ key }) => key === signature.key);
  if (signer === undefined)
    return { state: "unpinned", why: `${printable(signature.key)} signed its run, and is not pinned` };
  if (!isGenuine(runStatement(name, summary), signature.value, signer))
    return refused("forged", `the signature of its run is not that of ${signer.key}`);
  const began = Date.parse(summary.startedAt);
  const of = runTime(name.run);
  // What is no time is equal to none, and later than none.
  if (of === undefined || !(Math.abs(of - began) <= 1000))
    return refused("back-dated", `its run began ${summary.startedAt}, and is named ${name.run}`);
  if (began > now.getTime() + SKEW) return refused("future", `its run begins ${summary.startedAt}`);
  if (!(began >= Date.parse(signer.from) - SKEW))
    return refused(
      "back-dated",
      `its run began ${summary.startedAt}, its signing key was made ${signer.from}`,
    );
  if (signer.until !== undefined && !(began <= Date.parse(signer.until)))
    return refused(
      "forged",
      `the key that signed its run was replaced ${signer.until}, before the run began`,
    );
  if (signer.until !== undefined && written !== undefined) {
    if (!(Date.parse(written) <= Date.parse(signer.until) + SKEW))
      return refused(
        "back-dated",
        `the key that signed its run was replaced ${signer.until}, and its summary was written ${written}`,
      );
  }
  const points = new Map(summary.points.map(({ key, sha256 }) => [key, sha256]));
  if (points.size < summary.points.length)
    return refused("forged", "the summary of its run names a point twice, as no runner does");
  const { endedAt, status, seen } = summary;
  const failed = summary.failed.map(({ kind, id }) => ({ kind, id }));
  return { state: "signed", points, began, endedAt, status, failed, seen };
}

function refused(problem: Forgery, why: string): RunCheck {
  return { state: "refused", problem, why };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** A signature of another form, or under a key that is none, is not one of ours. */
function isGenuine(statement: Uint8Array, value: string, pin: PinnedKey): boolean {
  const key = publicKeyOf(pin);
  if (key === undefined) return false;
  try {
    return verify("sha256", statement, key, Buffer.from(value, "base64"));
  } catch {
    return false;
  }
}
