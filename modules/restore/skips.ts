import { KINDS } from "../contract/kinds.ts";
import { closest } from "../core/closest.ts";
import { shortList } from "../core/short-list.ts";
import { SPECS } from "../protectors/kinds.ts";
import { behindSkipped } from "./behind-skipped.ts";
import type { RestorePorts } from "./ports.ts";
import { goesBy, type Wishes } from "./wishes.ts";

/** A word of `--skip` or `--only` that nothing of the restore goes by. */
export class SkipError extends Error {
  override readonly name = "SkipError";
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** For `lambda/ordrs-*`, how the nearest of the names begins: `lambda/orders-*`. */
function nearestPattern(word: string, known: Iterable<string>): string | undefined {
  const stem = word.slice(0, -1);
  if (!word.endsWith("*") || stem.includes("*")) return undefined;
  const starts = [...known].flatMap((name) => [-1, 0, 1].map((more) => name.slice(0, stem.length + more)));
  const near = closest(stem, starts);
  return near === undefined ? undefined : `${near}*`;
}

/** What policies call by that word in `protect.triggers`: `sqs` is `sqs-queue`. */
function kindsOf(word: string, known: ReadonlySet<string>): string | undefined {
  const kinds = KINDS.filter((kind) => SPECS[kind].trigger === word && known.has(kind));
  return kinds.length === 0 ? undefined : kinds.join(" or ");
}

const MAX_NAMED = 40;

/** What a restore would have without such words. */
export interface Whole {
  /** Parts of what comes back, as its plans call them. */
  readonly parts: readonly string[];
  /** Names of what comes back. */
  readonly things: readonly string[];
  /** Names of what stays away, as the words say. */
  readonly skipped: readonly string[];
}

/**
 * @throws SkipError for a word that means nothing of what comes back, or would: what it was to mean would come back, or stay
 * away, although somebody does not want that; and where nothing is left to come back
 */
export async function requireMeant(
  ports: Pick<RestorePorts, "source">,
  wishes: Wishes,
  whole: Whole,
): Promise<void> {
  try {
    requireKnown(wishes, whole);
  } catch (error) {
    // Nothing comes along with what stays away, and is looked at only where a word may mean it.
    const behind = error instanceof SkipError ? await behindSkipped(ports, whole.skipped) : [];
    if (behind.length === 0) throw error;
    requireKnown(wishes, { ...whole, skipped: [...whole.skipped, ...behind] });
  }
}

function requireKnown(
  { only = [], skip = new Set<string>() }: Wishes,
  { parts, things, skipped }: Whole,
): void {
  const names = [...things, ...skipped];
  const isThing = (word: string): boolean => names.some((name) => goesBy(word, name));
  for (const [option, words, own] of [
    ["--only", only, []],
    ["--skip", [...skip], parts],
  ] as const) {
    const known = new Set<string>([
      ...own,
      ...names,
      ...names.map((name) => name.slice(0, name.indexOf("/"))),
    ]);
    const unknown = words.filter((word) => !known.has(word) && !isThing(word));
    const [first] = unknown;
    if (first === undefined) continue;
    const near = kindsOf(first, known) ?? closest(first, known) ?? nearestPattern(first, known);
    const all = shortList([...known].sort(), MAX_NAMED);
    throw new SkipError(
      `nothing of this restore is called ${unknown.join(", ")}, as ${option} says`,
      near === undefined ? `it has ${all === "" ? "no parts" : all}` : `did you mean ${near}? It has ${all}`,
    );
  }
  if (things.length === 0)
    throw new SkipError(
      "--only and --skip leave nothing to restore",
      `there is ${shortList(names.sort(), MAX_NAMED)}`,
    );
}
