import { GetResourcePolicyCommand, PutResourcePolicyCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt, orNone } from "../../kit/attempt.ts";
import { livingStatement } from "../../kit/deleted-principal.ts";
import { exactText, parseExactObject } from "../../kit/exact-json.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
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
  ports: MappingPorts,
  at: PolicyAt,
  statement: JsonObject,
  how: Writing,
): Promise<void> {
  const wanted = { Resource: arnAt(at), ...statement };
  await putPolicy(ports, at, how, (found) => {
    const next = withStatement(found, wanted);
    const bytes = Buffer.byteLength(exactText(next.policy));
    if (bytes > MAX_POLICY_BYTES)
      throw new RestoreError(
        labelOf(at),
        "lambda:PutResourcePolicy",
        `with statement ${String(statement.Sid)} its policy has ${bytes} bytes, and Lambda takes ${MAX_POLICY_BYTES}`,
        "remove statements that are no longer needed",
      );
    return next;
  });
}

/** What a policy becomes, and whom its statements named that was deleted: each as `AROA1, AROA2 in statement s3`. */
interface NextPolicy {
  readonly policy: JsonObject;
  readonly gone: readonly string[];
}

/** Replaces a policy by what `next` makes of the one that is there. */
export async function putPolicy(
  { lambda, sleep }: MappingPorts,
  at: PolicyAt,
  { again, note }: Writing,
  next: (policy: JsonObject) => NextPolicy,
): Promise<void> {
  const ResourceArn = arnAt(at);
  const how = { resource: labelOf(at), ...(again !== undefined && { again }) };
  for (let tries = 1; ; tries++) {
    const found = await attempt(sleep, { ...how, call: "lambda:GetResourcePolicy" }, () =>
      orNone(() => lambda.send(new GetResourcePolicyCommand({ ResourceArn }))),
    );
    const { policy, gone } = next(policyIn(found?.Policy, how.resource, again));
    const Policy = exactText(policy);
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

/** @throws RestoreError for a text that is no policy: what it would be replaced by lacked somebody else's statements */
function policyIn(text: string | undefined, resource: string, again = AGAIN): JsonObject {
  if (text === undefined) return {};
  const policy = parseExactObject(text);
  if (policy !== undefined) return policy;
  throw new RestoreError(resource, "lambda:GetResourcePolicy", "answered with no policy document", again);
}

/** The policy with the statement in place of the one that it is, where that is there. */
function withStatement(policy: JsonObject, statement: JsonObject): NextPolicy {
  const { others, ...next } = withoutStatement(policy, statement);
  return { ...next, policy: { ...next.policy, Statement: [...others, statement] } };
}

/** The policy without the statement, and its other statements, whose principals live. */
export function withoutStatement(
  policy: JsonObject,
  statement: JsonObject,
): NextPolicy & { readonly others: readonly JsonObject[] } {
  const statements = [policy.Statement ?? []].flat() as readonly JsonObject[];
  const same = sameSid(statements, statement);
  const others = statements.filter((one) => one !== same).map((one) => ({ one, ...livingStatement(one) }));
  const living = others.flatMap(({ statement: one }) => (one === undefined ? [] : [one]));
  return {
    others: living,
    policy: { Version: "2012-10-17", ...policy, Statement: living },
    gone: others
      .filter(({ gone }) => gone.length > 0)
      .map(({ one: { Sid }, gone }) => `${gone.join(", ")} in statement ${String(Sid ?? "without Sid")}`),
  };
}
