import { byPattern } from "./pattern.ts";
import { lookUp, staysHome, type TranslationScope } from "./scope.ts";
import { type Findings, translateJson } from "./walk.ts";

/** A key goes by its ARN, its bare id or an alias, and only its ARN says where it lies. AWS's own are everywhere. */
export function translateKey(key: string, path: string, scope: TranslationScope, into: Findings): string {
  const mapped = (lookUp(scope.map, key) ?? byPattern(scope.map, key)) !== undefined;
  if (!mapped && !staysHome(scope) && key !== "" && !key.startsWith("arn:") && !isOwnKey(key)) {
    const { region, account } = scope.target;
    if (key.startsWith("alias/"))
      into.warnings.add(`key ${key} is kept; it has to be there in ${region} of account ${account}`);
    else
      into.missing.push({
        path,
        value: key,
        reason: `a key's id belongs to ${scope.source.region}; name its counterpart in ${region} of account ${account}`,
      });
  }
  return translateJson(key, path, scope, into) as string;
}

/** One of AWS's own, which every account has in every region. */
export function isOwnKey(key: string): boolean {
  return key.startsWith("alias/aws/");
}
