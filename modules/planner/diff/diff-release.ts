import { cut } from "../../core/printable.ts";
import type { PinnedRelease, Plan } from "../plan.ts";
import { type BlockDifference, was } from "./difference.ts";
import { same } from "./same.ts";

const PATH = "zonekeep";
const HINT = "deploy every stack: another version may make each of them otherwise";

/**
 * Which zonekeep plans, judges and deploys. A newer version is a change that somebody should read; an older one, one
 * from elsewhere or one that no lock holds may lack a guard, or be somebody else's.
 */
export function diffRelease(
  before: PinnedRelease | undefined,
  after: PinnedRelease | undefined,
): BlockDifference[] {
  if (before === undefined && after === undefined) return [];
  const told = (widens: boolean, what: string): BlockDifference => ({
    ...{ class: widens ? "widens" : "changes", path: PATH, what, hint: HINT },
  });
  const named = `zonekeep ${was(before, after, (one) => cut(nameOf(one)), "not pinned")}`;
  if (before === undefined || after === undefined) return [told(after === undefined, named)];
  return [
    ...(nameOf(before) === nameOf(after) ? [] : [told(isLess(before, after), named)]),
    ...(before.source === after.source
      ? []
      : [told(true, `zonekeep comes from ${was(before.source, after.source, cut, "the usual registry")}`)]),
    ...(isOther(before, after)
      ? [told(true, `zonekeep ${cut(nameOf(after))} is another package than before, or has no hash`)]
      : []),
    ...(codeDiffers(before, after) ? [told(false, "zonekeep's own code differs")] : []),
    ...diffWanted(before, after),
  ];
}

/** Whether stacks may be made otherwise: what package.json asks for counts only where no lock says what it gets. */
export function releaseMoves({ zonekeep: before }: Plan, { zonekeep: after }: Plan): boolean {
  const deployed = (release: PinnedRelease | undefined): unknown =>
    release && [nameOf(release), release.source, release.integrity];
  return !same(deployed(before), deployed(after)) || (!!before && !!after && codeDiffers(before, after));
}

function nameOf({ version, wanted }: PinnedRelease): string {
  return version ?? `${wanted ?? "of any version"}, in no lock`;
}

/** No lock holds it any more, or it is an older one, whose faults were corrected since. */
function isLess(before: PinnedRelease, after: PinnedRelease): boolean {
  if (before.version === undefined) return after.version === undefined && isElsewhere(after);
  if (after.version === undefined) return true;
  const [old, now] = [numbers(before.version), numbers(after.version)];
  const at = old.findIndex((number, i) => number !== now[i]);
  return at >= 0 && (old[at] ?? 0) > (now[at] ?? 0);
}

function numbers(version: string): number[] {
  return [0, 1, 2].map((at) => Number.parseInt(version.split(".")[at] ?? "0", 10) || 0);
}

function isOther(before: PinnedRelease, after: PinnedRelease): boolean {
  if (before.integrity === undefined || before.integrity === after.integrity) return false;
  return before.version === after.version || (after.version !== undefined && after.integrity === undefined);
}

/** Where git could not be asked for one of them, nobody knows. */
function codeDiffers(before: PinnedRelease, after: PinnedRelease): boolean {
  return before.code !== undefined && after.code !== undefined && before.code !== after.code;
}

/** A range of versions has neither: a path, a repository, another package's name do. */
function isElsewhere({ wanted = "" }: PinnedRelease): boolean {
  return /[:/]/.test(wanted);
}

function diffWanted(before: PinnedRelease, after: PinnedRelease): BlockDifference[] {
  if (before.wanted === after.wanted || nameOf(before) !== nameOf(after)) return [];
  const what = `package.json asks for zonekeep ${was(before.wanted, after.wanted, cut)}`;
  return [{ class: isElsewhere(after) ? "widens" : "changes", path: `${PATH}.wanted`, what }];
}
