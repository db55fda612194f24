import type { RunSummary, SummariseEvent } from "../../modules/contract/events.ts";
import { failureText } from "../../modules/core/error-text.ts";
import { collect, jsonContent, TooLongError } from "../../modules/recovery/bytes.ts";
import { ConflictError, ensure } from "../../modules/recovery/ensure.ts";
import { checkRun } from "../../modules/recovery/signing/check-run.ts";
import { pinOf } from "../../modules/recovery/signing/public-key.ts";
import { type RunName, runStatement } from "../../modules/recovery/signing/run-statement.ts";
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
  const kept = await signed(name, own, signer ?? (asked === undefined ? OLDER : REPLACED));
  try {
    await ensure(store, key, jsonContent(kept), { lockUntil, fresh: true });
    return kept;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const first = await bytesAt(store, key, jsonContent(kept).size + MORE);
    if (kept.signature === undefined || signer === undefined) return sameRun(first, own, error);
    const { key: arn } = kept.signature;
    const publicKey = await signer.publicKey();
    const signing = pinOf({ region, key: arn, publicKey, from: run.startedAt });
    if (checkRun(first, name, [signing], ports.now()).state === "signed") return sameRun(first, own, error);
    const found = `runs/ held a summary of this run that zonekeep did not sign: find out who wrote it`;
    const again = await signed(name, { ...own, warnings: [...own.warnings, found] }, signer);
    await store.rewrite(key, jsonContent(again), { lockUntil });
    return again;
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

/** @throws `error` when it is not the summary of this run */
function sameRun(bytes: Uint8Array, own: RunSummary, error: ConflictError): RunSummary {
  try {
    const first = JSON.parse(Buffer.from(bytes).toString("utf8")) as RunSummary;
    if (first.run === own.run && first.policy === own.policy) return first;
  } catch {
    // It is no summary, and so not this one.
  }
  throw error;
}
