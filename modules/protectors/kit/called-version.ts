import type { Untranslated } from "../untranslated.ts";

/** What calls a published version, whose number is the source's own. */
export interface CalledVersion {
  /** The source's ARN, and its text at the destination, which ends in the number of the source. */
  readonly was: string;
  readonly translated: string;
  readonly version: string;
  /** A person named the version that stands for it. */
  readonly named: boolean;
}

/** Of a function or a state machine. `undefined`: an alias, one without a qualifier, or something else, whose ARN is known before it is made. */
export function calledVersion(
  was: string,
  translated: string,
  used: readonly string[],
): CalledVersion | undefined {
  const [, version] =
    /^arn:[^:]+:(?:lambda:[^:]*:[^:]*:function|states:[^:]*:[^:]*:stateMachine):[^:]+:([0-9]+)$/.exec(was) ??
    [];
  return version === undefined ? undefined : { was, translated, version, named: used.includes(was) };
}

/**
 * What has no counterpart of a version that a document calls at `path`: nothing, unless what it is a version of is another
 * one, whose numbers this restore does not give.
 */
export function unknownVersion(
  path: string,
  call: CalledVersion | undefined,
  together: ReadonlySet<string>,
): Untranslated[] {
  if (call === undefined) return [];
  const { was, translated, version, named } = call;
  const to = ownerOf(translated);
  if (named || translated === was || together.has(to)) return [];
  const reason = `version ${version} of ${to} need not be the same code; name the version that stands for it`;
  return [{ path, value: was, reason }];
}

/** The version that it is now; `undefined` where it did not come back. What no restore touched is at home as it was. */
export function versionNow(
  { was, translated, named }: CalledVersion,
  ids: ReadonlyMap<string, string>,
): string | undefined {
  const now = ids.get(was);
  if (now !== undefined || named) return now ?? translated;
  const restored = [...ids.keys()].some((from) => from.startsWith(`${ownerOf(was)}:`));
  return translated === was && !restored ? translated : undefined;
}

/** What it is a version of. */
function ownerOf(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(":"));
}
