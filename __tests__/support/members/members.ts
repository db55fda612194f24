import type { Judged } from "./judged.ts";
import type { Keys } from "./named.ts";

/** Why, by the path of a member; a path that ends in `..` is of all below it. */
type Reasons = Readonly<Record<string, string>>;

/** Of a kind's calls, each member that is not kept, compared, restored or told, with its reason. */
export type Members = { readonly [Of in keyof Judged]?: Reasons } & {
  /** Keys of maps that are members too. */
  readonly keys?: Keys;
};

/** Reasons that hold for every kind. */
const COMMON: { readonly [Of in keyof Judged]?: readonly (readonly [RegExp, string])[] } = {
  ignored: [
    [/\.(creation|last\w*|Creation|Last\w*|update)(Date|DateTime|Time|Timestamp)$/, "a date that AWS writes"],
    [/\.(LastAuthorizedTime|LastUpdateToPayPerRequestDateTime)$/, "a date that AWS writes"],
    [/\.(nextToken|NextToken|NextMarker)$/, "the next page is asked for by it"],
    [/\.(ApiDestinationState|ConnectionState|ContinuousBackupsStatus|IndexStatus|StreamStatus)$/, "a state"],
    [/\.(TableStatus|WarmThroughput\.Status|WitnessStatus|dataProtectionStatus)$/, "a state"],
  ],
  unsent: [
    [/\.ClientToken$/, "an answer that was lost is looked for by the name of what was made"],
    [/\.(StreamName|StreamId)$/, "the ARN says which"],
  ],
};

/** Members that nobody gave a reason for, and reasons that nothing needs. */
export function unreasoned(found: Judged, members: Members): string[] {
  return (Object.keys(found) as (keyof Judged)[]).flatMap((of) => {
    const [own, common] = [Object.keys(members[of] ?? {}), COMMON[of] ?? []];
    const isBy = (key: string, member: string): boolean =>
      key.endsWith("..") ? member.startsWith(key.slice(0, -2)) : key === member;
    return [
      ...found[of]
        .filter((member) => !own.some((key) => isBy(key, member)))
        .filter((member) => !common.some(([pattern]) => pattern.test(member)))
        .map((member) => `${of}: ${member}`),
      ...own
        .filter((key) => !found[of].some((member) => isBy(key, member)))
        .map((key) => `${of}: ${key} has a reason, and needs none`),
    ];
  });
}
