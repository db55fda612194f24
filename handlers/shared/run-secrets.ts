import type { CaptureEvent } from "../../modules/contract/events.ts";
import { type RunContext, runContext } from "../../modules/runs/run-secret.ts";

/** Opens a run's secret under a key. */
type Open = (key: string, secret: string, context: RunContext) => Promise<Uint8Array>;

/**
 * The secret of a run; `undefined` for one that has none. It is kept for the next item of the same run, so that a run
 * asks KMS once a runner, and not once a function; that of the run before is forgotten.
 */
export function runSecrets(
  open: Open,
): (event: Pick<CaptureEvent, "request" | "run">) => Promise<Uint8Array | undefined> {
  let last: { readonly of: string; readonly opened: Promise<Uint8Array> } | undefined;
  return async ({ request, run }) => {
    const { secret } = run;
    if (secret === undefined) return undefined;
    const { key } = request.work;
    const context = runContext(request, run);
    const of = JSON.stringify([secret, key, context]);
    if (last?.of !== of) last = { of, opened: open(key, secret, context) };
    try {
      return await last.opened;
    } catch (error) {
      last = undefined;
      throw error;
    }
  };
}
