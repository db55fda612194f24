import type * as G from "@aws-sdk/client-api-gateway";
import { awsError } from "../fake-aws/error.ts";

type Tree = Record<string, unknown>;

const TYPED: Readonly<Record<string, (text: string) => unknown>> = {
  boolean: (text) => text === "true",
  number: Number,
  string: (text) => text,
};

/** What a member's text becomes, by the type that API Gateway's model has for it. */
const TYPES: Readonly<Record<string, keyof typeof TYPED>> = {
  minimumCompressionSize: "number",
  disableExecuteApiEndpoint: "boolean",
  validateRequestBody: "boolean",
  validateRequestParameters: "boolean",
  authorizerResultTtlInSeconds: "number",
  cacheClusterEnabled: "boolean",
  tracingEnabled: "boolean",
  percentTraffic: "number",
  useStageCache: "boolean",
  enabled: "boolean",
};

export function typed(name: string, text: string): unknown {
  return TYPED[TYPES[name] ?? "string"]?.(text);
}

/** Sets the members that a patch names at the top; an empty text takes a member away. */
export function patchPlain(
  tree: object,
  { op, path = "", value = "" }: G.PatchOperation,
  allowed: readonly string[],
): boolean {
  const name = path.slice(1);
  if (!allowed.includes(name)) return false;
  if (op !== "replace") throw invalid(op, path);
  if (value === "") delete (tree as Tree)[name];
  else (tree as Tree)[name] = typed(name, value);
  return true;
}

export function invalid(op: string | undefined, path: string): Error {
  return awsError("BadRequestException", 400, `Invalid patch path  '${path}' specified for op '${op}'`);
}

export function unescaped(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** A set of texts with one more, or one less. */
export function changedSet(
  all: readonly string[] | undefined,
  op: string | undefined,
  one: string,
): string[] {
  const left = (all ?? []).filter((each) => each !== one);
  return op === "add" ? [...left, one] : left;
}
