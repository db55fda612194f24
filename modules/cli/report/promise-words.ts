import type { Exposure, PolicyPlan } from "../../planner/plan.ts";
import { type Copy, GENERATIONS, type Schedule } from "../../policy/policy.ts";
import { every } from "../words.ts";
import { joined, type Phrase, say } from "./phrase.ts";

/** When it runs: `every 1 h`, `0 5 * * * in Europe/Berlin, on change`. */
export function runsWords({ timing, timeZone, on }: Schedule): Phrase {
  return joined([timingWords(timing, timeZone), ...on.map((event) => [`on ${event}`])]);
}

function timingWords(timing: Schedule["timing"], timeZone: string): Phrase {
  if ("every" in timing) return [`every ${every(timing.every)}`];
  if ("rate" in timing) return [`every ${every(timing.rate)} from the deployment on`];
  return say`${timing.cron} in ${timeZone}`;
}

/** How long points stay, and how firmly: `35 d, 12 monthly, cold after 30 d, compliance lock`. */
export function keptWords({ retention, lock, hold }: PolicyPlan): Phrase {
  const { keep, generations, coldAfter } = retention;
  return joined([
    ...(keep === undefined ? [] : [say`${keep} d`]),
    ...GENERATIONS.flatMap((each) => {
      const many = generations[each];
      return many === undefined ? [] : [[`${many} ${each}`]];
    }),
    ...(coldAfter === undefined ? [] : [say`cold after ${coldAfter} d`]),
    [`${lock.mode} lock`],
    ...(hold === undefined ? [] : [say`on hold: ${hold.reason}`]),
  ]);
}

/** Where points go too, and what a copy says for itself: `eu-west-1 (90 d, compliance lock)`. */
export function copiesWords(copies: readonly Copy[], most: number): Phrase {
  if (copies.length === 0) return ["none"];
  const shown = joined(copies.slice(0, most).map(copyWords));
  return copies.length <= most ? shown : [...shown, ` and ${copies.length - most} more`];
}

function copyWords({ to, account, keep, coldAfter, lock }: Copy): Phrase {
  const own: Phrase[] = [
    ...(account === undefined ? [] : [say`account ${account}`]),
    ...(keep === undefined ? [] : [say`${keep} d`]),
    ...(coldAfter === undefined ? [] : [say`cold after ${coldAfter} d`]),
    ...(lock === undefined ? [] : [[`${lock} lock`]]),
  ];
  return own.length === 0 ? say`${to}` : say`${to} (${joined(own)})`;
}

/** Changes that may be lost at worst: `75 min, 90 min without the region`. */
export function exposureWords({ local, remote }: Exposure): Phrase {
  return [`${every(local)}, ${remote === undefined ? "everything" : every(remote)} without the region`];
}
