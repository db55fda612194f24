import type { BackupRequest, CaptureItem } from "../../modules/contract/events.ts";
import type { Related } from "../../modules/contract/kinds.ts";
import { shortList } from "../../modules/core/short-list.ts";
import { thingName } from "../../modules/core/thing-name.ts";

/**
 * Bytes of what a capture is handed, with the quotes that a failed one gets on its way to the queue: a state holds 256 KiB.
 * Some 1,000 schedules, beside a short request.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MOST_BYTES = 180 * 1024;
const MAX_NAMED = 20;

/** Bytes that an item may have beside its request. */
export function roomBeside(request: BackupRequest): number {
  return MOST_BYTES - bytesOf(request);
}

/**
 * What belongs to an item, as far as its capture can be handed it: who may make schedules, or rules, can give somebody
 * else's function ten thousand of them. What it needs goes before what calls it; of each kind as many as of any other, so
 * that a flood of one kind takes none of another's; and within a kind by id, so that each run keeps the same.
 */
export function withinRoom(
  item: Omit<CaptureItem, "related">,
  related: readonly Related[],
  room: number,
  warn: (message: string) => void,
): readonly Related[] {
  let left = room - bytesOf({ ...item, related: [] });
  const kept = new Set<Related>();
  for (const one of inTurn(related)) {
    const bytes = bytesOf(one) + 1;
    if (bytes > left) continue;
    left -= bytes;
    kept.add(one);
  }
  if (kept.size === related.length) return related;
  const away = related.filter((one) => !kept.has(one)).map(thingName);
  warn(
    `${thingName(item)} is captured with ${kept.size} of the ${related.length} things that call it or that it needs, as a state of ` +
      `its run holds 256 KiB: without ${shortList(away, MAX_NAMED)}; to keep these, name them in select.resources`,
  );
  return related.filter((one) => kept.has(one));
}

/** The first of each kind, then the second of each. @param related sorted by kind, then id */
function inTurn(related: readonly Related[]): readonly Related[] {
  const before = new Map<string, number>();
  const turns = related.map((one) => {
    const isCaller = one.calls !== undefined;
    const turn = before.get(`${one.kind} ${isCaller}`) ?? 0;
    before.set(`${one.kind} ${isCaller}`, turn + 1);
    return { one, isCaller, turn };
  });
  return turns
    .sort((a, b) => Number(a.isCaller) - Number(b.isCaller) || a.turn - b.turn)
    .map(({ one }) => one);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
