import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export type Path = readonly (string | number)[];

/** The keywords that say where a key or a value may stand. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly then?: Schema;
  readonly else?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string;
}

/** A place of the language, in a document that has what must stand beside it and no more. */
export type Place = { readonly path: Path; readonly document: unknown } & (
  | { readonly kind: "key"; readonly description: string; readonly property: object }
  /** An empty line of a map: the document has HOLE there as its one key. Branches of a choice are one place each. */
  | { readonly kind: "map"; readonly keys: Readonly<Record<string, string>> }
  /** A value out of a few: the document has HOLE in its stead. */
  | { readonly kind: "value"; readonly values: readonly string[] }
);

export const HOLE = "HOLE";

/** Every key, map and closed set of values of a schema, at any depth and through every reference. */
export function placesOf(file: string): Place[] {
  const places: Place[] = [];
  const read = reader(dirname(file));

  const visit = (
    raw: Schema,
    path: Path,
    wrap: (value: unknown) => unknown,
    trail: readonly Schema[],
  ): void => {
    // A schema that holds itself has been seen whole after one round.
    if (trail.includes(raw)) return;
    const deeper = [...trail, raw];
    const schema = read.resolve(raw);
    const properties = schema.properties ?? {};
    const beside = (name: string): Record<string, unknown> =>
      Object.fromEntries(
        (schema.required ?? []).flatMap((key) => {
          const property = properties[key];
          return key === name || property === undefined ? [] : [[key, read.sample(property)]];
        }),
      );
    const below = (name: string, child: Schema): void =>
      visit(child, [...path, name], (value) => wrap({ ...beside(name), [name]: value }), deeper);

    const keys = Object.entries(properties).map(([name, property]): [string, string] => [
      name,
      read.resolve(property).description ?? "",
    ]);
    if (keys.length > 0)
      places.push({ kind: "map", path, document: wrap({ [HOLE]: null }), keys: Object.fromEntries(keys) });
    for (const [name, property] of Object.entries(properties)) {
      const document = wrap({ ...beside(name), [name]: read.sample(property) });
      const { description = "" } = read.resolve(property);
      places.push({ kind: "key", path: [...path, name], document, description, property });
      below(name, property);
    }
    const values = schema.enum ?? ("const" in schema ? [schema.const] : []);
    if (values.length > 0)
      places.push({ kind: "value", path, document: wrap(HOLE), values: values.map(String) });

    const { additionalProperties: others, patternProperties = {} } = schema;
    const [named = "any"] = Object.keys(read.sample(raw) ?? {});
    for (const child of [
      ...Object.values(patternProperties),
      ...(typeof others === "object" ? [others] : []),
    ])
      below(named, child);
    if (schema.items !== undefined) visit(schema.items, [...path, 0], (value) => wrap([value]), deeper);
    for (const branch of branchesOf(schema)) visit(branch, path, wrap, deeper);
  };

  visit(read.file(basename(file)), [], (value) => value, []);
  return places;
}

function branchesOf({ anyOf = [], oneOf = [], allOf = [], then: yes, else: no }: Schema): Schema[] {
  return [...anyOf, ...oneOf, ...allOf, yes, no].filter((branch) => branch !== undefined);
}

interface Reader {
  file(name: string): Schema;
  /** What is referred to, with what stands beside the reference over it. */
  resolve(schema: Schema): Schema;
  /** A value that the schema takes. */
  sample(schema: Schema): unknown;
}

function reader(folder: string): Reader {
  const files = new Map<string, Schema>();
  const homes = new WeakMap<object, string>();
  const file = (name: string): Schema => {
    const known = files.get(name);
    if (known !== undefined) return known;
    const schema = JSON.parse(readFileSync(join(folder, name), "utf8")) as Schema;
    files.set(name, schema);
    settle(schema, name);
    return schema;
  };
  /** A reference without a file means the one it stands in. */
  const settle = (node: unknown, name: string): void => {
    if (typeof node !== "object" || node === null) return;
    homes.set(node, name);
    for (const child of Object.values(node)) settle(child, name);
  };
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined) return schema;
    const { $ref, ...beside } = schema;
    const [name = "", pointer = ""] = $ref.split("#");
    const found = pointer
      .split("/")
      .slice(1)
      .reduce<unknown>(
        (node, part) => (node as Record<string, unknown> | undefined)?.[part],
        file(name === "" ? (homes.get(schema) ?? "") : name),
      );
    if (found === undefined) throw new Error(`${$ref} leads nowhere`);
    return { ...resolve(found as Schema), ...beside };
  };
  const sample = (schema: Schema): unknown => {
    const { examples = [], const: only, enum: values = [], default: fallback, ...rest } = resolve(schema);
    const [said] = [...examples, only, ...values, fallback].filter((value) => value !== undefined);
    if (said !== undefined) return said;
    const [branch] = branchesOf(rest);
    return branch === undefined ? "any" : sample(branch);
  };
  return { file, resolve, sample };
}
