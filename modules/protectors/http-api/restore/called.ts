import { MAKE } from "../../kit/api-methods.ts";
import { type CalledVersion, calledVersion, unknownVersion, versionNow } from "../../kit/called-version.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import type { Ids } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import type { Called } from "../document.ts";
import type { Draft } from "./draft.ts";

type Planned = Pick<Draft, "request">;

function versionOf({ request }: Planned, was: Called, wanted: Called): CalledVersion | undefined {
  return calledVersion(was.function ?? "", wanted.function ?? "", request.translation.used);
}

/** What it calls, as far as numbers of versions are known before the first step. */
export function callsKnown(draft: Planned, was: Called, wanted: Called): Called {
  const call = versionOf(draft, was, wanted);
  const known = call && draft.request.known?.get(call.was);
  return known === undefined ? wanted : { ...wanted, function: known };
}

/** The same with the version that it has now. @throws RestoreError where that did not come back */
export function callsNow(draft: Draft, was: Called, wanted: Called, ids: Ids): Called {
  const call = versionOf(draft, was, wanted);
  if (call === undefined) return wanted;
  const now = versionNow(call, ids);
  if (now !== undefined) return { ...wanted, function: now };
  throw new RestoreError(
    draft.resource,
    MAKE,
    `the version that it calls did not come back: ${call.was}`,
    "map it to an alias or another version of the function, and run the restore again",
  );
}

/** Versions whose numbers this restore does not give. */
export function unknownVersions(draft: Planned): readonly Untranslated[] {
  const { source, document } = draft.request.translation;
  const of = (collection: "integrations" | "authorizers") =>
    document[collection].flatMap((wanted, at) =>
      unknownVersion(
        `${collection}[${at}].function`,
        versionOf(draft, source[collection][at] ?? wanted, wanted),
        draft.request.together,
      ),
    );
  return [...of("integrations"), ...of("authorizers")];
}
