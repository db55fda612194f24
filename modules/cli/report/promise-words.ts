import type { Exposure, PolicyPlan } from "../../planner/plan.ts";
import { type Copy, GENERATIONS, type LockMode, type Retention, type Schedule } from "../../policy/policy.ts";
import { every, lasting } from "../terminal/words.ts";
import { joined, type Phrase, say } from "./phrase.ts";

/** `every 1 h`, `every 90 min from the deployment on`, `at 0 5 * * * Europe/Berlin`. */
export function timingWords({ timing, timeZone }: Schedule): Phrase {
  if ("rate" in timing) return [`every ${every(timing.rate)} from the deployment on`];
  const zone = timeZone === "UTC" ? [] : say` ${timeZone}`;
  return "every" in timing ? [`every ${every(timing.every)}`, ...zone] : say`at ${timing.cron}${zone}`;
}

/** When it runs, and what makes it run besides: `every 1 h, on change`. */
export function runsWords(schedule: Schedule): Phrase {
  return joined([timingWords(schedule), ...schedule.on.map((event) => [`on ${event}`])]);
}

/** `35 d`, `7 d, 4 weekly, 12 monthly, cold after 30 d`. */
export function retentionWords({ keep, generations, coldAfter }: Retention): Phrase {
  return joined([
    ...(keep === undefined ? [] : [say`${keep} d`]),
    ...GENERATIONS.flatMap((generation) => {
      const many = generations[generation];
      return many === undefined ? [] : [[`${many} ${generation}`]];
    }),
    ...(coldAfter === undefined ? [] : [say`cold after ${coldAfter} d`]),
  ]);
}

export function lockWords(mode: LockMode): Phrase {
  return [mode === "compliance" ? { strong: "compliance (irreversible)" } : mode];
}

/** How long points stay, and how firmly: `35 d, lock governance`. */
export function keptWords({ retention, lock, hold }: PolicyPlan): Phrase {
  return joined([
    retentionWords(retention),
    say`lock ${lockWords(lock.mode)}`,
    ...(hold === undefined ? [] : [say`on hold: ${hold.reason}`]),
  ]);
}

/** Where points go too, and what a copy says for itself: `eu-west-1 (90 d, lock compliance)`. */
export function copiesWords(copies: readonly Copy[], max: number): Phrase {
  if (copies.length === 0) return ["none"];
  const shown = joined(copies.slice(0, max).map(copyWords));
  return copies.length <= max ? shown : [...shown, ` and ${copies.length - max} more`];
}

function copyWords({ to, account, keep, coldAfter, lock }: Copy): Phrase {
  const own: Phrase[] = [
    ...(account === undefined ? [] : [say`account ${account}`]),
    ...(keep === undefined ? [] : [say`${keep} d`]),
    ...(coldAfter === undefined ? [] : [say`cold after ${coldAfter} d`]),
    ...(lock === undefined ? [] : [say`lock ${lockWords(lock)}`]),
  ];
  return own.length === 0 ? say`${to}` : say`${to} (${joined(own)})`;
}

/** Changes that may be lost at worst: `75 min, 90 min without the region`. */
export function exposureWords({ local, remote }: Exposure): Phrase {
  const lost: Phrase = remote === undefined ? [{ strong: "everything" }] : [lasting(remote)];
  return say`${[lasting(local)]}, ${lost} without the region`;
}
