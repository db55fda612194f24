import { type FunctionConfiguration, ListVersionsByFunctionCommand } from "@aws-sdk/client-lambda";
import { attempt, orNone } from "../../kit/attempt.ts";
import { listAll } from "../../kit/pages.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import { isPublished, LATEST_PUBLISHED } from "../arn.ts";
import {
  type Allocated,
  readAllocated,
  readCodeSigning,
  readRecursion,
} from "../capture/function-settings.ts";
import { readAliases, readAsyncConfigs, readUrls } from "../capture/settings.ts";
import { settledAliases } from "../capture/settled-aliases.ts";
import { configurationOf, getFunction } from "../capture/versions.ts";
import { codeHashOf } from "../code-hash.ts";
import type { AliasDocument, QualifiedDocument } from "../document.ts";
import { leastLately } from "../least-lately.ts";
import type { VersionContent } from "./content.ts";
import type { MappingPorts } from "./ports.ts";
import { contentOf, NO_REASON } from "./standing.ts";

export interface LiveVersion {
  readonly version: string;
  readonly content: VersionContent;
  /** Why it could not be made: it runs nothing, and never will. Absent: it could. */
  readonly failed?: string;
}

/** What is at the destination now, as far as a restore has to know it. */
export interface LiveFunction {
  readonly arn: string;
  /** What of it was changed least lately (milliseconds since 1970): it is at least that old. */
  readonly since?: number;
  readonly latest: VersionContent;
  /** Why it could not be made. Absent: it could. */
  readonly failed?: string;
  /** Why its last update failed: Lambda runs what was before it. Absent: it did not. */
  readonly updateFailed?: string;
  /** Published versions whose code is that of a version to restore, ascending. */
  readonly versions: readonly LiveVersion[];
  /** `$LATEST.PUBLISHED` of managed instances. */
  readonly republished?: LiveVersion;
  /** The number that was published last, whatever its code. */
  readonly last?: string;
  readonly aliases: readonly AliasDocument[];
  readonly reservedConcurrency?: number;
  readonly provisioned: readonly Allocated[];
  readonly codeSigningConfig?: string;
  readonly recursiveLoop?: "Allow";
  readonly tags: Readonly<Record<string, string>>;
  readonly urls: readonly QualifiedDocument[];
  readonly asyncConfigs: readonly QualifiedDocument[];
}

/** `undefined` when no function has this name. Any other answer than a full one throws. */
export async function readLive(
  ports: MappingPorts,
  name: string,
  hashes: ReadonlySet<string>,
): Promise<LiveFunction | undefined> {
  const read = <T>(call: string, act: () => Promise<T>): Promise<T> =>
    attempt(ports.sleep, { resource: name, call: `lambda:${call}` }, act);
  const found = await read("GetFunction", () => orNone(() => getFunction(ports, name)));
  if (found === undefined) return undefined;
  if (found.TagsError !== undefined)
    throw new RestoreError(name, "lambda:GetFunction", "its tags cannot be read", "allow lambda:ListTags");
  const configuration = configurationOf(found, name);
  const reservedConcurrency = found.Concurrency?.ReservedConcurrentExecutions;
  const codeSigningConfig = await read("GetFunctionCodeSigningConfig", () => readCodeSigning(ports, name));
  const recursiveLoop = await read("GetFunctionRecursionConfig", () => readRecursion(ports, name));
  const provisioned = await read("ListProvisionedConcurrencyConfigs", () => readAllocated(ports, name));
  const aliases = await read("ListAliases", () => readAliases(ports, name));
  return {
    arn: configuration.FunctionArn ?? "",
    latest: contentOf(found, name),
    ...failureOf(configuration),
    ...(configuration.LastUpdateStatus === "Failed" && {
      updateFailed: configuration.LastUpdateStatusReason ?? NO_REASON,
    }),
    ...(await readVersions(ports, name, hashes, configuration)),
    aliases: settledAliases(aliases, provisioned),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    provisioned,
    ...(codeSigningConfig !== undefined && { codeSigningConfig }),
    ...(recursiveLoop !== undefined && { recursiveLoop }),
    tags: found.Tags ?? {},
    urls: await read("ListFunctionUrlConfigs", () => readUrls(ports, name)),
    asyncConfigs: await read("ListFunctionEventInvokeConfigs", () => readAsyncConfigs(ports, name)),
  };
}

async function readVersions(
  ports: MappingPorts,
  name: string,
  hashes: ReadonlySet<string>,
  latest: FunctionConfiguration,
) {
  const { lambda, sleep } = ports;
  const listed = await listAll(
    sleep,
    { resource: name, call: "lambda:ListVersionsByFunction" },
    (Marker) => lambda.send(new ListVersionsByFunctionCommand({ FunctionName: name, Marker })),
    ({ Versions, NextMarker }) => ({ items: Versions, next: NextMarker }),
  );
  const published = listed
    .filter(({ Version = "" }) => isPublished(Version))
    .sort((a, b) => Number(a.Version) - Number(b.Version));
  const versions: LiveVersion[] = [];
  for (const { Version: version = "", PackageType, CodeSha256 } of published) {
    if (!hashes.has(codeHashOf({ PackageType, CodeSha256 }))) continue;
    versions.push(await readOne(ports, name, version));
  }
  const last = published.at(-1)?.Version;
  const republished = listed.some(({ Version }) => Version === LATEST_PUBLISHED)
    ? await readOne(ports, name, LATEST_PUBLISHED)
    : undefined;
  const since = leastLately([latest, ...listed]);
  return {
    versions,
    ...(since !== undefined && { since }),
    ...(last !== undefined && { last }),
    ...(republished !== undefined && { republished }),
  };
}

async function readOne(ports: MappingPorts, name: string, version: string): Promise<LiveVersion> {
  const resource = `${name}:${version}`;
  const what = { resource, call: "lambda:GetFunction" };
  const answer = await attempt(ports.sleep, what, () => getFunction(ports, name, version));
  return { version, content: contentOf(answer, name), ...failureOf(configurationOf(answer, resource)) };
}

function failureOf({ State, StateReason }: FunctionConfiguration): Pick<LiveVersion, "failed"> {
  return State === "Failed" ? { failed: StateReason ?? NO_REASON } : {};
}
