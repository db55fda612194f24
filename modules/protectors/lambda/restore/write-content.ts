import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  UpdateFunctionCodeCommand,
  type UpdateFunctionCodeCommandInput,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { uncleaned } from "../../../core/redactor.ts";
import { attempt } from "../../kit/attempt.ts";
import { isObject } from "../../kit/canonical.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { asCodeSha256 } from "../code-hash.ts";
import { imageAddress } from "../image.ts";
import { groupOf } from "../log-group.ts";
import { contentChange, type VersionContent, withCodeOf } from "./content.ts";
import type { Draft } from "./draft.ts";
import { moveLatest } from "./move-latest.ts";
import { REFUSED } from "./reference.ts";
import { requireUpdated, standing } from "./standing.ts";
import { removeUnverified, stopUnverified } from "./unverified.ts";

const ABOUT_ROLE = /assumed by Lambda|iam:PassRole/i;
const ASSUMABLE =
  "correct the role's trust or iam:PassRole; then run the restore again: it continues where it stopped";

const MADE = `if another restore made it, wait until that has ended; then ${AGAIN}`;

/** Creates the function from the store's own object, so that size is no matter, and checks what Lambda took. */
export async function createFunction(
  { ports, at }: Pick<Draft, "ports" | "at">,
  to: VersionContent,
  configuration: JsonObject,
  Tags: Record<string, string>,
): Promise<void> {
  const { name } = at;
  const { SourceKMSKeyArn, ResolvedS3Object: _where, ...settings } = configuration;
  const { environment } = to;
  const what = {
    resource: name,
    call: "lambda:CreateFunction",
    hint: (words: string) => (ABOUT_ROLE.test(words) ? ASSUMABLE : ofReference(to)?.(words)),
  };
  const input = {
    ...settings,
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: { ...environment } } }),
    Code: { ...(await codeAt(ports, to)), ...(SourceKMSKeyArn !== undefined && { SourceKMSKeyArn }) },
    FunctionName: name,
    Tags,
  } as unknown as CreateFunctionCommandInput;
  const { CodeSha256 } = await attempt(ports.sleep, what, async () => {
    try {
      return await ports.lambda.send(new CreateFunctionCommand(input));
    } catch (error) {
      if (isTaken(error)) throw new RestoreError(name, what.call, "it has been made meanwhile", MADE);
      throw error;
    }
  });
  await requireBytes(name, what.call, CodeSha256, to, () => removeUnverified(ports, name));
  requireUpdated(at.name, await standing(at));
}

/** How an update goes. */
export interface Updating {
  /** The settings before the package. */
  readonly settingsFirst: boolean;
  /** Written although nothing differs: the last update failed, so that Lambda runs something else than it shows. */
  readonly again: boolean;
}

/** Takes `$LATEST` from what it is to what it is to be, by what differs: first the package, unless `settingsFirst`. */
export async function updateFunction(
  draft: Pick<Draft, "ports" | "at" | "live">,
  from: VersionContent,
  to: VersionContent,
  { settingsFirst, again }: Updating,
): Promise<void> {
  const change = contentChange(from, to);
  const sets = change.settings.length > 0 || change.environment || again;
  // An image that is gone comes back by an update of the code alone.
  const code = change.code || (again && to.image !== undefined);
  if (!settingsFirst) {
    const between = withCodeOf(from, to);
    if (code) await updateCode(draft, from, between, sets);
    if (sets) await updateSettings(draft, between, to, false);
  } else {
    const between = withCodeOf(to, from);
    if (sets) await updateSettings(draft, from, between, code);
    if (code) await updateCode(draft, between, to, false);
  }
}

async function updateCode(
  { ports, at, live }: Pick<Draft, "ports" | "at" | "live">,
  from: VersionContent,
  to: VersionContent,
  isHalf: boolean,
): Promise<void> {
  const { name } = at;
  const call = "lambda:UpdateFunctionCode";
  const { Architectures = ["x86_64"], SourceKMSKeyArn } = to.configuration;
  const input = {
    FunctionName: name,
    ...(await codeAt(ports, to)),
    Architectures,
    ...(SourceKMSKeyArn !== undefined && { SourceKMSKeyArn }),
  } as UpdateFunctionCodeCommandInput;
  await moveLatest(at, { call, isHalf, hint: ofReference(to) }, from, to, async (RevisionId) => {
    const { CodeSha256 } = await ports.lambda.send(new UpdateFunctionCodeCommand({ ...input, RevisionId }));
    const end = live === undefined ? removeUnverified : stopUnverified;
    await requireBytes(name, call, CodeSha256, to, () => end(ports, name));
  });
}

async function updateSettings(
  { ports, at }: Pick<Draft, "ports" | "at">,
  from: VersionContent,
  to: VersionContent,
  isHalf: boolean,
): Promise<void> {
  const { settings, environment } = contentChange(from, to);
  const call = "lambda:UpdateFunctionConfiguration";
  // One setting is enough to have all of them applied again.
  const keys = settings.length === 0 && !environment ? ["Description"] : settings;
  const input = {
    ...Object.fromEntries(keys.map((key) => [key, settingOf(key, to.configuration[key], at.name)])),
    ...(environment && { Environment: { Variables: { ...to.environment } } }),
    FunctionName: at.name,
  } as unknown as UpdateFunctionConfigurationCommandInput;
  await moveLatest(at, { call, isHalf }, from, to, (RevisionId) =>
    ports.lambda.send(new UpdateFunctionConfigurationCommand({ ...input, RevisionId })),
  );
}

/**
 * Where Lambda takes the code from: the image by its digest, the object that it goes on running from, or else the store's
 * own object, which it copies. Each update has to say that it shall not copy.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html
 */
async function codeAt(
  { locate }: Pick<Draft["ports"], "locate">,
  { codeSha256, image, configuration: { ResolvedS3Object: object } }: VersionContent,
): Promise<JsonObject> {
  if (image !== undefined) return { ImageUri: imageAddress(image, codeSha256) };
  if (isObject(object)) return { ...object, S3ObjectStorageMode: "REFERENCE" };
  const { bucket, key, version } = await locate(codeSha256);
  return { S3Bucket: bucket, S3Key: key, ...(version !== undefined && { S3ObjectVersion: version }) };
}

/** What to do where Lambda may not read the object that it is to go on running from. */
function ofReference({
  configuration,
}: VersionContent): ((message: string) => string | undefined) | undefined {
  if (configuration.ResolvedS3Object === undefined) return undefined;
  return (message) => (/\bS3\b/.test(message) ? REFUSED : undefined);
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === "ResourceConflictException" &&
    /already exist/i.test(uncleaned(error))
  );
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
    LoggingConfig: { LogFormat: "Text", LogGroup: groupOf(name) },
    MemorySize: 128,
    SnapStart: { ApplyOn: "None" },
    Timeout: 3,
    TracingConfig: { Mode: "PassThrough" },
    // Without the last, a function that was dual-stack is not let out of its VPC.
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [], Ipv6AllowedForDualStack: false },
  };
  const empty = none[key] ?? null;
  return isObject(value) && isObject(empty) ? { ...empty, ...value } : (value ?? empty);
}

/**
 * Lambda's own hash of what it took must be the one the point was captured with.
 * @param end takes care that nobody runs it, and tells how
 */
async function requireBytes(
  name: string,
  call: string,
  answered: string | undefined,
  { codeSha256, image }: VersionContent,
  end: () => Promise<string>,
): Promise<void> {
  const expected = asCodeSha256(codeSha256, image);
  if (answered === expected) return;
  throw new RestoreError(
    name,
    call,
    `Lambda took other bytes (CodeSha256 ${answered ?? "absent"}, expected ${expected}): ${await end()}`,
    `find out who writes to the store, and verify the point; then ${AGAIN}`,
  );
}
