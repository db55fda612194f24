import type { Called } from "./document.ts";

const INVOCATION = /^arn:[^:]+:apigateway:[^:]+:lambda:path\/[0-9-]+\/functions\/(arn:.+)\/invocations$/;

/** What an address of an integration or an authorizer calls. */
export function callsOf(uri: string | undefined): Called {
  if (uri === undefined || uri === "") return {};
  const [, wrapped] = INVOCATION.exec(uri) ?? [];
  if (wrapped !== undefined) return { function: wrapped, wrapped: true };
  if (/^arn:[^:]+:lambda:/.test(uri)) return { function: uri };
  return /^https?:/i.test(uri) ? { endpoint: uri } : { uri };
}

/** The address again. An invocation goes by way of the region of the function. */
export function uriOf({ function: called, wrapped, endpoint, uri }: Called): string | undefined {
  if (called === undefined) return endpoint ?? uri;
  const [, partition = "aws", , region = ""] = called.split(":");
  return wrapped
    ? `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${called}/invocations`
    : called;
}

const VARIABLE = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g;

export function hasVariables(text: string): boolean {
  return text.search(VARIABLE) >= 0;
}

/** What a text comes to where a stage has these variables; `undefined` where it lacks one. */
export function withVariables(text: string, variables: Readonly<Record<string, string>>): string | undefined {
  let lacks = false;
  const filled = text.replace(VARIABLE, (_all, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    lacks ||= value === undefined;
    return value ?? "";
  });
  return lacks ? undefined : filled;
}
