import type { FunctionCodeLocation, FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { pick } from "../../kit/json.ts";

/** Fields that CreateFunction takes as GetFunction shows them. */
const AS_READ = [
  "Runtime",
  "Role",
  "Handler",
  "Description",
  "Timeout",
  "MemorySize",
  "KMSKeyArn",
  "TracingConfig",
  "PackageType",
  "FileSystemConfigs",
  "Architectures",
  "EphemeralStorage",
  "LoggingConfig",
  "TenancyConfig",
  "CapacityProviderConfig",
  "DurableConfig",
] as const satisfies readonly (keyof FunctionConfiguration)[];

/**
 * What CreateFunction and UpdateFunctionConfiguration accept, from what GetFunction answers: read-only parts and
 * values of environment variables left out, an empty VPC or dead-letter queue absent, layers by ARN. The key of the
 * package, and the object that code runs from where Lambda keeps no copy, stand beside the address of the code.
 */
export function writableConfiguration(
  read: FunctionConfiguration,
  code: FunctionCodeLocation | undefined,
): JsonObject {
  const { VpcConfig: vpc, DeadLetterConfig: dead, SnapStart: snap, Layers: layers } = read;
  const image = read.ImageConfigResponse?.ImageConfig;
  const inVpc = (vpc?.SubnetIds?.length ?? 0) > 0;
  return {
    ...pick(read, AS_READ),
    ...(code?.SourceKMSKeyArn && { SourceKMSKeyArn: code.SourceKMSKeyArn }),
    ...pick(code ?? {}, ["ResolvedS3Object"]),
    ...(vpc !== undefined &&
      inVpc && { VpcConfig: pick(vpc, ["SubnetIds", "SecurityGroupIds", "Ipv6AllowedForDualStack"]) }),
    ...(dead?.TargetArn && { DeadLetterConfig: { TargetArn: dead.TargetArn } }),
    ...(image !== undefined && { ImageConfig: pick(image, ["EntryPoint", "Command", "WorkingDirectory"]) }),
    ...(snap?.ApplyOn !== undefined && { SnapStart: { ApplyOn: snap.ApplyOn } }),
    ...(layers !== undefined && layers.length > 0 && { Layers: layers.map(({ Arn = "" }) => Arn) }),
  };
}
