import type { KeptPoint, RunSummary } from "../../modules/contract/events.ts";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import { commit, type PointContent, type PointHead } from "../../modules/recovery/commit.ts";
import { runKey } from "../../modules/recovery/layout.ts";
import { runStatement } from "../../modules/recovery/signing/run-statement.ts";
import { SignedRuns } from "../../modules/recovery/signing/signed-runs.ts";
import { SECRET, type TestSigner } from "./run-witness.ts";
import { content, head, PREFIX, type TestPorts } from "./sample-point.ts";

const NOW = new Date("2026-11-23T22:00:00Z");

/** What reads the points of the sample with the key pinned. */
export function readerOf({ store }: Pick<TestPorts, "store">, keys: readonly TestSigner[]): SignedRuns {
  const { account, site } = head;
  return new SignedRuns(store, PREFIX, { account, site, keys: keys.map(({ pin }) => pin), now: () => NOW });
}

/** Commits a point as a runner does. */
export async function capturePoint(
  ports: TestPorts,
  of: Partial<PointHead> = {},
  what: PointContent = content,
) {
  return (await commit({ ...ports, secret: SECRET }, { ...head, ...of }, what)).point;
}

/** The summary of a run of these points, signed. */
export async function signRun(
  ports: Pick<TestPorts, "store">,
  points: readonly KeptPoint[],
  signer: TestSigner,
  { run = head.run, startedAt = "2026-11-23T21:08:00.000Z" } = {},
): Promise<RunSummary> {
  const { account, site, policy } = head;
  const summary: RunSummary = {
    ...{ run, policy, site, status: "complete", startedAt, endedAt: "2026-11-23T21:10:00.000Z" },
    ...{ captured: points.length, gone: 0, failed: [], warnings: [], points },
  };
  const signature = await signer.sign(runStatement({ account, site, policy, run }, summary));
  const signed = { ...summary, signature };
  await ports.store.create(runKey(PREFIX, policy, run), jsonContent(signed), { lockUntil: head.expiresAt });
  return signed;
}
