import type { SiteId } from "../../policy/policy.ts";
import type { Plan, StandbyUnit, Unit } from "../plan.ts";
import { uncovered } from "./covers.ts";
import { diffSigners } from "./diff-signers.ts";
import { diffSourceRevision } from "./diff-source-revision.ts";
import { type BlockDifference, type Carried, differenceOf, listed, members, was } from "./difference.ts";
import { same } from "./same.ts";

/** Who may restore, with what, whose signatures are believed, and who is told: what guards the points of every site. */
export function diffGuards(before: Plan, after: Plan): Carried[] {
  const old = before.stacks.flatMap(({ units }) => units);
  const byId = new Map(old.map((unit) => [unit.id, unit]));
  // The estate guards all sites alike: a new site is measured by any that was there.
  const known = (unit: Unit): Unit | undefined =>
    byId.get(unit.id) ?? old.find(({ kind }) => kind === unit.kind);
  const sites = new Set(after.stacks.map(({ site }) => site));
  return [
    ...after.stacks.flatMap(({ id, units, retiredUntil }) =>
      units.flatMap((unit) =>
        [
          ...diffUnit(known(unit), unit),
          // Nothing runs any more where a site is retired: nobody misses its runs.
          ...(retiredUntil === undefined ? diffWatch(byId.get(unit.id), unit, sites) : []),
        ].map((one) => ({ ...one, stack: id })),
      ),
    ),
    ...diffSigners(before, after),
  ];
}

function diffUnit(before: Unit | undefined, after: Unit): BlockDifference[] {
  if (before?.kind === "standby" && after.kind === "standby") return diffStandby(before, after);
  if (before?.kind === "runners" && after.kind === "runners")
    return diffSourceRevision(before.sourceRevision, after.sourceRevision);
  if (before?.kind === "alarm" && after.kind === "alarm")
    return members(
      "notify",
      before.notify,
      after.notify,
      {
        gained: (names) => `${names} is told of failures too`,
        lost: (names) => `${names} is no longer told of failures`,
      },
      "widens",
    );
  return [];
}

/**
 * Who tells of a region that falls silent: of each site its own. That nobody does widens where somebody could; where
 * the other region leaves, that it goes is what is judged.
 */
function diffWatch(before: Unit | undefined, after: Unit, sites: ReadonlySet<SiteId>): BlockDifference[] {
  if (before?.kind !== "alarm" || after.kind !== "alarm" || before.watchedBy === after.watchedBy) return [];
  const what = `${after.site} is watched by ${was(before.watchedBy, after.watchedBy, String, "no other region")}`;
  const path = "watched-by";
  if (before.watchedBy === undefined) return [{ class: "adds", path, what }];
  const could = after.watchedBy === undefined && sites.has(before.watchedBy);
  return [{ class: could ? "widens" : "changes", path, what }];
}

function diffStandby(before: StandbyUnit, after: StandbyUnit): BlockDifference[] {
  const path = "restore.pass-roles";
  const [old, now] = [before.passRoles, after.passRoles];
  return [
    ...diffPrincipals(before.principals, after.principals),
    ...differenceOf("widens", path, uncovered(now, old), (globs) => `a restore may pass roles ${globs} too`),
    ...differenceOf(
      "weakens",
      path,
      uncovered(old, now),
      (globs) => `a restore may no longer pass roles ${globs}`,
    ),
    ...diffRest(before, after),
  ];
}

/**
 * Who may restore, and so read every secret that is kept. Fewer is safer, and may leave nobody on the night: that is
 * called neither weaker nor wider.
 */
function diffPrincipals(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): BlockDifference[] {
  const path = "restore.principals";
  if (before === undefined && after === undefined) return [];
  if (before === undefined || after === undefined) {
    const words = (globs: readonly string[]): string => listed([...globs].sort());
    const what = `who may take the standby role: ${was(before, after, words, "whoever the account's IAM lets")}`;
    return [{ class: after === undefined ? "widens" : "changes", path, what }];
  }
  return [
    ...differenceOf(
      "widens",
      path,
      uncovered(after, before),
      (who) => `${who} may take the standby role too`,
    ),
    ...differenceOf(
      "changes",
      path,
      uncovered(before, after),
      (who) => `${who} may no longer take the standby role`,
    ),
  ];
}

const TOLD: readonly string[] = [
  "id",
  "site",
  "kind",
  "because",
  "moreLines",
  "passRoles",
  "principals",
  "signers",
];

/** What a later version says of this role is never taken for harmless. */
function diffRest(before: object, after: object): BlockDifference[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !TOLD.includes(key) && !same(old.get(key), now.get(key)))
    .map((key) => ({ class: "widens", path: `restore.${key}`, what: `the standby role has another ${key}` }));
}
