import { type BackupRequest, EDGE_ZONE_TAG } from "../contract/events.ts";
import { matchesGlob } from "../core/glob.ts";
import { selectsFunctions } from "../core/selects-functions.ts";

type Selector = Pick<BackupRequest, "select" | "zone" | "zonesElsewhere">;
type Tags = Readonly<Record<string, string>>;

/** A function, as far as a selection looks at it without asking for its tags. */
export interface Candidate {
  readonly name: string;
  /** Without a qualifier. */
  readonly arn: string;
  /** Absent: a container image, which has none, so that no glob of runtimes accepts it. */
  readonly runtime?: string;
}

/** Whether the list alone leaves the question open: only then is it worth a call to read the tags. */
export function needsTags({ select, zone, zonesElsewhere }: Selector, candidate: Candidate): boolean {
  const asksTags = Object.keys(select.tags).length > 0 || zone !== undefined || zonesElsewhere.length > 0;
  const others = { ...select, tags: {}, resources: [] };
  return (
    selectsFunctions(select) && asksTags && selects({ select: others, zonesElsewhere: [] }, candidate, {})
  );
}

export function selects(request: Selector, candidate: Candidate, tags: Tags): boolean {
  const { unmet, excludedBy } = whyNot(request, candidate, tags);
  return unmet.length === 0 && excludedBy.length === 0;
}

/** Why a run does not take a function. Nothing in either list: it takes it. */
interface WhyNot {
  /** Conditions that do not hold, `exclude` aside. */
  readonly unmet: readonly string[];
  /** Globs of `exclude` that match. */
  readonly excludedBy: readonly string[];
}

/**
 * The rule by which runs select: names AND ARNs AND runtimes AND every tag, any one value of each sufficing; `exclude`
 * wins; a zone's functions belong to that zone.
 */
export function whyNot(
  { select, zone, zonesElsewhere }: Selector,
  { name, arn, runtime }: Candidate,
  tags: Tags,
): WhyNot {
  const unmet = [
    ...(selectsFunctions(select) ? [] : ["it names resources, and selects no function"]),
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
  return [value === undefined ? `no ${what}` : `${what} matches none of ${globs.join(", ")}`];
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
