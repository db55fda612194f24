/** An object of a point is not what the manifest says. Nothing of it may be used. */
export class BlobError extends Error {
  constructor(
    readonly problem: "missing" | "short" | "corrupt" | "buried",
    readonly key: string,
    readonly why: string,
  ) {
    super(`${key} is ${problem}: ${why}`);
  }
}
