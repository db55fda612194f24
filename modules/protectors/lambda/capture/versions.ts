import {
  type FunctionConfiguration,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import type { CaptureScope } from "../../../contract/events.ts";
import type { Content } from "../../../recovery/store.ts";
import type { CaptureOptions } from "../../capture-options.ts";
import { CallError, call } from "../../kit/calls.ts";
import { ChangedError } from "../../kit/moment.ts";
import { everyPage } from "../../kit/pages.ts";
import { isPublished, LATEST_PUBLISHED } from "../arn.ts";
import { codeHashOf } from "../code-hash.ts";
import type { FunctionSecrets, VersionDocument } from "../document.ts";
import { leastLately } from "../least-lately.ts";
import type { FunctionCapturePorts, LambdaReads } from "../ports.ts";
import { readPackage } from "./code.ts";
import { writableConfiguration } from "./configuration.ts";
import { readImage } from "./image.ts";

/** Beside those in use, the newest are kept: what a rollback would want. */
const NEWEST = 5;

export interface VersionRead {
  readonly document: VersionDocument;
  /** The package, or the manifest of the image. */
  readonly content: Content;
  /** Configuration and layers of an image. */
  readonly parts: readonly Content[];
  readonly variables: Readonly<Record<string, string>>;
  readonly layers: readonly string[];
}

export interface VersionList {
  /** As the list shows it: without its tags and the address of its package. */
  readonly latest: FunctionConfiguration | undefined;
  /** Of the published versions. */
  readonly revisions: ReadonlyMap<string, string | undefined>;
  /** What was changed least lately, in milliseconds since 1970. */
  readonly since: number | undefined;
}

export async function listVersions({ lambda }: LambdaReads, name: string): Promise<VersionList> {
  const revisions = new Map<string, string | undefined>();
  const all: FunctionConfiguration[] = [];
  let latest: FunctionConfiguration | undefined;
  const pages = everyPage(
    "lambda:ListVersionsByFunction",
    name,
    (Marker) => lambda.send(new ListVersionsByFunctionCommand({ FunctionName: name, Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { Versions = [] } of pages)
    for (const version of Versions) {
      all.push(version);
      if (version.Version === "$LATEST") latest = version;
      else if (version.Version !== undefined) revisions.set(version.Version, version.RevisionId);
    }
  return { latest, revisions, since: leastLately(all) };
}

/** Ascending, what has no number last: the order in which a restore publishes them. */
export function versionsToKeep(
  published: Iterable<string>,
  used: ReadonlySet<string>,
  code: CaptureScope["code"],
): readonly string[] {
  const all = [...published];
  const ascending = all.filter(isPublished).sort((a, b) => Number(a) - Number(b));
  const kept = ascending.filter(
    (version, at) => code === "all" || at >= ascending.length - NEWEST || used.has(version),
  );
  return all.includes(LATEST_PUBLISHED) ? [...kept, LATEST_PUBLISHED] : kept;
}

/** `undefined` is `$LATEST` of the function itself. */
export async function getFunction(
  { lambda }: LambdaReads,
  name: string,
  version?: string,
): Promise<GetFunctionCommandOutput> {
  const resource = version === undefined ? name : `${name}:${version}`;
  return call("lambda:GetFunction", resource, () =>
    lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: version })),
  );
}

export function configurationOf(answer: GetFunctionCommandOutput, resource: string): FunctionConfiguration {
  if (answer.Configuration === undefined)
    throw new CallError("lambda:GetFunction", resource, new Error("answered without a configuration"));
  return answer.Configuration;
}

/** It is kept, as it was; whoever restores it has to know. */
export function failedVersion(version: string, { StateReason }: FunctionConfiguration): string {
  return `version ${version} is in State Failed (${StateReason ?? "AWS gave no reason"}): it is kept as it is, and runs nothing`;
}

/** What goes from the disk to the store before the point is written: images always, packages where they may be many. */
export interface EarlyKeeping {
  readonly keep: CaptureOptions["keep"];
  readonly packagesToo: boolean;
}

/** @throws ChangedError while an update is on its way; CallError when a part cannot be read. */
export async function readVersion(
  ports: FunctionCapturePorts,
  resource: string,
  answer: GetFunctionCommandOutput,
  { keep, packagesToo }: EarlyKeeping,
): Promise<VersionRead> {
  const configuration = configurationOf(answer, resource);
  const { Version = "", CodeSize, Environment, Layers = [], LastUpdateStatus, State } = configuration;
  const fail = (why: string): CallError => new CallError("lambda:GetFunction", resource, new Error(why));
  if (configuration.ImageConfigResponse?.Error !== undefined) {
    const { ErrorCode, Message } = configuration.ImageConfigResponse.Error;
    throw fail(`its image configuration cannot be read: ${ErrorCode} ${Message}`);
  }
  if (LastUpdateStatus === "InProgress" || State === "Pending")
    throw new ChangedError(`${resource} is being updated`);
  if (Environment?.Error !== undefined)
    throw fail(
      `its environment variables cannot be read: ${Environment.Error.ErrorCode} ${Environment.Error.Message}`,
    );

  const variables = Environment?.Variables ?? {};
  const refusal = answer.Code?.Error;
  const image =
    configuration.PackageType === "Image"
      ? await readImage(ports, {
          resource,
          digest: codeHashOf(configuration),
          address: answer.Code?.ResolvedImageUri,
          keep,
        })
      : undefined;
  const content =
    image?.manifest ??
    (await readPackage(ports, {
      resource,
      call: "lambda:GetFunction",
      sha256: codeHashOf(configuration),
      size: CodeSize,
      address: answer.Code?.Location,
      withheld: refusal && `${refusal.ErrorCode}: ${refusal.Message}`,
      ...(packagesToo && { keep }),
    }));
  const parts = image?.parts ?? [];
  return {
    document: {
      version: Version,
      codeSha256: content.sha256,
      codeSize: [content, ...parts].reduce((sum, { size }) => sum + size, 0),
      ...(image !== undefined && { image: image.document }),
      configuration: writableConfiguration(configuration, answer.Code),
      environment: Object.keys(variables).sort(),
    },
    content,
    parts,
    variables,
    layers: Layers.flatMap(({ Arn }) => (Arn === undefined ? [] : [Arn])),
  };
}

/** Values of variables by version; `undefined` where no version has any. */
export function secretsOf(versions: readonly VersionRead[]): FunctionSecrets | undefined {
  const secrets = versions
    .filter(({ variables }) => Object.keys(variables).length > 0)
    .map(({ document, variables }) => [document.version, variables] as const);
  return secrets.length === 0 ? undefined : Object.fromEntries(secrets);
}
