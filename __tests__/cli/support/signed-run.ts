import type { Signer } from "../../../handlers/summarise/ports.ts";
import type { Source } from "../../../modules/cli/points/open-sources.ts";
import type { KeptPoint, RunSummary } from "../../../modules/contract/events.ts";
import { jsonContent } from "../../../modules/recovery/bytes.ts";
import { runKey } from "../../../modules/recovery/layout.ts";
import { runStatement } from "../../../modules/recovery/signing/run-statement.ts";

/** The summary of a run of policy `orders` that kept these points, signed as its summariser does. */
export async function signRunOf(
  { prefix, site, store }: Pick<Source, "prefix" | "site" | "store">,
  points: readonly KeptPoint[],
  run: string,
  signer: Signer,
): Promise<RunSummary> {
  const [account = ""] = prefix.split("/");
  const summary: RunSummary = {
    ...{ run, policy: "orders", site, status: "complete", points },
    ...{ startedAt: "2026-11-23T08:00:00.000Z", endedAt: "2026-11-23T08:02:00.000Z" },
    ...{ captured: points.length, gone: 0, failed: [], warnings: [] },
  };
  const signature = await signer.sign(runStatement({ account, site, policy: "orders", run }, summary));
  const signed = { ...summary, signature };
  await store.create(runKey(prefix, "orders", run), jsonContent(signed), {
    lockUntil: "2026-12-28T10:00:00Z",
  });
  return signed;
}
