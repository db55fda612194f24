import { attemptOrNone } from "../kit/attempt.ts";
import type { IdMap } from "../protector.ts";
import type { TriggersDocument } from "./document.ts";
import { type PoolPorts, READ, readPool } from "./read.ts";

/** The ARN of the pool of the same id there: itself, or its replica. Nothing where there is none: the map says which one stands for it. */
export async function drawnPool(
  ports: PoolPorts,
  { pool, arn }: TriggersDocument,
  { name: other = pool }: { readonly name?: string },
): Promise<IdMap> {
  const what = { resource: `user pool ${other}`, call: READ };
  const there = await attemptOrNone(ports.sleep, what, () => readPool(ports, other));
  return there === undefined ? {} : { [arn]: there.arn };
}
