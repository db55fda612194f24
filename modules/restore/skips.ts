import { closest } from "../core/closest.ts";

/** A word of `--skip` that nothing of the restore goes by. */
export class SkipError extends Error {
  override readonly name = "SkipError";
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** @throws SkipError for what is not a part of what comes back: it would come back, although somebody does not want it */
export function requireSkips(
  skip: ReadonlySet<string>,
  parts: readonly string[],
  things: readonly string[],
): void {
  const known = new Set([...parts, ...things]);
  const unknown = [...skip].filter((one) => !known.has(one));
  const [first] = unknown;
  if (first === undefined) return;
  const near = closest(first, known);
  const all = [...known].sort().join(", ");
  throw new SkipError(
    `nothing of this restore is called ${unknown.join(", ")}, as --skip says`,
    near === undefined ? `it has ${all === "" ? "no parts" : all}` : `did you mean ${near}? It has ${all}`,
  );
}
