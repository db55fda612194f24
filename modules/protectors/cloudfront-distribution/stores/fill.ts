import { UpdateKeysCommand } from "@aws-sdk/client-cloudfront-keyvaluestore";
import { AGAIN_REPLACING, RestoreError } from "../../kit/restore-error.ts";
import type { DistributionReads } from "../read.ts";
import { batchesOf, changesOf, type Pairs } from "./pairs.ts";
import { etagOfKeys, readPairs } from "./read.ts";

export const UPDATE_KEYS = "cloudfront-keyvaluestore:UpdateKeys";

/** Others may write it at the same time. */
const TRIES = 3;

/**
 * Has a store hold these pairs and no others. Each request names the ETag that the one before answered with; where that is
 * another one by then, the answer to a request of ours was lost or somebody else has written, and all of it is looked at again.
 * @param seen what it held when that was planned. Absent: nobody has it hold anything else
 */
export async function fill(
  ports: DistributionReads,
  resource: string,
  arn: string,
  wanted: Pairs,
  seen?: Pairs,
): Promise<void> {
  let isBegun = false;
  for (let tries = 1; ; tries++) {
    let etag = await etagOfKeys(ports, arn);
    const now = await readPairs(ports, arn);
    const batches = batchesOf(changesOf(now, wanted));
    if (batches.length === 0) return;
    if (seen !== undefined && !isBegun && !isSame(now, seen))
      throw new RestoreError(resource, UPDATE_KEYS, "it was changed meanwhile", AGAIN_REPLACING);
    try {
      for (const { puts, deletes } of batches) {
        isBegun = true;
        const { ETag: next } = await ports.keyValues.send(
          new UpdateKeysCommand({
            KvsARN: arn,
            IfMatch: etag,
            ...(puts.length > 0 && { Puts: puts.map(([Key, Value]) => ({ Key, Value })) }),
            ...(deletes.length > 0 && { Deletes: deletes.map((Key) => ({ Key })) }),
          }),
        );
        etag = next ?? (await etagOfKeys(ports, arn));
      }
      return;
    } catch (error) {
      if (tries >= TRIES || !(error instanceof Error && error.name === "ConflictException")) throw error;
    }
  }
}

function isSame(one: Pairs, other: Pairs): boolean {
  const { puts, deletes } = changesOf(one, other);
  return puts.length + deletes.length === 0;
}
