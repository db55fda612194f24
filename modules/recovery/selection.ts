import { type BackupRequest, EDGE_ZONE_TAG } from "../contract/events.ts";
import { matchesGlob } from "../core/glob.ts";

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
export function needsTags(request: Selector, candidate: Candidate): boolean {
  const { select, zone, zonesElsewhere } = request;
  const asksTags = Object.keys(select.tags).length > 0 || zone !== undefined || zonesElsewhere.length > 0;
  return asksTags && selectsListed(request, candidate);
}

/**
 * Names AND ARNs AND runtimes AND every tag, any one value of each sufficing; `exclude` wins; a zone's functions
 * belong to that zone.
 */
export function selects(request: Selector, candidate: Candidate, tags: Tags): boolean {
  const wanted = Object.entries(request.select.tags);
  return (
    selectsListed(request, candidate) &&
    wanted.every(([key, values]) => hasTag(tags, key, values)) &&
    servesSite(request, tags)
  );
}

function selectsListed({ select }: Selector, { name, arn, runtime }: Candidate): boolean {
  const accepts = (globs: readonly string[], text: string | undefined): boolean =>
    globs.length === 0 || (text !== undefined && globs.some((glob) => matchesGlob(glob, text)));
  return (
    accepts(select.names, name) &&
    accepts(select.arns, arn) &&
    accepts(select.runtimes, runtime) &&
    !select.exclude.some((glob) => matchesGlob(glob, name))
  );
}

/** A value of `*` accepts any value of a tag that is there. */
function hasTag(tags: Tags, key: string, values: readonly string[]): boolean {
  const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
  return value !== undefined && (values.includes("*") || values.includes(value));
}

function servesSite({ zone, zonesElsewhere }: Selector, tags: Tags): boolean {
  const served = Object.hasOwn(tags, EDGE_ZONE_TAG) ? tags[EDGE_ZONE_TAG] : undefined;
  if (zone !== undefined) return served === zone;
  return served === undefined || !zonesElsewhere.includes(served);
}
