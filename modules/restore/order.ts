import type { Reference } from "../protectors/protector.ts";

/** A thing as far as its order counts: its own ARN, and what its document names. */
export interface Ordered {
  readonly arn: string;
  readonly references: readonly Reference[];
}

/** Things that need each other in a circle: none of them can be made first. */
export class CircleError extends Error {
  constructor(readonly arns: readonly string[]) {
    super(`each needs the next one first: ${[...arns, arns[0]].join(", ")}`);
  }
}

/**
 * Things in waves: those of one need nothing of each other, and everything that they need is in a wave before. The order
 * within a wave is that given. What only has to be there at activation comes later where that is possible.
 * @throws CircleError
 */
export function inWaves<Thing extends Ordered>(things: readonly Thing[]): Thing[][] {
  const waves: Thing[][] = [];
  let left = [...things];
  while (left.length > 0) {
    const wave = ready(left, isNeeded) ?? ready(left, isNeededFirst);
    if (wave === undefined) throw new CircleError(circle(left));
    waves.push(wave);
    left = left.filter((thing) => !wave.includes(thing));
  }
  return waves;
}

/**
 * Things in waves so that what others name, if only in a text, is in one before them: events that reach one find the next
 * one ready. Where they name each other in a circle, what is only named counts least.
 */
export function namedFirst<Thing extends Ordered>(things: readonly Thing[]): Thing[][] {
  const waves: Thing[][] = [];
  let left = [...things];
  while (left.length > 0) {
    const wave = ready(left, () => true) ?? ready(left, isNeeded) ?? ready(left, isNeededFirst) ?? left;
    waves.push(wave);
    left = left.filter((thing) => !wave.includes(thing));
  }
  return waves;
}

const isNeeded = ({ needs }: Reference): boolean => needs !== "named";
const isNeededFirst = ({ needs }: Reference): boolean => needs === "before";

function ready<Thing extends Ordered>(
  left: readonly Thing[],
  counts: (reference: Reference) => boolean,
): Thing[] | undefined {
  const wave = left.filter((thing) => !left.some((other) => other !== thing && needs(thing, other, counts)));
  return wave.length > 0 ? wave : undefined;
}

/** What follows the ARN of a thing in that of what hangs on it: a version or an alias, a consumer of a stream, the stream of a table. */
const HANGING = [":", "/consumer/", "/stream/"];

/** Whether a thing needs another one to be there; `counts`: references that matter, by default all but those that only name. */
export function needs(
  thing: Ordered,
  other: Ordered,
  counts: (reference: Reference) => boolean = isNeeded,
): boolean {
  return thing.references.some(
    (reference) =>
      counts(reference) &&
      (reference.to === other.arn || HANGING.some((next) => reference.to.startsWith(other.arn + next))),
  );
}

/** Walks from one to what it needs until one comes again. */
function circle(left: readonly Ordered[]): readonly string[] {
  const trail: Ordered[] = [];
  for (let at = left[0]; at !== undefined; ) {
    const start = trail.indexOf(at);
    if (start >= 0) return trail.slice(start).map(({ arn }) => arn);
    trail.push(at);
    const from: Ordered = at;
    at = left.find((other) => other !== from && needs(from, other, isNeededFirst));
  }
  return trail.map(({ arn }) => arn);
}
