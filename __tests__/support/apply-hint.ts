import {
  type Document,
  isMap,
  isPair,
  isScalar,
  type Node,
  type Pair,
  parse,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import type { Diagnostic } from "../../modules/core/diagnostic.ts";

/** What a hint proposes to write: a value in place of the one that is marked, or a key with its value. */
export type Proposal =
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "entry"; readonly key: string; readonly text: string };

/** Ways to say when, of which a schedule has one. */
const TIMINGS: readonly string[] = ["every", "rate", "cron"];

const ENTRY = /^write (?!five)([a-z][a-z-]*): (.+)$/;
const VALUE =
  /^(?:did you mean (\S+)\?|write a list: (\[.*\])|write it in quotes: (".*")|write ([^ ]+) or (?:more|less).*)$/;

/** Undefined where a hint says what to do in words only. */
export function proposalOf(hint: string): Proposal | undefined {
  // A page as its source, and what else could be done, are no part of it.
  const [said = ""] = hint.split(/: https:|; | or (?=write |[a-z-]+: )|, (?=in the policy|or )/);
  const [, key, text] = ENTRY.exec(said) ?? [];
  if (key !== undefined && text !== undefined && !/\b(NAME|ARN|DATE|N|\.\.\.)\b/.test(text))
    return { kind: "entry", key, text: /^([[{].*[\]}])/.exec(text)?.[1] ?? text };
  const [, meant, list, quoted, bound] = VALUE.exec(said) ?? [];
  const value = meant ?? list ?? quoted ?? bound;
  return value === undefined ? undefined : { kind: "value", text: value };
}

/** The file as somebody has it who does what the hint says. Undefined where the place is no key and no value. */
export function applyHint(
  source: string,
  { at: { line, col }, code, message }: Pick<Diagnostic, "at" | "code" | "message">,
  proposal: Proposal,
): string | undefined {
  const document = parseDocument(source);
  const lines = source.split("\n").slice(0, line - 1);
  const offset = lines.reduce((sum, text) => sum + text.length + 1, 0) + col - 1;
  const found = nodesAt(document, offset);
  const value = parse(proposal.text);
  if (proposal.kind === "entry") {
    const { key } = proposal;
    const map = code === "MISSING" ? missingFrom(message, key, found, document) : nearest(found, key);
    if (!isMap(map)) return undefined;
    // `every` is written in place of a cron, not beside it.
    if (code === "SCHEDULE" && TIMINGS.includes(key)) for (const other of TIMINGS) map.delete(other);
    map.set(document.createNode(key), document.createNode(value));
    return document.toString();
  }
  const isKey = found.pair !== undefined && startsAt(found.pair.key, offset);
  if (code === "UNKNOWN_KEY" || !replaceAt(document, offset, document.createNode(value))) {
    if (!isKey || found.pair === undefined) return undefined;
    found.pair.key = document.createNode(value);
  }
  return document.toString();
}

/** What lacks the key: the file, or what stands at the place, which may be nothing yet. */
function missingFrom(message: string, key: string, found: Found, document: Document): unknown {
  const { pair, map } = found;
  if (message === `${key} is missing`) return document.contents;
  if (pair === undefined) return map;
  if (String(pair.key) === key) return nearest(found, key);
  const isEmpty = pair.value === null || (isScalar(pair.value) && pair.value.value === null);
  if (isEmpty) pair.value = document.createNode({});
  return isMap(pair.value) ? pair.value : map;
}

/** The mapping around the place that has the key, else the innermost. */
function nearest({ around }: Found, key: string): YAMLMap | undefined {
  return [...around].reverse().find((one) => one.has(key)) ?? around.at(-1);
}

interface Found {
  /** The innermost mapping, and the pair, that begin at the place. */
  readonly map: YAMLMap | undefined;
  readonly pair: Pair | undefined;
  /** Mappings around it, the innermost last. */
  readonly around: readonly YAMLMap[];
}

function startsAt(node: unknown, offset: number): boolean {
  return (node as { range?: readonly number[] } | null)?.range?.[0] === offset;
}

function nodesAt(document: Document, offset: number): Found {
  let map: YAMLMap | undefined;
  let pair: Pair | undefined;
  let around: readonly YAMLMap[] = [];
  visit(document, (_key, node, path) => {
    const here = isPair(node)
      ? startsAt(node.key, offset) || startsAt(node.value, offset)
      : startsAt(node, offset);
    if (!here) return;
    if (isMap(node)) map = node;
    if (isPair(node)) pair = node;
    around = [...path, node].filter((one) => isMap(one));
  });
  return { map, pair, around };
}

/** The outermost value that begins there, unless it is the file as a whole. */
function replaceAt(document: Document, offset: number, value: Node): boolean {
  let replaced = false;
  visit(document, (key, node) => {
    if (key === "key" || key === null || isPair(node) || !startsAt(node, offset)) return undefined;
    replaced = true;
    return value;
  });
  return replaced;
}
