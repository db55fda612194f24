import type { RunSummary, SummariseEvent } from "../../modules/contract/events.ts";
import { failureText } from "../../modules/core/error-text.ts";
import { collect, hashOfJson, jsonContent, TooLongError } from "../../modules/recovery/bytes.ts";
import { ConflictError, ensure } from "../../modules/recovery/ensure.ts";
import { checkRun } from "../../modules/recovery/signing/check-run.ts";
import { pinOf } from "../../modules/recovery/signing/public-key.ts";
import { type RunName, runStatement } from "../../modules/recovery/signing/run-statement.ts";
import { isSummary } from "../../modules/recovery/signing/run-summary.ts";
import type { Signer, SummarisePorts } from "./ports.ts";

interface Place {
  readonly key: string;
  /** ISO 8601. */
  readonly lockUntil: string;
  /** Whether the run may be signed at all. */
  readonly isProven: boolean;
}

/** Bytes by which two summaries of one run may differ: when it ended, its signature, a warning or two. */
const MORE = 64 * 1024;
const PLANTED = "runs/ held a summary of this run that it did not write: find out who wrote it";
const UNSIGNED = "the run is not signed";
const OLDER = "its runners or its schedule are of an older zonekeep: deploy every stack again";
const REPLACED =
  "its request names another signing key than signs here now: the key was replaced while it ran, or a stack was left out: deploy every stack, and run it again";

/**
 * Signs a summary and keeps it. A repeated call finds the first one's, which differs in when it ended; what somebody else
 * has put there is written over, and told.
 */
export async function keepSummary(
  ports: SummarisePorts,
  { request, run }: SummariseEvent,
  { key, lockUntil, isProven }: Place,
  own: RunSummary,
): Promise<RunSummary> {
  const { store } = ports;
  const { account, site, region } = request.store;
  const name: RunName = { account, site, policy: request.policy, run: run.id };
  const asked = isProven ? request.signer : undefined;
  const signer = asked === undefined ? undefined : ports.signer(asked);
  const by = signer ?? (asked === undefined ? OLDER : REPLACED);
  const kept = await signed(name, own, by);
  try {
    await ensure(store, key, jsonContent(kept), { lockUntil, fresh: true });
    return kept;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const first = await bytesAt(store, key, jsonContent(kept).size + MORE);
    const same = sameRun(first, own);
    if (same !== undefined && (await isGenuine(first))) return same;
    // A first call that could not sign has written the same, and nobody else has.
    const found = same !== undefined && same.signature === undefined ? [] : [PLANTED];
    const again = await signed(name, { ...own, warnings: [...own.warnings, ...found] }, by);
    await store.rewrite(key, jsonContent(again), { lockUntil });
    return again;
  }

  /** Where this call cannot sign, what the first one wrote is known by what it says alone. */
  async function isGenuine(first: Uint8Array): Promise<boolean> {
    if (kept.signature === undefined || signer === undefined) return true;
    const publicKey = await signer.publicKey();
    const signing = pinOf({ region, key: kept.signature.key, publicKey, from: run.startedAt });
    return checkRun(first, name, [signing], ports.now()).state === "signed";
  }
}

/** A run is worth more than its signature: where it cannot be signed it is kept, and says so. `signer`: or why none signs. */
async function signed(name: RunName, own: RunSummary, signer: Signer | string): Promise<RunSummary> {
  const unsigned = (why: string): RunSummary => ({
    ...own,
    warnings: [...own.warnings, `${UNSIGNED}: ${why}`],
  });
  // Without points there is nothing to sign; where discover had no secret, it has said so.
  if (own.points.length === 0 || own.warnings.some((warning) => warning.startsWith(UNSIGNED))) return own;
  if (typeof signer === "string") return unsigned(signer);
  try {
    return { ...own, signature: await signer.sign(runStatement(name, own)) };
  } catch (error) {
    return unsigned(failureText(error));
  }
}

/** None of what is longer than a summary of this run can be. */
async function bytesAt(store: SummarisePorts["store"], key: string, most: number): Promise<Uint8Array> {
  const source = await store.open(key);
  if (source === undefined) return new Uint8Array();
  return collect(source, most).catch((error: unknown) => {
    if (error instanceof TooLongError) return new Uint8Array();
    throw error;
  });
}

/** What a first call has kept: all that it gathered is what this one did. */
function sameRun(bytes: Uint8Array, own: RunSummary): RunSummary | undefined {
  try {
    const first: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    return isSummary(first) && gathered(first) === gathered(own) ? first : undefined;
  } catch {
    return undefined;
  }
}

/** By one hash: all but when it ended, who signed it, and what was said of that. */
function gathered({ endedAt: _, signature: _signature, warnings: _warnings, ...rest }: RunSummary): string {
  return hashOfJson(rest);
}
