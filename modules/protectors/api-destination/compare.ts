import { canonical } from "../kit/canonical.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { lookUp } from "../kit/translate/scope.ts";
import type { IdMap } from "../protector.ts";
import type { DestinationDocument } from "./document.ts";

/** Where a restored destination differs from what was captured. Its endpoint is sealed. */
export function compareDestinations(
  was: DestinationDocument,
  is: DestinationDocument,
  ids: IdMap,
): Difference[] {
  const view = ({ connection, settings }: DestinationDocument) => ({
    connection,
    settings: canonical(settings),
  });
  const connection = lookUp(ids, was.connection) ?? was.connection;
  return differencesOf(view({ ...was, connection }), view(is));
}
