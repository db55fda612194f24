import { RemovePermissionCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { MappingPorts } from "../restore/ports.ts";
import { putPolicy, type Writing, withoutStatement } from "./put.ts";
import { arnAt, labelOf, type PolicyAt } from "./read.ts";

/** The call by which a statement is taken out: the whole policy is written only where it has no name. */
export function removeCall({ Sid }: JsonObject): "lambda:RemovePermission" | "lambda:PutResourcePolicy" {
  return typeof Sid === "string" ? "lambda:RemovePermission" : "lambda:PutResourcePolicy";
}

/** Takes one statement out of a policy, and leaves all others as they are. @throws RestoreError for a nameless one that is the last */
export async function removeStatement(
  ports: MappingPorts,
  at: PolicyAt,
  statement: JsonObject,
  how: Writing,
): Promise<void> {
  const call = removeCall(statement);
  if (call === "lambda:RemovePermission") {
    const { name: FunctionName, qualifier: Qualifier } = at;
    const what = { resource: labelOf(at), call, ...(how.again !== undefined && { again: how.again }) };
    await attemptOrNone(ports.sleep, what, () =>
      ports.lambda.send(
        new RemovePermissionCommand({
          FunctionName,
          ...(Qualifier !== undefined && { Qualifier }),
          StatementId: String(statement.Sid),
        }),
      ),
    );
    return;
  }
  await putPolicy(ports, at, how, (policy) => {
    const next = withoutStatement(policy, { Resource: arnAt(at), ...statement });
    if (next.others.length === 0)
      throw new RestoreError(
        labelOf(at),
        call,
        "its policy has this one statement, which has no Sid, and no policy is written without one",
        `aws lambda delete-resource-policy --resource-arn ${arnAt(at)}`,
      );
    return next;
  });
}
