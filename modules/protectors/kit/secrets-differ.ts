import type { Comparing, WithSecrets } from "../comparing.ts";
import type { IdMap } from "../protector.ts";
import { sameJson } from "./canonical.ts";

const ARMED = { armed: true };

/**
 * Tells whether secrets differ, by comparing documents with their secrets in them: what is nobody's difference in a document,
 * such as another's subscription, is none here. `whole` puts them in, in memory alone.
 */
export function comparingWhole<Document, Secrets>(
  differences: Comparing<Document, Secrets>["differences"],
  whole: (document: Document, secrets: Secrets | undefined) => Document,
): NonNullable<Comparing<Document, Secrets>["secretsDiffer"]> {
  const put = ({ document, secrets }: WithSecrets<Document, Secrets>): Document => whole(document, secrets);
  return (was, is, ids) => {
    const told = new Map(differences(was.document, is.document, ids, ARMED).map((one) => [one.path, one]));
    return differences(put(was), put(is), withVersions(ids), ARMED).some((one) => {
      const shown = told.get(one.path);
      if (shown === undefined) return true;
      // What is there on one side alone has been told, with all that is in it.
      const isBoth = one.was !== undefined && one.is !== undefined;
      return isBoth && !(sameJson(one.was, shown.was) && sameJson(one.is, shown.is));
    });
  };
}

/** Secrets are in the words of the destination, but for numbers of versions, which are those of the source until they are made. */
function withVersions(ids: IdMap): IdMap {
  const numbered = Object.entries(ids).flatMap(([from, to]) => {
    const [, version] = /:([0-9]+)$/.exec(from) ?? [];
    const owner = /^(.*):[0-9]+$/.exec(to)?.[1];
    return version === undefined || owner === undefined ? [] : [[`${owner}:${version}`, to] as const];
  });
  return { ...Object.fromEntries(numbered), ...ids };
}
