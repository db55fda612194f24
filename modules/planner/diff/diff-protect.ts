import { formatDuration } from "../../core/duration.ts";
import { EVENT_KINDS, type Protect, type Versions } from "../../policy/policy.ts";
import { type BlockDifference, listed, members, more, was } from "./difference.ts";

const VERSIONS: readonly Versions[] = ["latest", "published", "all"];

/** What of a function is kept more or less. */
export function diffProtect(before: Protect, after: Protect): BlockDifference[] {
  const versions = ({ code }: Protect): number => VERSIONS.indexOf(code);
  return [
    ...more(
      "protect.code",
      versions(before),
      versions(after),
      `keeps versions of code: ${was(before.code, after.code)}`,
    ),
    ...more(
      "protect.configuration",
      before.configuration === "all" ? 1 : 0,
      after.configuration === "all" ? 1 : 0,
      `keeps configuration: ${was(before.configuration, after.configuration)}`,
    ),
    ...diffTriggers(before.triggers, after.triggers),
    ...members("protect.state", before.state, after.state, {
      gained: (kinds) => `keeps ${kinds} too`,
      lost: (kinds) => `no longer keeps ${kinds}`,
    }),
    ...EVENT_KINDS.flatMap((kind) => {
      const [old, now] = [before.events[kind], after.events[kind]];
      const what = `keeps events of ${kind}: ${was(old, now, amount)}`;
      return more(`protect.events.${kind}`, reach(old), reach(now), what);
    }),
  ];
}

/** All is every kind there is now and will be: a list is less, even one of every kind. */
function diffTriggers(before: Protect["triggers"], after: Protect["triggers"]): BlockDifference[] {
  const path = "protect.triggers";
  if (before === "all" && after === "all") return [];
  if (before === "all" && after !== "all")
    return [{ class: "weakens", path, what: `keeps triggers ${listed(after)} only (was all)` }];
  if (before !== "all" && after === "all")
    return [{ class: "adds", path, what: `keeps all triggers (was ${listed(before)})` }];
  return members(path, before as readonly string[], after as readonly string[], {
    gained: (kinds) => `keeps triggers ${kinds} too`,
    lost: (kinds) => `no longer keeps triggers ${kinds}`,
  });
}

function reach(amount: number | "all" | undefined): number {
  return amount === "all" ? Number.POSITIVE_INFINITY : (amount ?? 0);
}

function amount(value: number | "all"): string {
  return value === "all" ? "all" : formatDuration(value);
}
