import type { IdMap, RestoreTarget } from "../../../modules/protectors/protector.ts";
import { type AnyConforming, type AnyCaptured as Comparable, ELSEWHERE, SOURCE } from "./conforming.ts";
import type { AnyCaptured, Fake, Journey } from "./journey.ts";
import { demand, demandEqual, forThings, type Law, plain } from "./law.ts";
import { changed } from "./phases.ts";
import { Wire } from "./wire.ts";

export const sameAgain: Law = {
  number: 6,
  title: "capture, restore, capture has no differences",
  check: (kind, sizes) =>
    forThings(kind, sizes, async (journey) => {
      const captured = await journey.captured(journey.source());
      for (const at of [SOURCE, ELSEWHERE]) {
        const { missing, document } = journey.translate(captured, at);
        demandEqual(missing, [], `the translation to ${at.region} misses`);
        // What is called the same elsewhere, as a fake's bucket may be, stands for itself.
        const moved = Object.entries(kind.map(journey.value)).flatMap(([from, to]) =>
          from === to ? [] : from,
        );
        const left = at === SOURCE ? [] : moved.filter((from) => mentions(document, from));
        demandEqual(left, [], "the translation leaves what the map knows");
        const fake = journey.destination(at);
        const ids = await journey.whole(new Wire(fake), captured, at);
        await demandSame(journey, captured, fake, at, ids, `restored in ${at.region}`);
        await tellsADifference(journey, captured, fake, at, ids);
      }
      const live = changed(journey);
      const ids = await journey.whole(new Wire(live), captured, SOURCE, true);
      await demandSame(journey, captured, live, SOURCE, ids, "restored over a live thing that differs");
    }),
};

/** What is there now is what was captured: by the kind's own word, and field by field. */
export async function demandSame(
  journey: Journey,
  captured: AnyCaptured,
  fake: Fake,
  at: RestoreTarget,
  ids: IdMap,
  how: string,
): Promise<void> {
  const now = await journey.captured(fake, at);
  const { protector } = journey.kind;
  const told = protector.differences(captured.document, now.document, ids, { armed: true });
  demandEqual(told, [], `${how}, the differences`);
  const translation = journey.translate(captured, at);
  const was = { document: captured.document, secrets: translation.secrets };
  demandEqual(protector.secretsDiffer?.(was, now, ids) ?? false, false, `${how}, that secrets differ`);
  const expected = comparable(journey.kind, translation, ids);
  demandEqual(comparable(journey.kind, now, {}), expected, `${how}, what is captured`);
}

async function tellsADifference(
  journey: Journey,
  captured: AnyCaptured,
  fake: Fake,
  at: RestoreTarget,
  ids: IdMap,
): Promise<void> {
  journey.kind.change(fake, journey.value, 3);
  const now = await journey.captured(fake, at);
  const told = journey.kind.protector.differences(captured.document, now.document, ids, { armed: true });
  demand(told.length > 0, () => "a thing that was changed has no differences");
}

/** A document and its secrets without what no restore brings back, in the words of the destination. */
export function comparable(kind: AnyConforming, { document, secrets }: Comparable, ids: IdMap): unknown {
  const stored = { document: plain(document), secrets: plain(secrets) };
  for (const path of kind.readOnlyFields) remove(stored.document, path.split("."));
  return plain(kind.comparable?.(stored, ids) ?? { ...stored, document: replaced(stored.document, ids) });
}

function mentions(value: unknown, text: string): boolean {
  if (value === null || typeof value !== "object") return value === text;
  return Object.values(value).some((item) => mentions(item, text));
}

function replaced(value: unknown, ids: IdMap): unknown {
  if (typeof value === "string") return Object.hasOwn(ids, value) ? ids[value] : value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, ids));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, ids)]));
}

function remove(value: unknown, [key = "", ...rest]: readonly string[]): void {
  if (value === null || typeof value !== "object") return;
  const fields = value as Record<string, unknown>;
  for (const name of key === "*" ? Object.keys(fields) : [key])
    if (rest.length > 0) remove(fields[name], rest);
    else delete fields[name];
}
