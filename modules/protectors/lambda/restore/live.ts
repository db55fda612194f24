import { type GetFunctionCommandOutput, ListVersionsByFunctionCommand } from "@aws-sdk/client-lambda";
import { isPublished } from "../arn.ts";
import { canonicalConfiguration } from "../canonical-configuration.ts";
import { writableConfiguration } from "../capture/configuration.ts";
import { readAliases, readAsyncConfigs, readConcurrency, readUrls } from "../capture/settings.ts";
import { configurationOf, getFunction } from "../capture/versions.ts";
import type { AliasDocument, QualifiedDocument } from "../document.ts";
import { attempt, orNone } from "./attempt.ts";
import type { Content } from "./content.ts";
import type { ArmDeps } from "./deps.ts";
import { RestoreError } from "./error.ts";
import { listAll } from "./list.ts";

/** What is at the destination now, as far as a restore has to know it. */
export interface LiveFunction {
  readonly arn: string;
  readonly latest: Content;
  /** Published versions whose code is that of a version to restore, ascending. */
  readonly versions: readonly { readonly version: string; readonly content: Content }[];
  readonly aliases: readonly AliasDocument[];
  readonly reservedConcurrency?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly urls: readonly QualifiedDocument[];
  readonly asyncConfigs: readonly QualifiedDocument[];
}

/** `undefined` when no function has this name. Any other answer than a full one throws. */
export async function readLive(
  deps: ArmDeps,
  name: string,
  hashes: ReadonlySet<string>,
): Promise<LiveFunction | undefined> {
  const read = <T>(call: string, act: () => Promise<T>): Promise<T> =>
    attempt(deps.sleep, { resource: name, call: `lambda:${call}` }, act);
  const found = await read("GetFunction", () => orNone(() => getFunction(deps, name)));
  if (found === undefined) return undefined;
  if (found.TagsError !== undefined)
    throw new RestoreError(name, "lambda:GetFunction", "its tags cannot be read", "allow lambda:ListTags");
  const configuration = configurationOf(found, name);
  const reservedConcurrency = await read("GetFunctionConcurrency", () => readConcurrency(deps, name));
  return {
    arn: configuration.FunctionArn ?? "",
    latest: contentOf(found, name),
    versions: await readVersions(deps, name, hashes),
    aliases: await read("ListAliases", () => readAliases(deps, name)),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    tags: found.Tags ?? {},
    urls: await read("ListFunctionUrlConfigs", () => readUrls(deps, name)),
    asyncConfigs: await read("ListFunctionEventInvokeConfigs", () => readAsyncConfigs(deps, name)),
  };
}

function contentOf(answer: GetFunctionCommandOutput, name: string): Content {
  const configuration = configurationOf(answer, name);
  if (configuration.Environment?.Error !== undefined)
    throw new RestoreError(
      name,
      "lambda:GetFunction",
      "its environment cannot be read",
      "allow kms:Decrypt on the function's key",
    );
  return {
    codeSha256: hexOf(configuration.CodeSha256),
    configuration: canonicalConfiguration(writableConfiguration(configuration, answer.Code), name),
    environment: configuration.Environment?.Variables ?? {},
  };
}

async function readVersions(deps: ArmDeps, name: string, hashes: ReadonlySet<string>) {
  const { lambda, sleep } = deps;
  const listed = await listAll(
    sleep,
    { resource: name, call: "lambda:ListVersionsByFunction" },
    (Marker) => lambda.send(new ListVersionsByFunctionCommand({ FunctionName: name, Marker })),
    ({ Versions, NextMarker }) => ({ items: Versions, next: NextMarker }),
  );
  const versions: { version: string; content: Content }[] = [];
  for (const { Version: version = "", CodeSha256 } of listed) {
    if (!isPublished(version) || !hashes.has(hexOf(CodeSha256))) continue;
    const what = { resource: `${name}:${version}`, call: "lambda:GetFunction" };
    const answer = await attempt(sleep, what, () => getFunction(deps, name, version));
    versions.push({ version, content: contentOf(answer, name) });
  }
  return versions.toSorted((a, b) => Number(a.version) - Number(b.version));
}

/** Lambda's hashes are in base64, ours in hexadecimal digits. */
export function hexOf(base64: string | undefined): string {
  return Buffer.from(base64 ?? "", "base64").toString("hex");
}
