import type { FoundRepair, RepairReport } from "../points/repair-sources.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

/** What was unreadable, then what lay where and what became of it, then how many. */
export function describeRepair({ points, keys, found, unread }: RepairReport): Line[] {
  const failed = new Set(found.flatMap(({ state, from }) => (state === "failed" ? [from] : [])));
  return [
    ...unread.map(({ key, problem }): Line => [{ text: "unreadable ", style: "red" }, `${key}: ${problem}`]),
    ...found.map(describe),
    // The bucket's policy lets nobody else write on top, and the role is there only when somebody has made it.
    ...[...failed].map(
      (from) =>
        `  help: is this the role zonekeep-${from}-repair? Nobody else may: --role repair takes it, docs/failures.md says how to make it`,
    ),
    `${count(keys, "key")} of ${count(points, "recovery point")}: ${summary(found)}`,
  ];
}

function describe({ key, found, state, version, why, from }: FoundRepair): Line {
  const place = `${key} in ${from}`;
  const style = state === "repaired" ? "green" : "red";
  const said = {
    lost: `no version is good; on top: ${found}`,
    unknown: `none of its versions is locked and a wrapped key of this point; on top: ${found}; npx zonekeep list tells whose keys open it`,
    failed: `on top: ${found}, and its good version could not be written there: ${why}`,
    "to repair": `on top of version ${version}, which is good: ${found}`,
    repaired: `version ${version} was below ${found}; its bytes are on top again`,
  }[state];
  return [{ text: `${state} `, style }, `${place}: ${said}`];
}

function summary(found: readonly FoundRepair[]): string {
  if (found.length === 0) return "each has its good version on top";
  const states = new Map<string, number>();
  for (const { state } of found) states.set(state, (states.get(state) ?? 0) + 1);
  return [...states].map(([state, number]) => `${number} ${state}`).join(", ");
}
