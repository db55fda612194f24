import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  UpdateFunctionCodeCommand,
  type UpdateFunctionCodeCommandInput,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { isObject } from "../../kit/canonical.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { asCodeSha256 } from "../code-hash.ts";
import type { VersionDocument } from "../document.ts";
import { imageAddress } from "../image.ts";
import type { ContentChange, VersionContent } from "./content.ts";
import type { FunctionRestorePorts } from "./ports.ts";
import { settled } from "./settle.ts";

type Code = Pick<VersionDocument, "codeSha256" | "image">;

const ASSUMABLE =
  "if it says that the role cannot be assumed, or that you may not pass it, correct the role's trust " +
  "or iam:PassRole; then run the restore again: it continues where it stopped";

/** Creates the function from the store's own object, so that size is no matter, and checks what Lambda took. */
export async function createFunction(
  ports: FunctionRestorePorts,
  name: string,
  code: Code,
  configuration: JsonObject,
  environment: Readonly<Record<string, string>>,
  Tags: Record<string, string>,
): Promise<void> {
  const { SourceKMSKeyArn, ...settings } = configuration;
  const what = {
    resource: name,
    call: "lambda:CreateFunction",
    secrets: Object.values(environment),
    hint: ASSUMABLE,
  };
  const input = {
    ...settings,
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: { ...environment } } }),
    Code: { ...codeAt(ports, code), ...(SourceKMSKeyArn !== undefined && { SourceKMSKeyArn }) },
    FunctionName: name,
    Tags,
  } as unknown as CreateFunctionCommandInput;
  const { CodeSha256 } = await attempt(ports.sleep, what, () =>
    ports.lambda.send(new CreateFunctionCommand(input)),
  );
  sameBytes(name, what.call, CodeSha256, code);
  await settled(ports, name);
}

/** Writes exactly what differs: first the package, unless `settingsFirst`, then the settings, each until Lambda is done with it. */
export async function updateFunction(
  ports: FunctionRestorePorts,
  name: string,
  to: VersionContent,
  change: Pick<ContentChange, "code" | "settings" | "environment"> & { readonly settingsFirst: boolean },
): Promise<void> {
  const code = () => (change.code ? updateCode(ports, name, to) : undefined);
  if (!change.settingsFirst) await code();
  if (change.settings.length > 0 || change.environment) await updateSettings(ports, name, to, change);
  if (change.settingsFirst) await code();
}

async function updateCode(ports: FunctionRestorePorts, name: string, to: VersionContent): Promise<void> {
  const what = { resource: name, call: "lambda:UpdateFunctionCode" };
  const { Architectures = ["x86_64"], SourceKMSKeyArn } = to.configuration;
  const input = {
    FunctionName: name,
    ...codeAt(ports, to),
    Architectures,
    ...(SourceKMSKeyArn !== undefined && { SourceKMSKeyArn }),
  } as UpdateFunctionCodeCommandInput;
  const { CodeSha256 } = await attempt(ports.sleep, what, () =>
    ports.lambda.send(new UpdateFunctionCodeCommand(input)),
  );
  sameBytes(name, what.call, CodeSha256, to);
  await settled(ports, name);
}

async function updateSettings(
  ports: FunctionRestorePorts,
  name: string,
  to: VersionContent,
  { settings, environment }: Pick<ContentChange, "settings" | "environment">,
): Promise<void> {
  const what = {
    resource: name,
    call: "lambda:UpdateFunctionConfiguration",
    secrets: Object.values(to.environment),
  };
  const input = {
    ...Object.fromEntries(settings.map((key) => [key, settingOf(key, to.configuration[key], name)])),
    ...(environment && { Environment: { Variables: { ...to.environment } } }),
    FunctionName: name,
  } as unknown as UpdateFunctionConfigurationCommandInput;
  await attempt(ports.sleep, what, () => ports.lambda.send(new UpdateFunctionConfigurationCommand(input)));
  await settled(ports, name);
}

/** An update keeps what it is not told, so a setting that is to go is written as AWS's way to say none. */
function settingOf(key: string, value: Json | undefined, name: string): Json {
  const none: JsonObject = {
    DeadLetterConfig: { TargetArn: "" },
    Description: "",
    EphemeralStorage: { Size: 512 },
    FileSystemConfigs: [],
    ImageConfig: {},
    KMSKeyArn: "",
    Layers: [],
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` },
    MemorySize: 128,
    SnapStart: { ApplyOn: "None" },
    Timeout: 3,
    TracingConfig: { Mode: "PassThrough" },
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
  };
  const empty = none[key] ?? null;
  return isObject(value) && isObject(empty) ? { ...empty, ...value } : (value ?? empty);
}

/** Where Lambda takes the code from: the store's own object, or the image by its digest. */
function codeAt({ locate }: FunctionRestorePorts, { codeSha256, image }: Code): JsonObject {
  if (image !== undefined) return { ImageUri: imageAddress(image, codeSha256) };
  const { bucket, key } = locate(codeSha256);
  return { S3Bucket: bucket, S3Key: key };
}

/** Lambda's own hash of what it took must be the one the point was captured with. */
function sameBytes(
  name: string,
  call: string,
  answered: string | undefined,
  { codeSha256, image }: Code,
): void {
  const expected = asCodeSha256(codeSha256, image);
  if (answered === expected) return;
  throw new RestoreError(
    name,
    call,
    `Lambda took other bytes (CodeSha256 ${answered ?? "absent"}, expected ${expected})`,
    `verify the point; then ${AGAIN}`,
  );
}
