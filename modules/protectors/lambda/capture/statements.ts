import type { JsonObject } from "../../../contract/json.ts";
import { CallError } from "../../kit/calls.ts";
import { parseExact } from "../../kit/exact-json.ts";

/** Of a resource policy, which Lambda answers as text. @throws CallError for a text that is none */
export function statementsOf(
  call: string,
  resource: string,
  policy: string | undefined,
): readonly JsonObject[] {
  try {
    const { Statement } = parseExact(policy ?? "") as { Statement?: unknown };
    if (Array.isArray(Statement)) return Statement as JsonObject[];
  } catch {
    // Told below, like a document of another form.
  }
  throw new CallError(call, resource, new Error("answered with no policy document"));
}
