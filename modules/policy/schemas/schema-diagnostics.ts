import type { ErrorObject } from "ajv";
import { closest } from "../../core/closest.ts";
import type { Diagnostic, DiagnosticCode, SourcePos } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { exampleHint } from "../yaml/example-hint.ts";
import { type Located, locate, pointerParts, pointerTo } from "../yaml/located.ts";
import { insteadOf } from "./instead.ts";
import { meantBranches } from "./meant-branches.ts";
import { meantValue } from "./meant-value.ts";
import { type FileSchema, whereItBelongs } from "./misplaced-key.ts";
import { ourWord } from "./other-words.ts";

/** The parts of our schemas that a message is made of. */
interface SchemaNode {
  readonly type?: string;
  readonly errorMessage?: string;
  readonly "x-help"?: string;
  readonly "x-diagnostic"?: DiagnosticCode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly anyOf?: readonly SchemaNode[];
}

interface Said {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at: SourcePos;
}

/** What ajv found by the schema of a file, in the words of a person and at the place a person has to change. */
export function schemaDiagnostics(
  errors: readonly ErrorObject[],
  root: Located,
  file: FileSchema,
): Diagnostic[] {
  // A key that is no name is reported twice: as such, and as a text of the wrong form.
  return meantBranches(errors.filter(({ propertyName }) => propertyName === undefined))
    .flatMap((error) => say(error, root, file))
    .map(({ hint, ...rest }) => ({ severity: "error", ...rest, ...(hint !== undefined && { hint }) }));
}

function say(error: ErrorObject, root: Located, file: FileSchema): Said[] {
  const { keyword, instancePath, params, data } = error;
  const schema = (error.parentSchema ?? {}) as SchemaNode;
  const hint = schema.errorMessage ?? schema["x-help"] ?? exampleHint(schema);
  const { node, keyAt } = locate(root, instancePath);
  const at = node?.at ?? keyAt;
  const subject = subjectOf(instancePath, node);
  const name = nameOf(instancePath);

  if (node?.kind === "scalar" && node.value === null)
    return [
      {
        code: "MISSING",
        message: `${isItem(instancePath) ? "an item of " : ""}${name === "" ? "the file" : name} is empty`,
        hint,
        at,
      },
    ];

  switch (keyword) {
    case "additionalProperties":
      return [
        unknownKey(String(params.additionalProperty), { pointer: instancePath, node, at }, schema, file),
      ];
    case "required": {
      const key = String(params.missingProperty);
      if (isMisspelt(key, node, schema)) return [];
      const message = `${name === "" ? key : `${name}.${key}`} is missing`;
      return [{ code: "MISSING", message, hint: exampleHint(schema.properties?.[key], key), at: keyAt }];
    }
    case "propertyNames": {
      const inner = (error.schema ?? {}) as SchemaNode;
      const key = String(params.propertyName);
      const message = `the key ${show(key)} in ${name} is not a valid name`;
      const code = inner["x-diagnostic"] ?? "VALUE";
      return [
        { code, message, hint: inner.errorMessage, at: locate(root, pointerTo(instancePath, key)).keyAt },
      ];
    }
    case "type": {
      const message = `${subject} is ${kindOf(data)}, not ${WORDS[String(params.type)] ?? params.type}`;
      const meant = meantValue(node, schema, name);
      return [{ code: "TYPE", message, hint: meant ?? hint, at }];
    }
    case "anyOf": {
      const keys = (schema.anyOf ?? []).flatMap(
        ({ type, required }) => (type === undefined && required) || [],
      );
      if (keys.length > 0)
        return [{ code: "MISSING", message: `${name} has neither ${keys.join(" nor ")}`, hint, at: keyAt }];
      return [
        {
          code: "TYPE",
          message: `${subject} is ${kindOf(data)}`,
          hint: meantValue(node, schema, name) ?? hint,
          at,
        },
      ];
    }
    case "enum":
    case "const": {
      const allowed = [params.allowedValues ?? params.allowedValue].flat();
      const near = typeof data === "string" ? closest(data, allowed.filter(isText)) : undefined;
      const message = `${subject} is ${allowed.length > 1 ? "not one of" : "not"} ${allowed.join(", ")}`;
      return [{ code: "VALUE", message, hint: near === undefined ? hint : `did you mean ${near}?`, at }];
    }
    case "pattern": {
      const code = schema["x-diagnostic"] ?? "VALUE";
      const message = `${subject} is ${code === "NAME" ? "not a valid name" : "not understood"}`;
      const near = otherSpelling(String(data), new RegExp(String(params.pattern), "u"));
      return [{ code, message, hint: near === undefined ? hint : `did you mean ${near}?`, at }];
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum": {
      const message = `${subject} is ${keyword === "maximum" ? "more than" : keyword === "minimum" ? "less than" : "not above"} ${params.limit}`;
      return [{ code: "VALUE", message, hint, at }];
    }
    case "format":
      // A text that has not even the form of a day is told by its pattern.
      return schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(String(data))
        ? []
        : [{ code: "VALUE", message: `${subject} is not a day of the calendar`, hint, at }];
    case "uniqueItems":
      return repeated(node, name);
    case "minItems":
    case "minProperties":
      return [{ code: "VALUE", message: `${name} is empty`, hint, at }];
    case "maxItems":
    case "maxProperties":
      return [{ code: "VALUE", message: `${name} has more than ${params.limit} entries`, hint, at }];
    default:
      return [{ code: "VALUE", message: `${subject} is refused (${keyword})`, hint, at }];
  }
}

/** What is right but for its capitals, for the lack of them, or for the space before a unit. */
function otherSpelling(written: string, pattern: RegExp): string | undefined {
  const joined = written.replace(/^(\d+)\s+([A-Za-z]{1,2})$/, "$1$2");
  return [written.toUpperCase(), written.toLowerCase(), joined].find(
    (one) => one !== written && pattern.test(one),
  );
}

/** A key that is missing since it stands there under a word near to it: that one says so. */
function isMisspelt(missing: string, node: Located | undefined, { properties = {} }: SchemaNode): boolean {
  const keys = Object.keys(properties);
  const unknown = node?.kind === "map" ? [...node.entries.keys()].filter((key) => !keys.includes(key)) : [];
  return unknown.some((key) => closest(key, keys) === missing);
}

function unknownKey(
  key: string,
  parent: { readonly pointer: string; readonly node: Located | undefined; readonly at: SourcePos },
  schema: SchemaNode,
  file: FileSchema,
): Said {
  const { pointer, node, at } = parent;
  const keys = Object.keys(schema.properties ?? {});
  const mapping = pointerParts(pointer).findLast((part) => !/^\d+$/.test(part)) ?? "";
  const ours = ourWord(mapping, key);
  const near = ours ?? closest(key, keys);
  const isThere = near !== undefined && node?.kind === "map" && node.entries.has(near);
  const hint =
    insteadOf(mapping, key) ??
    (near === undefined
      ? (whereItBelongs(key, { pointer, parent: node }, schema, file) ?? `keys here: ${keys.join(", ")}`)
      : isThere
        ? `${near} is there already: keep one of them`
        : `did you mean ${near}?`);
  return {
    code: "UNKNOWN_KEY",
    message: `unknown key ${show(key)}`,
    hint,
    at: (node?.kind === "map" ? node.entries.get(key)?.keyAt : undefined) ?? at,
  };
}

/** Each repetition, at its own place: the schema's own error names only one. */
function repeated(list: Located | undefined, name: string): Said[] {
  const seen = new Set<unknown>();
  return (list?.kind === "list" ? list.items : []).flatMap((item) => {
    if (item.kind !== "scalar") return [];
    if (!seen.has(item.value)) {
      seen.add(item.value);
      return [];
    }
    const message = `${show(item.value)} in ${name} is written twice`;
    return [{ code: "VALUE" as const, message, hint: "keep one of them", at: item.at }];
  });
}

/** `retention 35`, or `5 in sites`, or the name alone when the value is no scalar. */
function subjectOf(pointer: string, node: Located | undefined): string {
  const name = nameOf(pointer);
  if (name === "") return "the file";
  if (node?.kind !== "scalar") return name;
  const value = typeof node.value === "string" ? show(node.value) : show(node.source).slice(1, -1);
  return isItem(pointer) ? `${value} in ${name}` : `${name} ${value}`;
}

/** `select.tags.service`; an item of a list goes by the name of its list. */
function nameOf(pointer: string): string {
  const parts = pointerParts(pointer).filter((part) => !/^\d+$/.test(part));
  return parts.map((part) => show(part).slice(1, -1)).join(".");
}

function isItem(pointer: string): boolean {
  return /\/\d+$/.test(pointer);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

const WORDS: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "a mapping",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
};

function kindOf(data: unknown): string {
  if (Array.isArray(data)) return "a list";
  return { string: "text", number: "a number", boolean: "a boolean" }[typeof data as string] ?? "a mapping";
}
