import { atOnce } from "../core/at-once.ts";
import { thingName } from "../core/thing-name.ts";
import { activatingsOf, type OfResult } from "./activatings.ts";
import { type ActivationStep, effectOf } from "./activation-step.ts";
import type { Failed } from "./failed.ts";
import type { ActivatePorts } from "./ports.ts";
import type { RestoreResult } from "./result.ts";

export interface ActivationReport {
  /** What brings events now; where nothing was to be changed, what would. `keep`: it does already. */
  readonly steps: readonly ActivationStep[];
  /** What does not, and why. Not empty: arm again when it is corrected. */
  readonly failed: readonly Failed[];
  /** What a person has to know of it, each once. */
  readonly notes: readonly string[];
  /** Keys of what could not say before whether it brings events, and did: arming has not written it. */
  readonly found: readonly string[];
}

/** What brings events before anything is changed. */
export interface LiveBefore {
  /** Titles of those that do. */
  readonly live: readonly string[];
  /** How many there are, with those that do not. */
  readonly triggers: number;
  /** Keys of all others, which arming will write; also of what cannot be asked, for it may. */
  readonly waiting: readonly string[];
  /** What stands beside them, and what else a person has to know. */
  readonly notes: readonly string[];
}

export interface ActivateAsked {
  readonly dryRun: boolean;
  /** Also where the thing that it was restored from answers still; by default it is refused. */
  readonly alongside?: boolean;
  /** Told what is live before anything is changed. */
  readonly before?: (live: LiveBefore) => Promise<void>;
}

/** Things asked or let in side by side. */
const AT_ONCE = 8;

/**
 * Brings events to what was restored, as it was when it was captured. Each trigger apart, so that one that fails holds up
 * no other; may be repeated.
 */
export async function activateRestored(
  ports: ActivatePorts,
  result: RestoreResult,
  { dryRun, alongside = false, before }: ActivateAsked,
): Promise<ActivationReport> {
  const steps: ActivationStep[] = [];
  const notes = new Set<string>();
  const note = (text: string): unknown => notes.add(text);
  const { all, unread, failure } = await activatingsOf(ports, result, { alongside, note });
  const failed = [...unread];
  const silent = new Set<OfResult>();
  if (!dryRun && before !== undefined && all.length > 0)
    await before({ ...(await liveAmong(all, silent)), notes: [...notes] });
  const done = new Map<OfResult, ActivationStep | Failed>();
  const act = async (found: OfResult): Promise<void> => {
    const { thing, one } = found;
    const { title, call, tells } = one;
    try {
      const kept = dryRun ? await one.active() : (await one.activate()) === "kept";
      const idle = await one.idle?.();
      if (idle !== undefined) note(idle);
      const isNone = tells || idle !== undefined;
      done.set(found, {
        title,
        call,
        effect: kept ? "keep" : effectOf(title),
        ...(isNone && { tells: true }),
      });
    } catch (error) {
      done.set(found, failure(thing, title, error));
    }
  };
  for (const stage of new Set(all.map((found) => found.stage))) {
    const now = all.filter((found) => found.stage === stage);
    const names = [...new Set(now.map(({ thing }) => thingName(thing)))];
    // What is of one thing may be in one document, such as statements, which each writes anew.
    await atOnce(names, AT_ONCE, async (name) => {
      for (const found of now) if (thingName(found.thing) === name) await act(found);
    });
  }
  const found: string[] = [];
  for (const each of all) {
    const came = done.get(each);
    if (came === undefined) continue;
    if (!("effect" in came)) failed.push(came);
    else {
      steps.push(came);
      if (came.effect === "keep" && silent.has(each)) found.push(each.key);
    }
  }
  return { steps, failed, notes: [...notes], found };
}

/** One that cannot be asked, which is noted in `silent`, is not live as far as anybody knows; arming says why. */
async function liveAmong(
  all: readonly OfResult[],
  silent: Set<OfResult>,
): Promise<Omit<LiveBefore, "notes">> {
  const live: string[] = [];
  const waiting: string[] = [];
  const none = new Set(all.filter(({ one }) => one.tells));
  const active = await atOnce(all, AT_ONCE, async (each) => {
    try {
      if ((await each.one.idle?.()) !== undefined) none.add(each);
      return await each.one.active();
    } catch {
      silent.add(each);
      return false;
    }
  });
  for (const [at, each] of all.entries())
    if (!active[at]) waiting.push(each.key);
    else if (!none.has(each)) live.push(each.one.title);
  return { live, waiting, triggers: all.length - none.size };
}
