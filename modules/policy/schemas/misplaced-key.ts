import { type Located, pointerParts } from "../yaml/located.ts";

/** What is read of a schema here. */
export interface KeySchema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly anyOf?: readonly object[];
}

/** Of a file, with what only a policy has. */
export interface FileSchema extends KeySchema {
  /** The schema of the estate that policies lie in. */
  readonly estate?: KeySchema;
}

/**
 * Where a key belongs that is right at another depth, as in a block that is indented too far or not far enough.
 * `here` is the schema of the mapping that it stands in, `file` that of the file. Undefined when neither a block of
 * this mapping nor one around it has such a key.
 */
export function whereItBelongs(
  key: string,
  at: { readonly pointer: string; readonly parent: Located | undefined },
  here: KeySchema,
  file: FileSchema,
): string | undefined {
  const blocks = Object.entries(here.properties ?? {}).flatMap(([name, inner]) =>
    has(inner, key) ? [name] : [],
  );
  const written = blocks.filter((name) => at.parent?.kind === "map" && at.parent.entries.has(name));
  const below = (written.length > 0 ? written : blocks).join(" or ");
  // Who hears of runs, or may restore, is said once, for all policies.
  if (at.pointer === "" && has(file.estate ?? {}, key))
    return `the estate has ${key}, for all policies: write it there`;
  if (below !== "") return `it belongs under ${below}: indent it there`;

  const [outermost, ...inner] = pointerParts(at.pointer);
  // An item of a list has keys that resemble those of the file: a copy's keep is a retention.
  return outermost !== undefined && !inner.some((part) => /^\d+$/.test(part)) && has(file, key)
    ? `it belongs to the file itself: indent it like ${outermost}`
    : undefined;
}

function has({ properties, anyOf }: KeySchema, key: string): boolean {
  return Object.hasOwn(properties ?? {}, key) || (anyOf ?? []).some((branch) => has(branch, key));
}
