import { GetResourcePolicyCommand, PutResourcePolicyCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt, orNone } from "../../kit/attempt.ts";
import { livingStatement } from "../../kit/deleted-principal.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { MappingPorts } from "../restore/ports.ts";
import { arnAt, labelOf, type PolicyAt, sameSid } from "./read.ts";
import { MAX_POLICY_BYTES } from "./size.ts";

/** Others may write the policy at the same time: it is read again, and ours put into what is there then. */
const MAX_TRIES = 5;

/** How a policy is written. */
export interface Writing {
  /** How to run it again; by default the restore. */
  readonly again?: string;
  /** What a person has to know of it. */
  readonly note: (text: string) => unknown;
}

/**
 * Puts a statement into a policy that AddPermission cannot say. The call replaces the whole policy, so every other
 * statement goes back as it was read, and the revision makes sure that it still is. Only who was deleted since cannot: no
 * call takes a policy that names them.
 */
export async function putStatement(
  { lambda, sleep }: MappingPorts,
  at: PolicyAt,
  statement: JsonObject,
  { again, note }: Writing,
): Promise<void> {
  const ResourceArn = arnAt(at);
  const how = { resource: labelOf(at), ...(again !== undefined && { again }) };
  for (let tries = 1; ; tries++) {
    const found = await attempt(sleep, { ...how, call: "lambda:GetResourcePolicy" }, () =>
      orNone(() => lambda.send(new GetResourcePolicyCommand({ ResourceArn }))),
    );
    const { policy, gone } = withStatement(found?.Policy, { Resource: ResourceArn, ...statement });
    const Policy = JSON.stringify(policy);
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
      for (const one of gone)
        note(`the policy of ${how.resource} no longer names ${one}: roles or users that were deleted`);
      return;
    } catch (error) {
      const moved = error instanceof RestoreError && /^PreconditionFailedException\b/.test(error.reason);
      if (!moved || tries === MAX_TRIES) throw error;
    }
  }
}

/** The policy with the statement, and whom others of its statements named, each as `AROA1, AROA2 in statement s3`. */
function withStatement(
  policy: string | undefined,
  statement: JsonObject,
): { readonly policy: JsonObject; readonly gone: readonly string[] } {
  const before = JSON.parse(policy ?? "{}") as { readonly Statement?: JsonObject | readonly JsonObject[] };
  const statements = [before.Statement ?? []].flat() as readonly JsonObject[];
  const same = sameSid(statements, statement);
  const others = statements.filter((one) => one !== same).map((one) => ({ one, ...livingStatement(one) }));
  return {
    policy: {
      Version: "2012-10-17",
      ...before,
      Statement: [...others.flatMap(({ statement: living }) => living ?? []), statement],
    },
    gone: others
      .filter(({ gone }) => gone.length > 0)
      .map(({ one: { Sid }, gone }) => `${gone.join(", ")} in statement ${String(Sid ?? "without Sid")}`),
  };
}
