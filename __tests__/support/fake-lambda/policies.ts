import type * as L from "@aws-sdk/client-lambda";
import { conflict, notFound } from "./errors.ts";
import { FakeSettings } from "./settings.ts";

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
    return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements }) };
  }
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
