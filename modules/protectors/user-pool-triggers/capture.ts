import type { CaptureItem } from "../../contract/events.ts";
import { CallError, callOrNone } from "../kit/calls.ts";
import { type Captured, FormError } from "../protector.ts";
import type { TriggersDocument } from "./document.ts";
import { type PoolReads, READ, readPool } from "./read.ts";

/** A pool's triggers as one answer tells them, which is of one moment. `undefined` when the pool is gone. */
export async function captureTriggers(
  ports: PoolReads & { readonly account: string; readonly region: string },
  { id, arn, hints }: CaptureItem,
): Promise<Captured<TriggersDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not a user pool's: it has none");
  const found = await callOrNone(READ, id, () => readPool(ports, id));
  if (found === undefined) return undefined;
  if (found.arn !== arn)
    throw new CallError(READ, id, new Error(`it answered for ${found.arn}, not for ${arn}`));
  const { account, region } = ports;
  const { lambdaConfig, since, dropped } = found;
  return {
    document: { kind: "user-pool-triggers", pool: id, arn, account, region, lambdaConfig },
    blobs: [],
    revision: { before: since, after: since },
    warnings: dropped
      .filter((path) => path.startsWith("LambdaConfig."))
      .map(
        (path) =>
          `user pool ${id}: ${path} is not in the point, since this version of zonekeep does not know it; update zonekeep`,
      ),
  };
}
