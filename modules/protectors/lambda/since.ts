import { sameJson } from "../kit/canonical.ts";
import type { SinceRestored } from "../unarmed.ts";
import { isPublished } from "./arn.ts";
import { compareFunctions } from "./compare.ts";
import type { FunctionDocument, FunctionSecrets } from "./document.ts";
import { SEPARATOR } from "./restore/separator.ts";

interface Kept {
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets | undefined;
}

/** What arming brings is no change; a restore gives versions other numbers, in the same order. */
export function sinceRestored(was: Kept, is: Kept): SinceRestored {
  const [then, there] = [new Set(triggersOf(was.document)), new Set(triggersOf(is.document))];
  const lacks = [...then].filter((trigger) => !there.has(trigger));
  // Made by hand meanwhile: the older point has it not.
  const gained = [...there].some((trigger) => !then.has(trigger));
  const [before, now] = [versionsOf(was.document), versionsOf(is.document)];
  if (gained || before.length !== now.length) return { same: false, lacks };
  const ids = Object.fromEntries(
    before.map((version, at) => [`${was.document.arn}:${version}`, `${is.document.arn}:${now[at]}`]),
  );
  const differs = compareFunctions(was.document, is.document, ids).some(
    ({ path }) => !/^(mappings|permissions|urls)\b/.test(path),
  );
  const values = [...before, "$LATEST"].every((version, at) =>
    sameJson(
      Object.entries(was.secrets?.[version] ?? {}).sort(),
      Object.entries(is.secrets?.[now[at] ?? "$LATEST"] ?? {}).sort(),
    ),
  );
  return { same: !differs && values, lacks };
}

/** Published versions that are the function's own, ascending. */
function versionsOf({ versions }: FunctionDocument): readonly string[] {
  return versions
    .filter(({ version, configuration }) => isPublished(version) && configuration.Description !== SEPARATOR)
    .map(({ version }) => version);
}

/** What brings events, by names that a restore does not change. */
function triggersOf({ mappings, urls, policies }: FunctionDocument): readonly string[] {
  const of = (qualifier = "$LATEST"): string => (isPublished(qualifier) ? "a version" : qualifier);
  return [
    ...mappings
      .filter(({ enabled }) => enabled)
      .map(({ uuid, qualifier, settings: { EventSourceArn } }) =>
        typeof EventSourceArn === "string"
          ? `the enabled mapping from ${EventSourceArn} to ${of(qualifier)}`
          : `enabled mapping ${uuid}`,
      ),
    ...urls.map(({ qualifier }) => `the URL of ${qualifier}`),
    ...policies.flatMap(({ qualifier, statements }) =>
      statements
        .filter(({ Effect }) => Effect === "Allow")
        .map(({ Sid }) => `statement ${String(Sid)} of ${of(qualifier)}`),
    ),
  ];
}
