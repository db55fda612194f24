import type * as L from "@aws-sdk/client-lambda";
import { awsError, CONFLICT, type Config } from "./base.ts";
import { FakeFunctions } from "./functions.ts";

/** What belongs to a function or one of its aliases: aliases, URLs, asynchronous settings, policies. */
export class FakeSettings extends FakeFunctions {
  CreateAlias({ FunctionName = "", ...alias }: L.CreateAliasRequest) {
    const { aliases } = this.fnOf(FunctionName);
    if (aliases.has(alias.Name ?? "")) throw awsError(CONFLICT, `Alias already exists: ${alias.Name}`);
    return this.putAlias(FunctionName, alias as Config);
  }

  UpdateAlias({ FunctionName = "", ...alias }: L.UpdateAliasRequest) {
    const { aliases } = this.fnOf(FunctionName);
    const old = aliases.get(alias.Name ?? "");
    if (old === undefined) throw awsError("ResourceNotFoundException", `no alias ${alias.Name}`);
    return this.putAlias(FunctionName, { ...old, ...alias });
  }

  ListAliases({ FunctionName = "", Marker }: L.ListAliasesRequest) {
    return this.paged("Aliases", [...this.fnOf(FunctionName).aliases.values()], Marker);
  }

  CreateFunctionUrlConfig({ FunctionName = "", Qualifier, ...url }: L.CreateFunctionUrlConfigRequest) {
    const { urls } = this.fnAt(FunctionName, Qualifier);
    if (urls.has(Qualifier ?? "$LATEST"))
      throw awsError(CONFLICT, "FunctionUrlConfig exists for this Lambda function");
    urls.set(Qualifier ?? "$LATEST", {
      InvokeMode: "BUFFERED",
      ...url,
      FunctionArn: this.arn(FunctionName, Qualifier),
      FunctionUrl: `https://${FunctionName}${urls.size}.lambda-url.${this.region}.on.aws/`,
    });
    return urls.get(Qualifier ?? "$LATEST");
  }

  UpdateFunctionUrlConfig({ FunctionName, Qualifier = "$LATEST", ...url }: L.UpdateFunctionUrlConfigRequest) {
    const { urls } = this.fnOf(FunctionName);
    urls.set(Qualifier, { ...urls.get(Qualifier), ...url });
    return urls.get(Qualifier);
  }

  ListFunctionUrlConfigs({ FunctionName, Marker }: L.ListFunctionUrlConfigsRequest) {
    return this.paged("FunctionUrlConfigs", [...this.fnOf(FunctionName).urls.values()], Marker);
  }

  PutFunctionEventInvokeConfig({
    FunctionName = "",
    Qualifier,
    ...config
  }: L.PutFunctionEventInvokeConfigRequest) {
    const { asyncConfigs } = this.fnAt(FunctionName, Qualifier);
    asyncConfigs.set(Qualifier ?? "$LATEST", {
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
      ...config,
      FunctionArn: this.arn(FunctionName, Qualifier ?? "$LATEST"),
      LastModified: new Date(0),
    });
    return {};
  }

  ListFunctionEventInvokeConfigs({ FunctionName, Marker }: L.ListFunctionEventInvokeConfigsRequest) {
    return this.paged(
      "FunctionEventInvokeConfigs",
      [...this.fnOf(FunctionName).asyncConfigs.values()],
      Marker,
    );
  }

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
      throw awsError(CONFLICT, `The statement id (${StatementId}) provided already exists.`);
    const equals = {
      ...(input.SourceAccount && { "AWS:SourceAccount": input.SourceAccount }),
      ...(input.PrincipalOrgID && { "aws:PrincipalOrgID": input.PrincipalOrgID }),
      ...(input.FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType }),
      ...(input.EventSourceToken && { "lambda:EventSourceToken": input.EventSourceToken }),
    };
    const condition = {
      ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
      ...(input.SourceArn && { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
      ...(input.InvokedViaFunctionUrl !== undefined && {
        Bool: { "lambda:InvokedViaFunctionUrl": String(input.InvokedViaFunctionUrl) },
      }),
    };
    statements.push({
      Sid: StatementId,
      Effect: "Allow",
      Principal: principalOf(Principal),
      Action,
      Resource: this.arn(FunctionName, Qualifier),
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    });
    policies.set(Qualifier ?? "", statements);
    return {};
  }

  RemovePermission({ FunctionName, Qualifier = "", StatementId }: L.RemovePermissionRequest) {
    const { policies } = this.fnOf(FunctionName);
    policies.set(
      Qualifier,
      (policies.get(Qualifier) ?? []).filter(({ Sid }) => Sid !== StatementId),
    );
    return {};
  }

  GetPolicy({ FunctionName = "", Qualifier }: L.GetPolicyRequest) {
    const statements = this.fnAt(FunctionName, Qualifier).policies.get(Qualifier ?? "") ?? [];
    if (statements.length === 0)
      throw awsError("ResourceNotFoundException", "The resource you requested does not exist.");
    return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements }) };
  }

  protected putAlias(name: string, alias: Config) {
    const { RoutingConfig, FunctionVersion } = alias as unknown as L.CreateAliasRequest;
    this.fnAt(name, FunctionVersion);
    for (const version of Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})) {
      this.fnAt(name, version);
      if (version === FunctionVersion)
        throw awsError("InvalidParameterValueException", `version ${version} is the alias's own`);
    }
    this.fnOf(name).aliases.set(String(alias.Name), alias);
    return alias;
  }
}

function principalOf(principal: string): unknown {
  if (principal === "*") return "*";
  if (/^[0-9]{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}
