import { type BackupRequest, EDGE_ZONE_TAG } from "../contract/events.ts";

type Selector = Pick<BackupRequest, "select" | "zone" | "zonesElsewhere">;
type Tags = Readonly<Record<string, string>>;

/** Whether the name alone leaves the question open: only then is it worth a call to read the tags. */
export function needsTags(request: Selector, name: string): boolean {
  const { select, zone, zonesElsewhere } = request;
  const asksTags = Object.keys(select.tags).length > 0 || zone !== undefined || zonesElsewhere.length > 0;
  return asksTags && selectsName(request, name);
}

/** Names AND every tag, any one value of a tag sufficing; `exclude` wins; a zone's functions belong to that zone. */
export function selects(request: Selector, name: string, tags: Tags): boolean {
  const wanted = Object.entries(request.select.tags);
  return (
    selectsName(request, name) &&
    wanted.every(([key, values]) => hasTag(tags, key, values)) &&
    servesSite(request, tags)
  );
}

function selectsName({ select: { names, exclude } }: Selector, name: string): boolean {
  const matches = (glob: string): boolean => matchesGlob(glob, name);
  return (names.length === 0 || names.some(matches)) && !exclude.some(matches);
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

/**
 * `*` stands for any characters, `?` for one; everything else for itself. The last star alone is retried, so the
 * time is at most the product of both lengths whatever the glob.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let at = 0;
  let star: { readonly glob: number; name: number } | undefined;
  for (let i = 0; i < name.length; ) {
    if (glob[at] === "*") {
      star = { glob: at++, name: i };
    } else if (at < glob.length && (glob[at] === "?" || glob[at] === name[i])) {
      at++;
      i++;
    } else if (star !== undefined) {
      at = star.glob + 1;
      i = ++star.name;
    } else return false;
  }
  while (glob[at] === "*") at++;
  return at === glob.length;
}
