/** Maps whose keys are members too, since the model does not name them: by the path of the map. */
export type Keys = Readonly<Record<string, readonly string[]>>;

/** A leaf for each key of a map whose keys are known. */
export function named(leaves: readonly string[], operation: string, keys: Keys): string[] {
  return leaves.flatMap((leaf) => {
    const all = keys[`${operation}.${leaf}`];
    return all === undefined ? [leaf] : all.map((key) => leaf.replace(/\*$/, key));
  });
}
