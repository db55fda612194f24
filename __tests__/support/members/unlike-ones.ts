import { leavesOf, withLeaf } from "../sdk-model.ts";

/** So many of them, each the one that shows most of what those before do not. */
export function unlikeOnes<Thing>(things: readonly Thing[], most: number): readonly Thing[] {
  const shown = new Set<string>();
  const rest = new Map(things.map((one) => [one, featuresOf(one)]));
  const chosen: Thing[] = [];
  while (chosen.length < most && rest.size > 0) {
    const news = (features: readonly string[]): number => features.filter((one) => !shown.has(one)).length;
    const [[next, features]] = [...rest].sort(([, a], [, b]) => news(b) - news(a)) as [[Thing, string[]]];
    chosen.push(next);
    rest.delete(next);
    for (const one of features) shown.add(one);
  }
  return chosen;
}

/** Paths with their values; of a text only the beginning counts, of a number only that it is one. */
function featuresOf(thing: unknown): string[] {
  return leavesOf(thing).map((leaf) => {
    let text = "";
    withLeaf(thing, leaf, (value) => {
      text = typeof value === "number" ? "number" : String(value).slice(0, 12);
      return value;
    });
    return `${leaf}=${text}`;
  });
}
