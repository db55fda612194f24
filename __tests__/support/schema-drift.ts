import ts from "typescript";

export interface Schema {
  readonly [key: string]: unknown;
}

/**
 * Reads a TypeScript interface once, then says how its JSON and a JSON Schema differ, one sentence each; none when
 * they say the same.
 */
export function driftFrom(file: string, name: string): (schema: Schema) => string[] {
  const program = ts.createProgram([file], {
    lib: ["lib.es2023.d.ts"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declared = source?.statements.find(
    (each): each is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(each) && each.name.text === name,
  );
  if (declared === undefined) throw new Error(`${file} declares no interface ${name}`);
  const type = checker.getTypeAtLocation(declared.name);
  return (schema) => compare(checker, schema)(type, schema, name);
}

type Compare = (type: ts.Type, schema: Schema, path: string) => string[];

function compare(checker: ts.TypeChecker, root: Schema): Compare {
  const objects = (type: ts.Type, schema: Schema, path: string): string[] => {
    const values = checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type;
    if (values !== undefined) {
      const rest = schema.additionalProperties;
      return isSchema(rest) ? visit(values, rest, `${path}.*`) : [`${path}: the schema describes no values`];
    }
    const described = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
    const required = new Set(schema.required as readonly string[]);
    const members = checker.getPropertiesOfType(type);
    const unknown = Object.keys(described).filter((key) => !members.some((member) => member.name === key));
    return [
      ...(schema.additionalProperties === false ? [] : [`${path}: the schema is open`]),
      ...unknown.map((key) => `${path}.${key}: only the schema has it`),
      ...members.flatMap((member) => {
        const at = `${path}.${member.name}`;
        const child = described[member.name];
        if (child === undefined) return [`${at}: only the type has it`];
        const optional = (member.flags & ts.SymbolFlags.Optional) !== 0;
        return [
          ...(optional === required.has(member.name) ? [`${at}: required in one of the two`] : []),
          ...(String(child.description).endsWith(".") ? [] : [`${at}: the schema does not describe it`]),
          ...visit(checker.getTypeOfSymbol(member), child, at),
        ];
      }),
    ];
  };
  const unions = (types: readonly ts.Type[], schema: Schema, path: string): string[] => {
    const branches = (schema.oneOf ?? []) as readonly Schema[];
    if (types.length !== branches.length)
      return [`${path}: ${types.length} kinds, the schema has ${branches.length}`];
    // Each kind pairs with the branch that fits it best, so that one missing property is told as just that.
    return types.flatMap((type) => {
      const found = branches.map((branch) => visit(type, branch, path));
      return found.reduce((best, each) => (each.length < best.length ? each : best));
    });
  };
  const visit: Compare = (type, given, path) => {
    const schema = resolve(given, root);
    const types = (type.isUnion() ? type.types : [type]).filter(
      (each) => (each.flags & ts.TypeFlags.Undefined) === 0,
    );
    const literals = types.map((each) => (each.isLiteral() ? each.value : undefined));
    const [only] = types;
    if (literals.every((value) => value !== undefined)) return sameSet(literals, choices(schema), path);
    if (only === undefined || types.length > 1) return unions(types, schema, path);
    if (only.flags & ts.TypeFlags.String) return schema.type === "string" ? [] : [`${path}: it is text`];
    if (only.flags & ts.TypeFlags.Number)
      return schema.type === "number" || schema.type === "integer" ? [] : [`${path}: it is a number`];
    if (!checker.isArrayType(only)) return objects(only, schema, path);
    const [element] = checker.getTypeArguments(only as ts.TypeReference);
    return element !== undefined && isSchema(schema.items)
      ? visit(element, schema.items, `${path}[]`)
      : [`${path}: the schema describes no items`];
  };
  return visit;
}

/** Follows `$ref`, also where it stands in `allOf` beside a description. */
function resolve(schema: Schema, root: Schema): Schema {
  const [only] = (schema.allOf ?? []) as readonly Schema[];
  const reference = schema.$ref ?? only?.$ref;
  if (typeof reference !== "string") return schema;
  const definitions = root.definitions as Readonly<Record<string, Schema>>;
  return definitions[reference.replace("#/definitions/", "")] ?? {};
}

function choices(schema: Schema): readonly unknown[] {
  return "const" in schema ? [schema.const] : ((schema.enum ?? []) as readonly unknown[]);
}

function sameSet(ours: readonly unknown[], theirs: readonly unknown[], path: string): string[] {
  const same = ours.length === theirs.length && ours.every((value) => theirs.includes(value));
  return same ? [] : [`${path}: ${JSON.stringify(ours)}, the schema has ${JSON.stringify(theirs)}`];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}
