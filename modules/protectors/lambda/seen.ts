import type { Json, JsonObject } from "../../contract/json.ts";
import { apisOf, parseArn } from "../../core/arn.ts";
import { matchesGlob } from "../../core/glob.ts";
import { compareText } from "../../core/source-order.ts";
import { isObject } from "../kit/canonical.ts";
import { type SeenCaller, seenText } from "../seen.ts";
import type { FunctionDocument } from "./document.ts";
import { groupOf } from "./log-group.ts";

/** Condition keys, in lower case, that name where a service calls from, the nearest first. */
const SOURCES = ["aws:sourcearn", "aws:sourceaccount"] as const;
const NAMING = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))(IfExists)?$/;

/**
 * The services that a function's policies let invoke it, and whose resource was not captured with it: its kind is not one
 * that zonekeep knows, the policy leaves it out, or it lies elsewhere.
 */
export function seenCallers(
  document: Pick<FunctionDocument, "policies"> & Partial<Pick<FunctionDocument, "name" | "versions">>,
  related: readonly { readonly arn: string }[],
): readonly SeenCaller[] {
  const { policies } = document;
  const isCaptured = (source: string): boolean => related.some(({ arn }) => stands(source, arn, document));
  const found = new Map<string, SeenCaller>();
  for (const { statements } of policies)
    for (const statement of statements.filter(({ Effect }) => Effect === "Allow"))
      for (const by of servicesOf(statement))
        for (const source of sourcesOf(statement)) {
          if (source !== undefined && isCaptured(source)) continue;
          const seen = { by, ...(source !== undefined && { source }) };
          found.set(seenText(seen), seen);
        }
  return [...found].sort(([a], [b]) => compareText(a, b)).map(([, seen]) => seen);
}

/**
 * Whether a source stands for what was captured. A log group is named with its streams; the one that the function writes
 * to is captured whether or not it calls, so that no wildcard stands for it.
 */
function stands(
  source: string,
  arn: string,
  { name = "", versions = [] }: Partial<Pick<FunctionDocument, "name" | "versions">>,
): boolean {
  const withStreams = `${arn}:*`;
  if (source === arn || source === withStreams) return true;
  if (apisOf(source).some((api) => matchesGlob(api, arn))) return true;
  const latest = versions.find(({ version }) => version === "$LATEST")?.configuration.LoggingConfig;
  const own = isObject(latest) ? String(latest.LogGroup ?? groupOf(name)) : groupOf(name);
  if (arn.endsWith(`:log-group:${own}`)) return false;
  return matchesGlob(source, arn) || (parseArn(arn).service === "logs" && matchesGlob(source, withStreams));
}

function servicesOf({ Principal }: JsonObject): readonly string[] {
  return isObject(Principal) ? textsOf(Principal.Service) : [];
}

/** What a statement bounds its service to; `undefined` where that is nothing. */
function sourcesOf({ Condition }: JsonObject): readonly (string | undefined)[] {
  const conditions = isObject(Condition) ? Object.entries(Condition) : [];
  // A negation names whom it leaves out.
  const tests = conditions.flatMap(([operator, test]) =>
    NAMING.test(operator) && isObject(test) ? [test] : [],
  );
  for (const wanted of SOURCES) {
    const sources = tests.flatMap((test) =>
      Object.entries(test).flatMap(([key, value]) => (key.toLowerCase() === wanted ? textsOf(value) : [])),
    );
    if (sources.length > 0) return sources;
  }
  return [undefined];
}

function textsOf(value: Json | undefined): readonly string[] {
  return [value ?? []].flat().filter((text) => typeof text === "string");
}
