import type { JsonObject } from "../../contract/json.ts";

/** Stands in an address for the ARN of the function that it calls. */
const FUNCTION = "{function}";
const CALLS =
  /^(arn:[^:]+:apigateway:[^:]+:lambda:path\/[^/]+\/functions\/)(arn:.+)(\/(?:response-streaming-)?invocations)$/;

/** An address with what it calls apart: a function has an ARN of its own, which a restore has to follow. */
export interface SplitUri {
  readonly uri: string;
  /** ARN with its qualifier; either may be named by a stage variable: `${stageVariables.fn}`. */
  readonly function?: string;
}

export function splitUri(uri: string): SplitUri {
  const [, before, fn, after] = CALLS.exec(uri) ?? [];
  return fn === undefined ? { uri } : { uri: `${before}${FUNCTION}${after}`, function: fn };
}

function joinUri({ uri, function: fn }: SplitUri): string {
  return fn === undefined ? uri : uri.replace(FUNCTION, () => fn);
}

/** Settings as AWS tells them, with the function apart that `field` leads to. */
export function withFunction(settings: JsonObject, field: string): JsonObject {
  const { [field]: uri, ...rest } = settings;
  if (typeof uri !== "string") return settings;
  const { uri: split, function: fn } = splitUri(uri);
  return { ...rest, [field]: split, ...(fn !== undefined && { function: fn }) };
}

/** The same the other way round. */
export function withUri({ function: fn, ...settings }: JsonObject, field: string): JsonObject {
  const uri = settings[field];
  if (typeof uri !== "string") return settings;
  return { ...settings, [field]: joinUri({ uri, ...(typeof fn === "string" && { function: fn }) }) };
}

const VARIABLE = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g;

/** Names of the stage variables in a text. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, name]) => name ?? []);
}

/** The text with stage variables filled in; one that the stage does not have stays. */
export function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (whole, name: string) => variables[name] ?? whole);
}
