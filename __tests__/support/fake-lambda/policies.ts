import type * as L from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { exactText, parseExact } from "../../../modules/protectors/kit/exact-json.ts";
import { awsError } from "../fake-aws/error.ts";
import { sha256 } from "./base.ts";
import { conflict, notFound } from "./errors.ts";
import { FakeSettings } from "./settings.ts";
import type { Config } from "./state.ts";

/** The resource policy of a function, and of each of its versions and aliases. */
export class FakePolicies extends FakeSettings {
  AddPermission({
    FunctionName = "",
    Qualifier,
    StatementId,
    Action,
    Principal = "",
    ...input
  }: L.AddPermissionRequest) {
    const { policies } = this.fnAt(FunctionName, Qualifier);
    const statements = policies.get(Qualifier ?? "") ?? [];
    refuseDeleted(principalOf(Principal));
    if (statements.some(({ Sid }) => Sid === StatementId))
      throw conflict(`The statement id (${StatementId}) provided already exists.`);
    const condition = conditionOf(input);
    const statement = {
      Sid: StatementId,
      Effect: "Allow",
      Principal: principalOf(Principal),
      Action,
      Resource: this.arn(FunctionName, Qualifier),
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    };
    policies.set(Qualifier ?? "", [...statements, statement]);
    return { Statement: JSON.stringify(statement) };
  }

  RemovePermission({ FunctionName, Qualifier = "", StatementId }: L.RemovePermissionRequest) {
    const { policies } = this.fnOf(FunctionName);
    const statements = policies.get(Qualifier) ?? [];
    const kept = statements.filter(({ Sid }) => Sid !== StatementId);
    if (kept.length === statements.length)
      throw notFound(`Statement ${StatementId} is not found in resource policy.`);
    policies.set(Qualifier, kept);
    return {};
  }

  GetPolicy({ FunctionName = "", Qualifier }: L.GetPolicyRequest) {
    const statements = this.fnAt(FunctionName, Qualifier).policies.get(Qualifier ?? "") ?? [];
    if (statements.length === 0) throw notFound("The resource you requested does not exist.");
    return { Policy: policyOf(statements), RevisionId: sha256(Buffer.from(policyOf(statements))) };
  }

  GetResourcePolicy({ ResourceArn = "" }: L.GetResourcePolicyRequest) {
    const [, , , , , , FunctionName, Qualifier] = ResourceArn.split(":");
    return this.GetPolicy({ FunctionName, Qualifier });
  }

  /** Replaces all that AddPermission and others wrote. */
  PutResourcePolicy({ ResourceArn = "", Policy = "{}", RevisionId }: L.PutResourcePolicyRequest) {
    const [, , , , , , name = "", qualifier] = ResourceArn.split(":");
    const { policies } = this.fnAt(name, qualifier);
    const before = policies.get(qualifier ?? "") ?? [];
    const revision = before.length === 0 ? undefined : sha256(Buffer.from(policyOf(before)));
    if (RevisionId !== undefined && RevisionId !== revision)
      throw awsError(
        "PreconditionFailedException",
        412,
        "The Revision Id provided does not match the latest.",
      );
    if (Buffer.byteLength(Policy) > 20_480)
      throw awsError(
        "PolicyLengthExceededException",
        400,
        "The final policy size is bigger than the limit (20480).",
      );
    const { Statement } = parseExact(Policy) as unknown as { Statement: Config[] };
    for (const { Principal, NotPrincipal } of Statement) refuseDeleted([Principal, NotPrincipal]);
    policies.set(qualifier ?? "", Statement);
    return { Policy, RevisionId: sha256(Buffer.from(policyOf(Statement))) };
  }
}

/** Of somebody who was deleted AWS shows the unique id, and takes it from nobody. */
function refuseDeleted(principals: unknown): void {
  if (/"A(ROA|IDA)[A-Z0-9]+"/.test(JSON.stringify(principals)))
    throw awsError(
      "InvalidParameterValueException",
      400,
      "The provided principal was invalid. Please check the principal and try again.",
    );
}

function policyOf(Statement: readonly unknown[]): string {
  return exactText({ Version: "2012-10-17", Id: "default", Statement: Statement as JsonObject[] });
}

function conditionOf(input: Partial<L.AddPermissionRequest>) {
  const equals = {
    ...(input.SourceAccount && { "AWS:SourceAccount": input.SourceAccount }),
    ...(input.PrincipalOrgID && { "aws:PrincipalOrgID": input.PrincipalOrgID }),
    ...(input.FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType }),
    ...(input.EventSourceToken && { "lambda:EventSourceToken": input.EventSourceToken }),
  };
  return {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.SourceArn && { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { "lambda:InvokedViaFunctionUrl": String(input.InvokedViaFunctionUrl) },
    }),
  };
}

function principalOf(principal: string): unknown {
  if (principal === "*") return "*";
  if (/^[0-9]{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}
