import type { JsonObject } from "../../../contract/json.ts";
import type { FunctionDocument, VersionDocument } from "../document.ts";
import type { FunctionIds } from "../restore/ids.ts";

export const FUNCTION = "aws_lambda_function";
export const LATEST = "$LATEST";

/** What saying a function in Terraform needs, and finds on its way. */
export interface FunctionInTerraform {
  readonly document: FunctionDocument;
  readonly live: FunctionDocument | undefined;
  /** Values of the variables of `$LATEST`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly ids: FunctionIds;
  /** With layers, versions and what AWS draws ARNs for as they are there. */
  readonly resolved: (settings: JsonObject) => JsonObject;
  readonly left: string[];
  readonly warnings: string[];
}

export function latestOf({ versions }: FunctionDocument): VersionDocument | undefined {
  return versions.find(({ version }) => version === LATEST);
}

/** As the provider imports what belongs to a function or to one of its aliases: without a qualifier for the function itself. */
export function qualified(name: string, qualifier: string | undefined, separator: string): string {
  return qualifier === undefined || qualifier === LATEST ? name : `${name}${separator}${qualifier}`;
}
