import type { JsonObject } from "../../contract/json.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap } from "../protector.ts";
import { qualifierOf } from "./arn.ts";
import type { MachineDocument, Revision } from "./document.ts";
import { formOf } from "./revision.ts";
import { sharesOf } from "./routing.ts";

/** Where a restored machine differs from what was captured. Versions and aliases beside those of the point are no difference. */
export function compareMachines(was: MachineDocument, is: MachineDocument, ids: IdMap): Difference[] {
  const now = (version: string): string => {
    const to = ids[`${was.arn}:${version}`];
    return (to === undefined ? undefined : qualifierOf(to)) ?? version;
  };
  const moved = (one: Revision): JsonObject =>
    renamed(viewOf(one), ids, { from: was.arn, to: is.arn }) as JsonObject;
  const wanted = {
    current: moved(was.current),
    versions: Object.fromEntries(
      was.versions.map((one) => [now(one.version), { ...moved(one), ...described(one) }]),
    ),
    aliases: Object.fromEntries(was.aliases.map((one) => [one.name, aliasView(one, now)])),
  };
  const there = {
    current: viewOf(is.current),
    versions: Object.fromEntries(
      is.versions.map((one) => [one.version, { ...viewOf(one), ...described(one) }]),
    ),
    aliases: Object.fromEntries(is.aliases.map((one) => [one.name, aliasView(one, (version) => version)])),
  };
  return differencesOf(
    { type: was.type, ...wanted, tags: writableTags(was.tags) },
    {
      type: is.type,
      current: there.current,
      versions: among(there.versions, wanted.versions),
      aliases: among(there.aliases, wanted.aliases),
      tags: writableTags(is.tags),
    },
  );
}

function viewOf(one: Revision): JsonObject {
  return { ...formOf(one), calls: sortedKeys(one.calls as unknown as JsonObject[]) };
}

function described({ description = "" }: MachineDocument["versions"][number]): JsonObject {
  return { description };
}

function aliasView(
  { description = "", routing }: MachineDocument["aliases"][number],
  now: (version: string) => string,
): JsonObject {
  return { description, routing: sortedKeys(sharesOf(routing, now)) };
}

function among(all: JsonObject, wanted: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(all).filter(([key]) => Object.hasOwn(wanted, key)));
}
