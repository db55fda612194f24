import { formatDays } from "../../core/duration.ts";
import type { Copy } from "../../policy/policy.ts";
import type { PolicyPlan } from "../plan.ts";
import { diffModes } from "./diff-lock.ts";
import { firm } from "./diff-retention.ts";
import { type BlockDifference, more, other, was } from "./difference.ts";

type Copying = Pick<PolicyPlan, "copies" | "retention" | "lock">;

/** Where points go too. What a copy does not say is as at its source, and what changes there is told there. */
export function diffCopies(before: Copying, after: Copying): BlockDifference[] {
  const [old, now] = [byDestination(before.copies), byDestination(after.copies)];
  const lost = [...old.values()].filter((copy) => !now.has(destination(copy)));
  return [
    ...lost.map(
      (copy): BlockDifference => ({
        class: "weakens",
        path: pathOf(copy),
        what: `no longer copies to ${destination(copy)}`,
      }),
    ),
    ...[...now.values()].flatMap((copy) => {
      const was = old.get(destination(copy));
      if (was !== undefined) return diffCopy({ ...before, copy: was }, { ...after, copy });
      const path = pathOf(copy);
      const added = { class: "adds", path, what: `copies to ${destination(copy)} too` } as const;
      return [firm(added, copy.lock ?? after.lock.mode), ...handOver(path, copy)];
    }),
  ];
}

function byDestination(copies: readonly Copy[]): ReadonlyMap<string, Copy> {
  return new Map(copies.map((copy) => [destination(copy), copy]));
}

function destination({ to, account }: Copy): string {
  return account === undefined ? to : `${to} in account ${account}`;
}

function pathOf({ to }: Copy): string {
  return `copies.${to}`;
}

/** Whoever holds another account holds what arrives there. */
function handOver(path: string, { account }: Copy): BlockDifference[] {
  return account === undefined ? [] : [{ class: "widens", path, what: `account ${account} is given a copy` }];
}

type OneCopy = Copying & { readonly copy: Copy };

function diffCopy(before: OneCopy, after: OneCopy): BlockDifference[] {
  const [old, now] = [before.copy, after.copy];
  const path = pathOf(now);
  const lock = now.lock ?? after.lock.mode;
  const cold = `moves its copy in ${destination(now)} to cold storage after ${was(old.coldAfter, now.coldAfter, formatDays, "as long as at the source")}`;
  return [
    ...diffKeep(before, after).map((one) => firm(one, lock)),
    ...other(`${path}.cold-after`, old.coldAfter, now.coldAfter, cold),
    ...(old.lock === now.lock
      ? []
      : diffModes(
          `${path}.lock`,
          `lock of the copy in ${destination(now)}`,
          old.lock ?? before.lock.mode,
          lock,
        )),
  ];
}

/** A copy without a word of its own follows a source that may keep generations: then only more words decide. */
function diffKeep(before: OneCopy, after: OneCopy): BlockDifference[] {
  const [old, now] = [before.copy.keep, after.copy.keep];
  if (old === now) return [];
  const path = `${pathOf(after.copy)}.keep`;
  const what = `keeps its copy in ${destination(after.copy)} for ${was(old, now, formatDays, "as long as the source")}`;
  const [longest, long] = [old ?? before.retention.keep, now ?? after.retention.keep];
  const generations = [before, after].some(
    ({ copy, retention }) => copy.keep === undefined && Object.keys(retention.generations).length > 0,
  );
  if (longest === undefined || long === undefined || generations) return [{ class: "weakens", path, what }];
  return more(path, longest, long, what);
}
