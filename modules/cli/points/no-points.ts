import { closest } from "../../core/closest.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { thingName } from "../../core/thing-name.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { type NamedThing, namedAs } from "../terminal/parse-argument.ts";
import { findPoints } from "./find-points.ts";
import type { Source } from "./open-sources.ts";

/** That nothing of a name has been kept, with the name that was most likely meant. */
export async function noPointsOf(sources: readonly Source[], named: NamedThing): Promise<CommandError> {
  const stores = uniqueSorted(sources.map(({ region }) => region)).join(", ");
  return new CommandError(
    `no recovery point of ${namedAs(named)} in the store of ${stores}`,
    EXIT.bad,
    (await meantBy(sources, named)) ?? "npx zonekeep list shows what there is",
  );
}

/** `did you mean orders-quote?`, of what the stores have; one that is not meant by its kind is said with it. */
export async function meantBy(sources: readonly Source[], named: NamedThing): Promise<string | undefined> {
  const { points } = await findPoints(sources, undefined);
  const names = points.flatMap(({ ref }) => {
    const name = thingName(ref);
    if (named.kind !== undefined) return [name];
    return ref.kind === "lambda" ? [ref.id] : [name, ref.id];
  });
  const near = closest(namedAs(named), uniqueSorted(names));
  return near === undefined ? undefined : `did you mean ${near}?`;
}
