import type { Signer } from "../../handlers/summarise/ports.ts";
import type { Source } from "../../modules/cli/points/open-sources.ts";
import type { KeptPoint, RunSummary } from "../../modules/contract/events.ts";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import { runKey } from "../../modules/recovery/layout.ts";
import { runTime } from "../../modules/recovery/run-time.ts";
import { runStatement } from "../../modules/recovery/signing/run-statement.ts";

/** The summary of a run, of policy `orders` unless another is told, that kept these points; signed as its summariser does, or by nobody. */
export async function signRunOf(
  { prefix, site, store }: Pick<Source, "prefix" | "site" | "store">,
  points: readonly KeptPoint[],
  run: string,
  signer?: Signer,
  change: Partial<RunSummary> = {},
): Promise<RunSummary> {
  const [account = ""] = prefix.split("/");
  const at = (later: number): string => new Date((runTime(run) ?? 0) + later).toISOString();
  const summary: RunSummary = {
    ...{ run, policy: "orders", site, status: "complete", points },
    ...{ startedAt: at(0), endedAt: at(120_000) },
    ...{ captured: points.length, gone: 0, failed: [], warnings: [] },
    ...change,
  };
  const { policy } = summary;
  const signature = await signer?.sign(runStatement({ account, site, policy, run }, summary));
  const signed = { ...summary, ...(signature && { signature }) };
  await store.create(runKey(prefix, policy, run), jsonContent(signed), {
    lockUntil: "2026-12-28T10:00:00Z",
  });
  return signed;
}
