import { apisOf, functionOf, isArn, parseArn, tableOf } from "../core/arn.ts";
import { thingName } from "../core/thing-name.ts";
import { thingsAt } from "../protectors/thing-at.ts";
import type { GatheredThing } from "./gathered-thing.ts";

/** By an ARN of the source, also of a version or an alias, the name of the thing that a person leaves out. */
export function leftAwayAmong(
  skipped: readonly string[],
  things: readonly Pick<GatheredThing, "point">[],
): (arn: string) => string | undefined {
  const away = new Set(skipped);
  const places = things.map(({ point: { manifest } }) => manifest);
  return (text) => {
    if (!isArn(text)) return undefined;
    const things = [text, functionOf(text), tableOf(text), ...apisOf(text)].flatMap(thingsAt);
    const thing = things.find((one) => away.has(thingName(one)));
    if (thing === undefined) return undefined;
    const { account, region } = parseArn(text);
    const isThere = places.some(
      (at) => (account === "" || account === at.account) && (region === "" || region === at.region),
    );
    return isThere ? thingName(thing) : undefined;
  };
}
