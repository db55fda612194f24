import type { Json } from "../../contract/json.ts";
import { FormError, type Protector } from "../protector.ts";
import { isObject } from "./canonical.ts";
import { comparingWhole } from "./secrets-differ.ts";

/** By their places in the document (`metricFilters[errors].filterPattern`), the fields that it leaves out. */
type Texts = Readonly<Record<string, Json>>;

/** A kind's own secrets, and beside them what is sealed of its document. */
type WithTexts = Readonly<Record<string, unknown>> & { readonly sealed?: Texts };

/** A name, `*` for each index or key, `**` for whatever lies between, nothing too; or what names look like. */
type Part = string | RegExp;

type Fields = readonly (readonly Part[])[];

/**
 * The same kind, with fields of its document kept among the secrets: what people look for in events may be a name or a
 * token. A plan and a restore have the document whole, of the source all but these fields; a comparison has it without
 * them. Documents of before, which hold them in clear, are read as they are.
 * @param fields paths, `subscriptions.*.filterPolicy`, or their parts
 * @param withOwn puts the kind's own secrets into its document, so that they can be compared. Absent: no restore writes any
 */
export function sealing<Document, Secrets>(
  kind: Protector<Document, Secrets>,
  fields: readonly (string | readonly Part[])[],
  withOwn: (document: Document, own: Secrets | undefined) => Document = (document) => document,
): Protector<Document, Secrets> {
  const parsed = fields.map((field) => (typeof field === "string" ? field.split(".") : field));
  const shown = (document: Document): Document => parted(document, parsed).shown;
  const sealed = (document: Document, own: Secrets | undefined) => {
    const { shown, texts } = parted(document, parsed);
    return { document: shown, ...secretsOf(own, texts) };
  };
  const whole = (document: Document, secrets: Secrets | undefined): Document =>
    unsealed(document, secrets, fields).document;
  return {
    ...kind,
    capture: async (ports, item, options) => {
      const captured = await kind.capture(ports, item, options);
      return captured && { ...captured, ...sealed(captured.document, captured.secrets) };
    },
    parseSecrets: (secrets) => {
      const { sealed } = (isObject(secrets as Json) ? secrets : {}) as WithTexts;
      if (sealed === undefined) return kind.parseSecrets(secrets);
      if (!isObject(sealed)) throw new FormError("what is sealed of a document is not an object");
      return secretsOf(kind.parseSecrets(ownOf(secrets)), sealed).secrets;
    },
    translate: (document, secrets, request) => {
      const { secrets: own, ...translation } = kind.translate(
        whole(document, secrets),
        ownOf(secrets) as Secrets | undefined,
        request,
      );
      return { ...translation, source: shown(translation.source), ...sealed(translation.document, own) };
    },
    plan: (ports, { translation: { secrets, ...translation }, ...request }) => {
      const own = ownOf(secrets) as Secrets | undefined;
      const document = whole(translation.document, secrets);
      return kind.plan(ports, {
        ...request,
        translation: { ...translation, document, ...(own !== undefined && { secrets: own }) },
      });
    },
    differences: (was, is, ids, options) => kind.differences(shown(was), shown(is), ids, options),
    secretsDiffer: comparingWhole<Document, Secrets>(kind.differences, (document, secrets) =>
      withOwn(whole(document, secrets), ownOf(secrets) as Secrets | undefined),
    ),
  };
}

/** A document of such a kind with what is sealed of it, and what is secret beside. For whoever needs both, and shows neither. */
export function unsealed<Document, Secrets>(
  document: Document,
  secrets: unknown,
  fields: readonly (string | readonly Part[])[],
): { readonly document: Document; readonly secrets: Secrets | undefined } {
  const parsed = fields.map((field) => (typeof field === "string" ? field.split(".") : field));
  const { sealed = {} } = (secrets ?? {}) as WithTexts;
  return {
    document: joined(document as Json, parsed, "", sealed) as Document,
    secrets: ownOf(secrets) as Secrets | undefined,
  };
}

function secretsOf<Secrets>(own: Secrets | undefined, sealed: Texts): { readonly secrets?: Secrets } {
  const all = { ...own, ...(Object.keys(sealed).length > 0 && { sealed }) };
  return Object.keys(all).length > 0 ? { secrets: all as Secrets } : {};
}

/** `undefined`: the kind has none of its own. */
function ownOf(secrets: unknown): unknown {
  const { sealed: _sealed, ...own } = (secrets ?? {}) as WithTexts;
  return Object.keys(own).length > 0 ? own : undefined;
}

function parted<Document>(document: Document, fields: Fields): { shown: Document; texts: Texts } {
  const texts: Record<string, Json> = {};
  return { shown: without(document as Json, fields, "", texts) as Document, texts };
}

function without(node: Json, fields: Fields, path: string, into: Record<string, Json>): Json {
  if (fields.length === 0) return node;
  if (Array.isArray(node))
    return node.map((one: Json, at) =>
      without(one, below(fields, String(at)), `${path}[${labelOf(one, at)}]`, into),
    );
  if (!isObject(node)) return node;
  const shown: [string, Json][] = [];
  for (const [key, value] of Object.entries(node)) {
    const rest = below(fields, key);
    const place = placeOf(path, key);
    if (rest.some(({ length }) => length === 0)) into[place] = value;
    else shown.push([key, without(value, rest, place, into)]);
  }
  return Object.fromEntries(shown);
}

function joined(node: Json, fields: Fields, path: string, texts: Texts): Json {
  if (fields.length === 0) return node;
  if (Array.isArray(node))
    return node.map((one: Json, at) =>
      joined(one, below(fields, String(at)), `${path}[${labelOf(one, at)}]`, texts),
    );
  if (!isObject(node)) return node;
  const there = Object.entries(node).map(
    ([key, value]) => [key, joined(value, below(fields, key), placeOf(path, key), texts)] as const,
  );
  const begin = placeOf(path, "");
  const sealed = fields.flatMap((field) => {
    const [name, ...rest] = field[0] === "**" ? field.slice(1) : field;
    if (name === undefined || rest.length > 0) return [];
    const keys = typeof name === "string" && name !== "*" ? [name] : keysBelow(texts, begin);
    return keys.flatMap((key) => {
      const text = Object.hasOwn(texts, `${begin}${key}`) ? texts[`${begin}${key}`] : undefined;
      return text === undefined || !fits(name, key) ? [] : [[key, text] as const];
    });
  });
  return Object.fromEntries([...there, ...sealed]);
}

function keysBelow(texts: Texts, begin: string): string[] {
  return Object.keys(texts).flatMap((place) => (place.startsWith(begin) ? place.slice(begin.length) : []));
}

function below(fields: Fields, key: string): Fields {
  return fields.flatMap(([name, ...rest]): Fields => {
    if (name === "**") return [[name, ...rest], ...below([rest], key)];
    return name !== undefined && fits(name, key) ? [rest] : [];
  });
}

function fits(name: Part, key: string): boolean {
  return typeof name === "string" ? name === "*" || name === key : name.test(key);
}

function placeOf(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** By its name, so that one which comes before others makes no other one of them. */
function labelOf(one: Json, at: number): string {
  return isObject(one) && typeof one.filterName === "string" ? one.filterName : String(at);
}
