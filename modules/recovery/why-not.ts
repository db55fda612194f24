import { type BackupRequest, EDGE_ZONE_TAG } from "../contract/events.ts";
import { matchesGlob } from "../core/glob.ts";
import type { Candidate } from "./selection.ts";

type Tags = Readonly<Record<string, string>>;

/** Why a run does not take a function. Nothing in either list exactly when `selects` says that it does. */
export interface WhyNot {
  /** Conditions that do not hold, `exclude` aside. */
  readonly unmet: readonly string[];
  /** Globs of `exclude` that match. */
  readonly excludedBy: readonly string[];
}

/** The rule of `selects`, in words. */
export function whyNot(
  { select, zone, zonesElsewhere }: Pick<BackupRequest, "select" | "zone" | "zonesElsewhere">,
  { name, arn, runtime }: Candidate,
  tags: Tags,
): WhyNot {
  const unmet = [
    ...noneOf("name", select.names, name),
    ...Object.entries(select.tags).flatMap(([key, values]) => tagUnmet(tags, key, values)),
    ...noneOf("ARN", select.arns, arn),
    ...noneOf("runtime", select.runtimes, runtime),
    ...zoneUnmet(zone, zonesElsewhere, tagOf(tags, EDGE_ZONE_TAG)),
  ];
  return { unmet, excludedBy: select.exclude.filter((glob) => matchesGlob(glob, name)) };
}

function noneOf(what: string, globs: readonly string[], value: string | undefined): string[] {
  if (globs.length === 0 || (value !== undefined && globs.some((glob) => matchesGlob(glob, value))))
    return [];
  return [value === undefined ? `no ${what}` : `${what} is none of ${globs.join(", ")}`];
}

function tagUnmet(tags: Tags, key: string, values: readonly string[]): string[] {
  const value = tagOf(tags, key);
  if (value === undefined) return [`no tag ${key}`];
  return values.includes("*") || values.includes(value) ? [] : [`tag ${key} is ${value}`];
}

function zoneUnmet(
  zone: string | undefined,
  elsewhere: readonly string[],
  served: string | undefined,
): string[] {
  if (zone === undefined)
    return served !== undefined && elsewhere.includes(served) ? [`it belongs to the site ${served}`] : [];
  if (served === zone) return [];
  return [served === undefined ? `no tag ${EDGE_ZONE_TAG}` : `tag ${EDGE_ZONE_TAG} is ${served}`];
}

function tagOf(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}
