import { createHash } from "node:crypto";
import type { FunctionDocument } from "../../modules/protectors/lambda/document.ts";
import type { RestoreResult } from "../../modules/restore/result.ts";
import type { FakeLambda } from "./fake-lambda/lambda.ts";

/**
 * What stands behind the numbers and aliases of a restore that says it is done, by Lambda's own answers: what differs from
 * the point, by name. Of the configuration what the tests tell versions by.
 */
export function wrongBehindNumbers(
  lambda: FakeLambda,
  document: FunctionDocument,
  { idMap }: Pick<RestoreResult, "idMap">,
): string[] {
  const { name, arn } = document;
  const wanted = new Map(
    document.versions.map(({ version, codeSha256, configuration }) => [
      version,
      told(codeSha256, configuration),
    ]),
  );
  const numberOf = (version: string): string => idMap[`${arn}:${version}`]?.split(":")[7] ?? version;
  const is = (qualifier: string): string => {
    const { Configuration } = lambda.GetFunction({ FunctionName: name, Qualifier: qualifier });
    const { code } = lambda.functions.get(name)?.published.get(qualifier) ?? { code: new Uint8Array() };
    return told(createHash("sha256").update(code).digest("hex"), Configuration as Record<string, unknown>);
  };
  const numbers = [...wanted].flatMap(([version, content]) =>
    version === "$LATEST" || is(numberOf(version)) === content ? [] : [`version ${version}`],
  );
  const aliases = document.aliases.flatMap((alias) => {
    const { FunctionVersion } = lambda.GetAlias({ FunctionName: name, Name: alias.name }) as {
      FunctionVersion?: unknown;
    };
    const right = is(String(FunctionVersion)) === wanted.get(alias.version);
    return right ? [] : [`alias ${alias.name} is at ${String(FunctionVersion)}`];
  });
  return [...numbers, ...aliases];
}

function told(hash: string, { MemorySize, Timeout, Description = "" }: Record<string, unknown>): string {
  return JSON.stringify({ hash, MemorySize, Timeout, Description });
}
