interface Selecting {
  readonly tags: Readonly<Record<string, unknown>>;
  readonly names: readonly string[];
  readonly arns: readonly string[];
  readonly runtimes: readonly string[];
  readonly resources?: readonly string[];
}

/** Whether a selection is of functions: one that names resources and says nothing of functions selects none. */
export function selectsFunctions({ tags, names, arns, runtimes, resources = [] }: Selecting): boolean {
  return (
    resources.length === 0 || [Object.keys(tags), names, arns, runtimes].some((asked) => asked.length > 0)
  );
}
