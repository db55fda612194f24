import type { TableDescription, WarmThroughput } from "@aws-sdk/client-dynamodb";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import type { Draft } from "./draft.ts";
import { update } from "./update.ts";

const WARM = "warm-throughput";

/**
 * AWS charges once for throughput that is asked for: it may be left out, and the rest does not depend on it. It never falls,
 * so no less is asked for than there is.
 */
export function warm(draft: Draft, index: string | undefined, wanted: Json | undefined): void {
  draft.parts.push(WARM);
  if (draft.request.skip?.has(WARM) || !isObject(wanted)) return;
  const { ReadUnitsPerSecond: read = 0, WriteUnitsPerSecond: write = 0 } = wanted;
  const what = `${index === undefined ? "" : `index ${index}, `}${String(read)} reads and ${String(write)} writes a second`;
  update(
    draft,
    `warm up (${what}), for which AWS charges once,`,
    (now) => {
      const WarmThroughput = warmer(wanted, warmOf(now, index));
      if (WarmThroughput === undefined) return undefined;
      return index === undefined
        ? { WarmThroughput }
        : { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: index, WarmThroughput } }] };
    },
    { part: WARM },
  );
}

function warmOf(table: TableDescription, index: string | undefined): WarmThroughput | undefined {
  if (index === undefined) return table.WarmThroughput;
  return table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index)?.WarmThroughput;
}

/** Of each the more; `undefined` where there is as much already. */
function warmer(wanted: JsonObject, now: WarmThroughput = {}): Required<WarmThroughput> | undefined {
  const [read, write] = [now.ReadUnitsPerSecond ?? 0, now.WriteUnitsPerSecond ?? 0];
  const more = {
    ReadUnitsPerSecond: Math.max(Number(wanted.ReadUnitsPerSecond ?? 0), read),
    WriteUnitsPerSecond: Math.max(Number(wanted.WriteUnitsPerSecond ?? 0), write),
  };
  return more.ReadUnitsPerSecond === read && more.WriteUnitsPerSecond === write ? undefined : more;
}
