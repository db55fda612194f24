import { GetResourcePolicyCommand, PutResourcePolicyCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt, orNone } from "../../kit/attempt.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { MappingPorts } from "../restore/ports.ts";
import { arnAt, labelOf, type PolicyAt, sameSid } from "./read.ts";
import { MAX_POLICY_BYTES } from "./size.ts";

/** Others may write the policy at the same time: it is read again, and ours put into what is there then. */
const MAX_TRIES = 5;

/**
 * Puts a statement into a policy that AddPermission cannot say. The call replaces the whole policy, so every other
 * statement goes back as it was read, and the revision makes sure that it still is.
 */
export async function putStatement(
  { lambda, sleep }: MappingPorts,
  at: PolicyAt,
  statement: JsonObject,
  again: string | undefined,
): Promise<void> {
  const ResourceArn = arnAt(at);
  const how = { resource: labelOf(at), ...(again !== undefined && { again }) };
  for (let tries = 1; ; tries++) {
    const found = await attempt(sleep, { ...how, call: "lambda:GetResourcePolicy" }, () =>
      orNone(() => lambda.send(new GetResourcePolicyCommand({ ResourceArn }))),
    );
    const Policy = JSON.stringify(withStatement(found?.Policy, { Resource: ResourceArn, ...statement }));
    if (Buffer.byteLength(Policy) > MAX_POLICY_BYTES)
      throw new RestoreError(
        how.resource,
        "lambda:PutResourcePolicy",
        `with statement ${String(statement.Sid)} its policy has ${Buffer.byteLength(Policy)} bytes, and Lambda takes ${MAX_POLICY_BYTES}`,
        "remove statements that are no longer needed",
      );
    const RevisionId = found?.RevisionId;
    const put = () =>
      lambda.send(
        new PutResourcePolicyCommand({
          ResourceArn,
          Policy,
          ...(RevisionId !== undefined && { RevisionId }),
        }),
      );
    try {
      await attempt(sleep, { ...how, call: "lambda:PutResourcePolicy" }, put);
      return;
    } catch (error) {
      const moved = error instanceof RestoreError && /^PreconditionFailedException\b/.test(error.reason);
      if (!moved || tries === MAX_TRIES) throw error;
    }
  }
}

function withStatement(policy: string | undefined, statement: JsonObject): JsonObject {
  const before = JSON.parse(policy ?? "{}") as { readonly Statement?: JsonObject | readonly JsonObject[] };
  const listed = before.Statement ?? [];
  const statements = Array.isArray(listed) ? (listed as readonly JsonObject[]) : [listed as JsonObject];
  const same = sameSid(statements, statement);
  return {
    Version: "2012-10-17",
    ...before,
    Statement: [...statements.filter((one) => one !== same), statement],
  };
}
