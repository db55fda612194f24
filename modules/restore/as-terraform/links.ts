import { compareText } from "../../core/source-order.ts";
import {
  type Argument,
  JoinedText,
  Other,
  OwnAttribute,
  Special,
} from "../../protectors/kit/terraform/argument.ts";
import { type Addressed, attributeOf } from "./addresses.ts";

/** Which resource may name which: what is named is made first, so no two may name each other. */
export interface Links {
  /** An attribute of another resource of its thing. */
  readonly own: (from: Addressed, reference: OwnAttribute) => string;
  /** An expression that stands for what has this text. `undefined`: nothing does, or it would wait for `from` itself. */
  readonly to: (from: Addressed, text: string, attribute?: string) => string | undefined;
  /** What lets a service call those that `from` names by now, and so has to come first. */
  readonly permits: (from: Addressed) => readonly Addressed[];
  /** What `from` names by its text, and which has to be made first. */
  readonly unreferenced: (from: Addressed) => readonly Addressed[];
  /** The longest text that something has with which this one begins, and what follows it. */
  readonly begin: (text: string) => { readonly begin: string; readonly rest: string } | undefined;
}

export function linksOf(all: readonly Addressed[]): Links {
  const exported = new Map<string, { readonly of: Addressed; readonly attribute: string }>();
  for (const of of all)
    for (const [text, attribute] of Object.entries(of.resource.exports ?? {}))
      if (!exported.has(text)) exported.set(text, { of, attribute });
  const longest = [...exported.keys()].sort((a, b) => b.length - a.length || compareText(a, b));
  const needs = new Map<Addressed, Set<Addressed>>(all.map((one) => [one, new Set()]));
  const byText = new Map<Addressed, Set<Addressed>>(all.map((one) => [one, new Set()]));
  const waitsFor = (one: Addressed, other: Addressed, seen = new Set<Addressed>()): boolean => {
    if (one === other) return true;
    if (seen.has(one)) return false;
    seen.add(one);
    return [...(needs.get(one) ?? [])].some((next) => waitsFor(next, other, seen));
  };
  const own: Links["own"] = (from, { type, key, attribute }) => {
    const of = sibling(all, from, type, key);
    needs.get(from)?.add(of);
    return attributeOf(of, attribute);
  };
  const to: Links["to"] = (from, text, attribute) => {
    const found = exported.get(text);
    if (found === undefined || waitsFor(found.of, from)) return undefined;
    needs.get(from)?.add(found.of);
    if (isUnknown(from, found.of)) {
      byText.get(from)?.add(found.of);
      return undefined;
    }
    return attributeOf(found.of, attribute ?? found.attribute);
  };
  // What has to be so comes before what only may.
  for (const from of all) {
    for (const reference of special(argumentsOf(from), OwnAttribute)) own(from, reference);
    for (const { type, key } of from.resource.after ?? [])
      needs.get(from)?.add(sibling(all, from, type, key));
  }
  for (const from of all) {
    for (const { arn, attribute } of special(argumentsOf(from), Other))
      if (arn !== undefined) to(from, arn, attribute);
  }
  const permits: Links["permits"] = (from) => {
    const named = new Set([...(needs.get(from) ?? [])].map(({ thing }) => thing));
    const found = all.filter((one) => one.resource.permits && named.has(one.thing) && !waitsFor(one, from));
    for (const one of found) needs.get(from)?.add(one);
    return found;
  };
  return {
    own,
    to,
    permits,
    unreferenced: (from) => [...(byText.get(from) ?? [])],
    begin: (text) => {
      const begin = longest.find(
        (one) => text === one || (text.startsWith(one) && /^[:/]/.test(text.slice(one.length))),
      );
      return begin === undefined ? undefined : { begin, rest: text.slice(begin.length) };
    },
  };
}

/** Types whose ARNs end with what AWS draws: the text that a document has is no longer that of the one to be made. */
const DRAWN =
  /^aws_(api_gateway_|apigatewayv2_|lb_|lambda_layer|cloudfront_distribution$|cloudwatch_event_(connection|api_destination)$)/;

/**
 * Whether a reference would be unknown until the other is made, which has Terraform destroy what is there and make it anew
 * wherever that attribute cannot be changed.
 */
function isUnknown({ resource: from }: Addressed, { resource: to }: Addressed): boolean {
  return from.importId !== undefined && to.importId === undefined && !DRAWN.test(to.type);
}

function argumentsOf({ resource: { arguments: plain, whenArmed = {} } }: Addressed): readonly Argument[] {
  return [...Object.values(plain), ...Object.values(whenArmed)];
}

/** The resource of the same thing. */
export function sibling(
  all: readonly Addressed[],
  { thing }: Addressed,
  type: string,
  key: string,
): Addressed {
  const found = all.find(
    (one) => one.thing === thing && one.resource.type === type && one.resource.key === key,
  );
  if (found === undefined)
    throw new Error(`${thing.kind}/${thing.id} names a ${type} that it does not have: ${key}`);
  return found;
}

function special<One>(
  values: readonly Argument[],
  Class: abstract new (...parts: never[]) => One,
): readonly One[] {
  return values.flatMap((value): readonly One[] => {
    if (value instanceof Class) return [value];
    if (value instanceof JoinedText) return special(value.parts, Class);
    if (typeof value !== "object" || value instanceof Special) return [];
    return special(Object.values(value) as readonly Argument[], Class);
  });
}
