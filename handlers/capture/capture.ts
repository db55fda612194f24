import type {
  CaptureEvent,
  CaptureGoingOn,
  CaptureOutcome,
  CopyTarget,
} from "../../modules/contract/events.ts";
import type { Kind } from "../../modules/contract/kinds.ts";
import type { SourceRevisionRule } from "../../modules/contract/source-revision.ts";
import { failureText } from "../../modules/core/error-text.ts";
import { thingName } from "../../modules/core/thing-name.ts";
import type { CapturePorts, Protector } from "../../modules/protectors/protector.ts";
import { seenText } from "../../modules/protectors/seen.ts";
import { type CommitPorts, commit, type PointHead } from "../../modules/recovery/commit.ts";
import type { Ensuring } from "../../modules/recovery/ensure.ts";
import { ensureBlob } from "../../modules/recovery/ensure-blob.ts";
import { knownKind } from "../../modules/recovery/known-kind.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import { openVerified } from "../../modules/recovery/read-blob.ts";
import { sharedLock } from "../../modules/recovery/shared-lock.ts";
import type { Content } from "../../modules/recovery/store.ts";
import { itemSecret, sealOutcome } from "../../modules/runs/run-secret.ts";
import type { TurnSecrets } from "../../modules/runs/turn.ts";
import { outcomeKey, type WorkArea } from "../../modules/runs/work-area.ts";
import type { Log } from "../shared/reporting.ts";
import { archiveSource } from "./records/archive-source.ts";
import { captureRecords, earlierRecords, requireContinued } from "./records/capture-records.ts";
import { streamSource } from "./records/stream-source.ts";

/** Milliseconds that records are locked which a run reads, until its point names them: longer than any run goes on. */
const UNNAMED = 2 * 86_400_000;

export interface RunnerPorts {
  /** What protectors ask with. */
  readonly aws: CapturePorts;
  readonly protector: (
    kind: Kind,
  ) => Promise<Pick<Protector<unknown, unknown>, "capture" | "format" | "seen" | "records" | "archived">>;
  readonly store: CommitPorts["store"];
  readonly keys: CommitPorts["keys"];
  readonly random: CommitPorts["random"];
  readonly work: WorkArea;
  /** Opens the secret of a run, which other items of it had too. */
  readonly secretOf: (event: Pick<CaptureEvent, "request" | "run">) => Promise<Uint8Array | undefined>;
  /** The estate's, as the runner's stack has deployed it. Absent: there is none. */
  readonly sourceRevision?: SourceRevisionRule;
  /** By which runners know whose turn it is. */
  readonly turns: TurnSecrets;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Captures one thing and commits its point. The outcome is written down before anything is thrown, so that the
 * summary can name it; a retry overwrites it. One that takes longer than a runner lives says where it goes on.
 * @throws whatever failed, for the state machine to retry and to send to the dead-letter queue.
 */
export async function capture(
  ports: RunnerPorts,
  event: CaptureEvent,
): Promise<CaptureOutcome | CaptureGoingOn> {
  const { request, run, item } = event;
  const key = outcomeKey(request.work.prefix, run, item);
  let outcome: CaptureOutcome | CaptureGoingOn;
  let secret: Uint8Array | undefined;
  try {
    secret = await ports.secretOf(event);
    outcome = await attempt(ports, event, secret);
  } catch (error) {
    const failed: CaptureOutcome = {
      kind: item.kind,
      id: item.id,
      status: "failed",
      warnings: [],
      error: failureText(error),
    };
    ports.log("failed", { policy: request.policy, run: run.id, thing: thingName(item), error: failed.error });
    // Without it the summary knows that the item failed, and not why: no reason to hide the first error.
    await ports.work.put(key, sealOutcome(failed, item, secret)).catch((again: unknown) => {
      ports.log("outcome not written", { thing: thingName(item), error: failureText(again) });
    });
    // The state machine shows the text of what is thrown: nothing but what was made for people may leave.
    throw new Error(`${thingName(item)}: ${failed.error}`);
  }
  if ("continuation" in outcome) {
    const { status, continuation } = outcome;
    ports.log(status, {
      policy: request.policy,
      run: run.id,
      thing: thingName(item),
      read: continuation.read,
    });
    return outcome;
  }
  await ports.work.put(key, sealOutcome(outcome, item, secret));
  const { status, point, newBytes, warnings } = outcome;
  ports.log(status, {
    policy: request.policy,
    run: run.id,
    thing: thingName(item),
    point: point?.key,
    newBytes,
    warnings: warnings.length,
    ...(outcome.error !== undefined && { error: outcome.error }),
  });
  // Whatever else it has, the state machine is to queue it.
  if (outcome.status === "failed") throw new Error(`${thingName(item)}: ${outcome.error}`);
  return outcome;
}

async function attempt(
  ports: RunnerPorts,
  event: CaptureEvent,
  secret: Uint8Array | undefined,
): Promise<CaptureOutcome | CaptureGoingOn> {
  const { request, run, item } = event;
  // Whole seconds: what S3 keeps of a lock's end must reach what the manifest promises.
  const capturedAt = new Date(Math.floor(ports.now().getTime() / 1000) * 1000);
  const expiresAt = iso(new Date(capturedAt.getTime() + request.retentionDays * 86_400_000));
  const { store, keys, random } = ports;
  const { site, region, account, prefix, key } = request.store;
  let earlyBytes = 0;
  const early = new Set<string>();
  const { id, name, arn } = item;
  const kind = knownKind(item.kind);
  if (kind === undefined)
    throw new Error(
      `this version does not know the kind ${item.kind}: deploy the site's stack again, so that its runners are of one version`,
    );
  const protector = await ports.protector(kind);
  const keep = async (bytes: Content, more: Partial<Ensuring> = {}): Promise<Content> => {
    const at = blobKey(prefix, bytes.sha256);
    const lock = { lockUntil: expiresAt, lockTo: sharedLock({ capturedAt: iso(capturedAt), expiresAt }) };
    const { ending, warning } = await ensureBlob(store, at, bytes, { ...lock, ...more });
    if (ending === "created") earlyBytes += bytes.size;
    if (warning !== undefined) early.add(warning);
    return { sha256: bytes.sha256, size: bytes.size, open: () => openVerified(store, at, bytes) };
  };
  const wanted = protector.records
    ? request.events?.kinesis
    : protector.archived && request.events?.eventbridge;
  // What no point comes to name is kept no longer than that.
  const briefly = iso(new Date(Math.min(capturedAt.getTime() + UNNAMED, Date.parse(expiresAt))));
  const recordPorts = {
    ...ports,
    open: () =>
      protector.records
        ? streamSource(async () => protector.records?.(ports.aws, id))
        : archiveSource(async () => protector.archived?.(ports.aws, id)),
    keep: async (bytes: Content) =>
      void (await keep(bytes, { fresh: true, lockUntil: briefly, lockTo: briefly })),
  };
  if (wanted !== undefined) requireContinued(event, secret);
  let unread: string | undefined;
  let records: Awaited<ReturnType<typeof captureRecords>>;
  if (wanted !== undefined)
    try {
      records = await captureRecords(recordPorts, event, wanted, secret);
      if (records === undefined) return { kind, id, status: "gone", warnings: [] };
    } catch (error) {
      // The settings get their point all the same.
      unread = failureText(error);
      records = await earlierRecords(recordPorts, event, wanted);
    }
  if (records !== undefined && "continuation" in records) return records;
  const captured = await protector.capture(ports.aws, item, {
    scope: request.protect,
    today: iso(capturedAt).slice(0, 10),
    ...(ports.sourceRevision !== undefined && { sourceRevision: ports.sourceRevision }),
    keep: async (bytes) => {
      const kept = await keep(bytes);
      await bytes.discard();
      return kept;
    },
  });
  if (captured === undefined) return { kind, id, status: "gone", warnings: [] };

  const local: CopyTarget = { site, region, key };
  const head: PointHead = {
    kind,
    id,
    name,
    arn,
    account,
    site,
    region,
    run: run.id,
    policy: request.policy,
    because: request.because,
    protect: request.protect,
    capturedAt: iso(capturedAt),
    expiresAt,
    related: item.related.map((related) => ({ kind: related.kind, id: related.id, arn: related.arn })),
    ...(records !== undefined && { records: records.kept }),
  };
  const { copies } = request;
  const own = secret && itemSecret(secret, item);
  const committed = await commit(
    { store, keys, random, prefix, local, copies, ...(own !== undefined && { secret: own }) },
    head,
    {
      ...captured,
      blobs: [...captured.blobs, ...(records?.blobs ?? [])],
      warnings: [...captured.warnings, ...(records?.warnings ?? [])],
      format: protector.format,
    },
  );
  const seen = (protector.seen?.(captured.document, item.related) ?? []).map(seenText);
  return {
    kind,
    id,
    status: unread === undefined ? "captured" : "failed",
    ...(unread !== undefined && { error: unread }),
    ...(seen.length > 0 && { seen }),
    ...(records !== undefined && { records: { ...records.kept, ...records.by } }),
    point: committed.point,
    newBytes: earlyBytes + committed.newBytes,
    warnings: [
      ...captured.warnings,
      ...(records?.warnings ?? []),
      ...new Set([...early, ...committed.warnings]),
    ],
  };
}

function iso(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
