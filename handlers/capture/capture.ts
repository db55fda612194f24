import type { CaptureEvent, CaptureOutcome, CopyTarget } from "../../modules/contract/events.ts";
import { failureText } from "../../modules/core/error-text.ts";
import type { Captured, Protector } from "../../modules/protectors/protector.ts";
import { type CommitPorts, commit, type PointHead } from "../../modules/recovery/commit.ts";
import { ensure } from "../../modules/recovery/ensure.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import { openVerified } from "../../modules/recovery/read-blob.ts";
import { outcomeKey, type WorkArea } from "../../modules/runs/work-area.ts";
import type { Log } from "../shared/log.ts";

export interface CapturePorts {
  readonly protector: Pick<Protector<unknown>, "capture">;
  readonly store: CommitPorts["store"];
  readonly keys: CommitPorts["keys"];
  readonly random: CommitPorts["random"];
  readonly work: WorkArea;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Captures one function and commits its point. The outcome is written down before anything is thrown, so that the
 * summary can name it; a retry overwrites it.
 * @throws whatever failed, for the state machine to retry and to send to the dead-letter queue.
 */
export async function capture(ports: CapturePorts, event: CaptureEvent): Promise<CaptureOutcome> {
  const { request, run, item } = event;
  const key = outcomeKey(request.work.prefix, run, item);
  let outcome: CaptureOutcome;
  try {
    outcome = await attempt(ports, event);
  } catch (error) {
    const failed: CaptureOutcome = {
      name: item.name,
      status: "failed",
      warnings: [],
      error: failureText(error),
    };
    ports.log("failed", { policy: request.policy, run: run.id, function: item.name, error: failed.error });
    // Without it the summary knows that the item failed, and not why: no reason to hide the first error.
    await ports.work.put(key, failed).catch((again: unknown) => {
      ports.log("outcome not written", { function: item.name, error: failureText(again) });
    });
    // The state machine shows the text of what is thrown: nothing but what was made for people may leave.
    throw new Error(`${item.name}: ${failed.error}`);
  }
  await ports.work.put(key, outcome);
  const { name, status, point, newBytes, warnings } = outcome;
  ports.log(status, {
    policy: request.policy,
    run: run.id,
    function: name,
    point,
    newBytes,
    warnings: warnings.length,
  });
  return outcome;
}

async function attempt(ports: CapturePorts, { request, run, item }: CaptureEvent): Promise<CaptureOutcome> {
  // Whole seconds: what S3 keeps of a lock's end must reach what the manifest promises.
  const capturedAt = new Date(Math.floor(ports.now().getTime() / 1000) * 1000);
  const expiresAt = iso(new Date(capturedAt.getTime() + request.retentionDays * 86_400_000));
  const { store, keys, random } = ports;
  const { site, region, account, prefix, key } = request.store;
  let earlyBytes = 0;
  const captured: Captured<unknown> | undefined = await ports.protector.capture(item, {
    scope: request.protect,
    keep: async (bytes) => {
      const at = blobKey(prefix, bytes.sha256);
      if ((await ensure(store, at, bytes, expiresAt)) === "created") earlyBytes += bytes.size;
      await bytes.discard();
      return { sha256: bytes.sha256, size: bytes.size, open: () => openVerified(store, at, bytes) };
    },
  });
  if (captured === undefined) return { name: item.name, status: "gone", warnings: [] };

  const local: CopyTarget = { site, region, key };
  const head: PointHead = {
    kind: item.kind,
    resource: item.name,
    arn: item.arn,
    account,
    site,
    region,
    run: run.id,
    policy: request.policy,
    because: request.because,
    capturedAt: iso(capturedAt),
    expiresAt,
  };
  const committed = await commit(
    { store, keys, random, prefix, local, copies: request.copies },
    head,
    captured,
  );
  return {
    name: item.name,
    status: "captured",
    point: committed.key,
    newBytes: earlyBytes + committed.newBytes,
    warnings: [...captured.warnings, ...committed.warnings],
  };
}

function iso(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
