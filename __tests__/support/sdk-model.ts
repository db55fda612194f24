import * as sdk from "@aws-sdk/client-lambda";

/**
 * The API's model as the SDK carries it, in the form of its generated code: a struct is `[3, namespace, name, traits,
 * member names, member schemas]`, a union `[4, ...]` the same, an operation `[9, namespace, name, traits, input, output]`, a
 * list `[1, ..., item]`, a map `[2, ..., key, value]`; a simple type is a number of bits, with 64 for a list and 128 for a map of
 * it.
 */
type Schema = number | readonly unknown[] | (() => Schema);

const [LIST, MAP, STRUCT, UNION, OPERATION] = [1, 2, 3, 4, 9];
const LIST_BIT = 64;
const MAP_BIT = 128;

/** What a client's package exports: by default that of Lambda. */
type Package = object;

/** Names of all operations, sorted. */
export function operations(of: Package = sdk): string[] {
  return Object.values(of as Record<string, unknown>)
    .flatMap((value) => (Array.isArray(value) && value[0] === OPERATION ? [String(value[2])] : []))
    .sort();
}

/** A value for every member of what an operation answers: each leaf another one, each list and map of one item. */
export function answerOf(operation: string, of: Package = sdk): Record<string, unknown> {
  return sampleOf((operationNamed(operation, of)[5] ?? 0) as Schema, operation) as Record<string, unknown>;
}

/** The same for what it takes. */
export function requestOf(operation: string, of: Package = sdk): Record<string, unknown> {
  return sampleOf((operationNamed(operation, of)[4] ?? 0) as Schema, operation) as Record<string, unknown>;
}

/** Members that an operation takes. */
export function inputOf(operation: string, of: Package = sdk): string[] {
  const input = resolved((operationNamed(operation, of)[4] ?? 0) as Schema);
  return [...((input as readonly unknown[])[4] as readonly string[])];
}

function operationNamed(name: string, of: Package): readonly unknown[] {
  const found = (of as Record<string, readonly unknown[]>)[`${name}$`];
  if (found === undefined) throw new Error(`the SDK has no operation ${name}`);
  return found;
}

/** Behind a reference, and without the traits that a member has. */
function resolved(schema: Schema): number | readonly unknown[] {
  if (typeof schema === "function") return resolved(schema());
  if (Array.isArray(schema) && typeof schema[1] !== "string") return resolved(schema[0] as Schema);
  return schema as number | readonly unknown[];
}

/** What holds itself, such as a condition of conditions, is followed once. */
function sampleOf(schema: Schema, path: string, within: readonly unknown[] = []): unknown {
  const known = resolved(schema);
  if (typeof known === "number") return simple(known, path);
  if (known[0] === LIST) return [sampleOf(known[4] as Schema, path, within)];
  if (known[0] === MAP) return { key: sampleOf(known[5] as Schema, path, within) };
  if (known[0] !== STRUCT && known[0] !== UNION) return simple(0, path);
  if (within.includes(known)) return path;
  const names = known[4] as readonly string[];
  const members = known[5] as readonly Schema[];
  return Object.fromEntries(
    names.map((name, at) => [name, sampleOf(members[at] ?? 0, `${path}.${name}`, [...within, known])]),
  );
}

function simple(bits: number, path: string): unknown {
  if (bits & LIST_BIT) return [simple(bits & ~LIST_BIT, path)];
  if (bits & MAP_BIT) return { key: simple(bits & ~MAP_BIT, path) };
  if (bits === 1) return 1000 + path.length;
  if (bits === 2) return true;
  return bits >= 4 && bits <= 7 ? new Date(1_700_000_000_000) : path;
}

/** Paths of every leaf; `[]` is the item of a list, `*` the value of a map. */
export function leavesOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, `${path}[]`));
  if (value === null || typeof value !== "object" || value instanceof Date) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, key === "key" ? `${path}.*` : path === "" ? key : `${path}.${key}`),
  );
}

/** The same value with one leaf of it changed by `change`; what is not there is made. */
export function withLeaf(value: unknown, path: string, change: (old: unknown) => unknown): unknown {
  const steps = path.replaceAll("[]", ".[]").split(".").filter(Boolean);
  const walk = (at: unknown, [step, ...rest]: readonly string[]): unknown => {
    if (step === undefined) return change(at);
    if (step === "[]") return [walk((at as readonly unknown[] | undefined)?.[0], rest)];
    const fields = (at ?? {}) as Record<string, unknown>;
    const key = step === "*" ? (Object.keys(fields)[0] ?? "key") : step;
    return { ...fields, [key]: walk(fields[key], rest) };
  };
  return walk(value, steps);
}

/** Another value of the same type. */
export function other(old: unknown): unknown {
  if (typeof old === "number") return old + 1;
  if (typeof old === "boolean") return !old;
  if (old instanceof Date) return new Date(old.getTime() + 60_000);
  return `${String(old)}-other`;
}
