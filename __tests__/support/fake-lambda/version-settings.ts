import type * as L from "@aws-sdk/client-lambda";
import { awsError } from "../fake-aws/error.ts";
import { invalid } from "./errors.ts";
import type { Config } from "./state.ts";
import { FakeFunctionWrites } from "./write-functions.ts";

/** What has a call of its own beside a configuration: of the function, of its versions and of its aliases. */
export class FakeVersionSettings extends FakeFunctionWrites {
  /** Code-signing configurations that are there. */
  readonly codeSigning = new Set<string>();

  PutProvisionedConcurrencyConfig(input: L.PutProvisionedConcurrencyConfigRequest) {
    const { FunctionName = "", Qualifier = "$LATEST", ProvisionedConcurrentExecutions: asked = 0 } = input;
    if (Qualifier === "$LATEST")
      throw invalid("The function resource provided must be an alias or a published version.");
    const fn = this.fnAt(FunctionName, Qualifier);
    const { RoutingConfig } = (fn.aliases.get(Qualifier) ?? {}) as L.AliasConfiguration;
    if (Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0)
      throw invalid("Alias with weights can not be used with Provisioned Concurrency");
    const others = [...fn.provisioned].filter(([qualifier]) => qualifier !== Qualifier);
    const sum = others.reduce((total, [, one]) => total + one, asked);
    if (fn.concurrency !== undefined && sum > fn.concurrency)
      throw invalid(
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
      );
    fn.provisioned.set(Qualifier, asked);
    return { RequestedProvisionedConcurrentExecutions: asked, Status: "IN_PROGRESS" };
  }

  DeleteProvisionedConcurrencyConfig(input: L.DeleteProvisionedConcurrencyConfigRequest) {
    const { FunctionName = "", Qualifier = "" } = input;
    this.fnAt(FunctionName, Qualifier).provisioned.delete(Qualifier);
    return {};
  }

  ListProvisionedConcurrencyConfigs({
    FunctionName = "",
    Marker,
  }: L.ListProvisionedConcurrencyConfigsRequest) {
    const all = [...this.fnOf(FunctionName).provisioned].map(([qualifier, asked]) => ({
      FunctionArn: this.arn(FunctionName, qualifier),
      RequestedProvisionedConcurrentExecutions: asked,
      AvailableProvisionedConcurrentExecutions: asked,
      AllocatedProvisionedConcurrentExecutions: asked,
      Status: "READY",
      LastModified: "2026-01-01T00:00:00+0000",
    }));
    return this.paged("ProvisionedConcurrencyConfigs", all, Marker);
  }

  GetRuntimeManagementConfig({
    FunctionName = "",
    Qualifier = "$LATEST",
  }: L.GetRuntimeManagementConfigRequest) {
    const { runtimes } = this.fnAt(FunctionName, Qualifier);
    const managed = runtimes.get(Qualifier) ?? { UpdateRuntimeOn: "Auto" };
    return { ...managed, FunctionArn: this.arn(FunctionName, Qualifier) };
  }

  PutRuntimeManagementConfig(input: L.PutRuntimeManagementConfigRequest) {
    const { FunctionName = "", Qualifier = "$LATEST", UpdateRuntimeOn, RuntimeVersionArn } = input;
    const { runtimes } = this.fnAt(FunctionName, Qualifier);
    runtimes.set(Qualifier, {
      UpdateRuntimeOn,
      ...(RuntimeVersionArn !== undefined && { RuntimeVersionArn }),
    });
    return this.GetRuntimeManagementConfig({ FunctionName, Qualifier });
  }

  GetFunctionScalingConfig({ FunctionName = "", Qualifier = "" }: L.GetFunctionScalingConfigRequest) {
    const asked = this.fnAt(FunctionName, Qualifier).scaling.get(Qualifier);
    return {
      FunctionArn: this.arn(FunctionName, Qualifier),
      ...(asked !== undefined && {
        AppliedFunctionScalingConfig: asked,
        RequestedFunctionScalingConfig: asked,
      }),
    };
  }

  PutFunctionScalingConfig(input: L.PutFunctionScalingConfigRequest) {
    const { FunctionName = "", Qualifier = "", FunctionScalingConfig } = input;
    this.fnAt(FunctionName, Qualifier).scaling.set(Qualifier, { ...FunctionScalingConfig });
    return { FunctionState: "Active" };
  }

  GetFunctionCodeSigningConfig({ FunctionName }: L.GetFunctionCodeSigningConfigRequest) {
    const { codeSigning } = this.fnOf(FunctionName);
    return codeSigning === undefined ? {} : { FunctionName, CodeSigningConfigArn: codeSigning };
  }

  PutFunctionCodeSigningConfig(input: L.PutFunctionCodeSigningConfigRequest) {
    const { FunctionName, CodeSigningConfigArn = "" } = input;
    const fn = this.fnOf(FunctionName);
    if (!this.codeSigning.has(CodeSigningConfigArn))
      throw awsError(
        "CodeSigningConfigNotFoundException",
        404,
        "The code signing configuration cannot be found.",
      );
    fn.codeSigning = CodeSigningConfigArn;
    return { FunctionName, CodeSigningConfigArn };
  }

  GetCodeSigningConfig({ CodeSigningConfigArn = "" }: L.GetCodeSigningConfigRequest) {
    if (!this.codeSigning.has(CodeSigningConfigArn))
      throw awsError(
        "ResourceNotFoundException",
        404,
        `The Lambda code signing configuration ${CodeSigningConfigArn} can not be found.`,
      );
    return { CodeSigningConfig: { CodeSigningConfigArn } };
  }

  GetFunctionRecursionConfig({ FunctionName }: L.GetFunctionRecursionConfigRequest) {
    return { RecursiveLoop: this.fnOf(FunctionName).recursiveLoop ?? "Terminate" };
  }

  PutFunctionRecursionConfig({ FunctionName, RecursiveLoop }: L.PutFunctionRecursionConfigRequest): Config {
    this.fnOf(FunctionName).recursiveLoop = String(RecursiveLoop);
    return { RecursiveLoop };
  }
}
