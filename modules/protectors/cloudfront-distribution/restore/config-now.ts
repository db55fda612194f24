import type { Json, JsonObject } from "../../../contract/json.ts";
import { calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import { isObject } from "../../kit/canonical.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { PlanRequest } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import { aliasesOf, lambdasOf, listWith } from "../config.ts";
import type { DistributionDocument } from "../document.ts";
import { LOGS, logBucketOf, NO_LOGS } from "./logs.ts";

type Request = Pick<PlanRequest<DistributionDocument>, "translation" | "skip" | "together">;

/** Versions that are others at the destination, and that this restore does not publish: numbers mean nothing there. */
export function unknownVersions({ translation, together }: Request): readonly Untranslated[] {
  const before = textsBefore(translation);
  return lambdasOf(translation.document.config).flatMap(({ path, text }) =>
    unknownVersion(path, calledVersion(before(text), text, translation.used), together),
  );
}

/** The configuration as far as a plan knows it: versions that are not published yet are as they were translated. */
export function configKnown(request: Request, known: ReadonlyMap<string, string>): JsonObject {
  return becoming(request, (was, is) => known.get(was) ?? is);
}

/**
 * The configuration with the versions that functions have now, and with hosts that AWS has drawn.
 * @throws RestoreError for a version that did not come back
 */
export function configMade(request: Request, ids: ReadonlyMap<string, string>): JsonObject {
  const { source, used } = request.translation;
  return becoming(request, (was, is) => {
    const called = calledVersion(was, is, used);
    if (called === undefined) return ids.get(was) ?? is;
    const now = versionNow(called, ids);
    if (now !== undefined) return now;
    throw new RestoreError(
      `distribution ${source.id}`,
      "cloudfront:CreateDistribution",
      `version ${called.version} of a function that it calls did not come back`,
      `map ${called.was} to what stands for it; then ${AGAIN}`,
    );
  });
}

/** Its alternate domain names with the word of `--skip` for each, by what it was at the source. */
export function aliasParts({ translation }: Pick<Request, "translation">): readonly Alias[] {
  const before = textsBefore(translation);
  return aliasesOf(translation.document.config).map((name) => ({ name, part: `alias/${before(name)}` }));
}

export interface Alias {
  readonly name: string;
  readonly part: string;
}

/** Every text of the configuration by what it was and what it was translated to, without aliases that a person leaves out. */
function becoming(request: Request, now: (was: string, is: string) => string): JsonObject {
  const before = textsBefore(request.translation);
  const walk = (value: Json): Json => {
    if (typeof value === "string") return now(before(value), value);
    if (Array.isArray(value)) return value.map(walk);
    return isObject(value) ? object(value) : value;
  };
  const object = (of: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key, walk(value)]));
  const { Aliases: aliases, ...rest } = request.translation.document.config;
  const stay = aliasParts(request).filter(({ part }) => request.skip?.has(part) !== true);
  return {
    ...object(rest),
    ...(request.skip?.has(LOGS) && logBucketOf(rest) !== undefined && { Logging: NO_LOGS }),
    ...(aliases !== undefined && { Aliases: listWith(stay.map(({ name }) => name)) }),
  };
}

/** What a text of the destination was at the source. */
function textsBefore({ replaced }: Request["translation"]): (text: string) => string {
  const before = new Map(Object.entries(replaced).map(([was, is]) => [is, was]));
  return (text) => before.get(text) ?? text;
}
