import type { JsonObject } from "../../../contract/json.ts";
import { exactText } from "../../kit/exact-json.ts";
import { arnAt, type PolicyAt } from "./read.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_POLICY_BYTES = 20 * 1024;

/** Bytes of a policy of these statements, as Lambda writes it: each names what it is attached to. */
export function policyBytes(at: PolicyAt, statements: readonly JsonObject[]): number {
  const Statement = statements.map((statement) => ({ ...statement, Resource: arnAt(at) }));
  return Buffer.byteLength(exactText({ Version: "2012-10-17", Id: "default", Statement }));
}
