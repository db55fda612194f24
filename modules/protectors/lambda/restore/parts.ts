import type { JsonObject } from "../../../contract/json.ts";
import type { PlanRequest } from "../../protector.ts";
import type { FunctionDocument, FunctionSecrets } from "../document.ts";

/** What `--skip` calls a mapping: by the ARN that it reads, or by its own id where it has none. */
export function mappingPart({
  uuid,
  settings,
}: {
  readonly uuid: string;
  readonly settings: JsonObject;
}): string {
  return `mapping/${typeof settings.EventSourceArn === "string" ? settings.EventSourceArn : uuid}`;
}

export function statementPart({ Sid }: JsonObject): string {
  return `statement/${typeof Sid === "string" ? Sid : "without-sid"}`;
}

/** Words of `--skip`; a mapping may be named by the ARN that it read, or by the one that it is to read. */
export function skipped({
  skip = new Set(),
  translation: { source, document },
}: Pick<PlanRequest<FunctionDocument, FunctionSecrets>, "skip" | "translation">): ReadonlySet<string> {
  const here = source.mappings.flatMap((mapping, at) => {
    const translated = document.mappings[at];
    return skip.has(mappingPart(mapping)) && translated !== undefined ? [mappingPart(translated)] : [];
  });
  return new Set([...skip, ...here]);
}

/** Whether a path of the document lies in a part that is left out. */
export function isOfPart(
  { mappings, policies, urls, asyncConfigs }: FunctionDocument,
  skip: ReadonlySet<string>,
): (path: string) => boolean {
  const paths = [
    ...mappings.map((mapping, at) => [mappingPart(mapping), `mappings[${at}].`]),
    ...policies.flatMap(({ statements }, at) =>
      statements.map((one, n) => [statementPart(one), `policies[${at}].statements[${n}].`]),
    ),
    ...urls.map(({ qualifier }, at) => [`url/${qualifier}`, `urls[${at}].`]),
    ...asyncConfigs.map(({ qualifier }, at) => [`async/${qualifier}`, `asyncConfigs[${at}].`]),
  ];
  const left = paths.flatMap(([part = "", path = ""]) => (skip.has(part) ? [path] : []));
  return (path) => left.some((start) => path.startsWith(start));
}
