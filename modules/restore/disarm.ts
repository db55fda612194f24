import { thingName } from "../core/thing-name.ts";
import { ChangedSinceError } from "../protectors/kit/disarming.ts";
import { activatingsOf, type OfResult } from "./activatings.ts";
import { type ActivationStep, effectOf } from "./activation-step.ts";
import type { Failed } from "./failed.ts";
import type { ActivatePorts } from "./ports.ts";
import type { RestoreResult } from "./result.ts";

export interface DisarmReport {
  /** What lets no event in any more; where nothing was to be changed, what would not. `keep`: it lets in none already. */
  readonly steps: readonly ActivationStep[];
  /** What does still, or cannot be asked, and why: what somebody changed since is left as it is. */
  readonly failed: readonly Failed[];
  readonly notes: readonly string[];
  /** Titles of what let events in before it was armed, and does still. */
  readonly stays: readonly string[];
  /** Names of what cannot be taken back without loss and lets somebody in still, whoever wrote it. */
  readonly lasting: readonly string[];
  /** Keys of what is still open, or was not asked, of all that arming is known to have written. */
  readonly armed: readonly string[];
}

export interface DisarmAsked {
  readonly dryRun: boolean;
  /** Also what let events in before it was armed. */
  readonly all?: boolean;
}

/**
 * Takes back what arming wrote, in the opposite order: no event comes in by it any more, and nothing else changes. Each
 * trigger apart; may be repeated, and armed again all is as it was armed the first time.
 */
export async function disarmRestored(
  ports: ActivatePorts,
  result: RestoreResult,
  { dryRun, all: takesAll = false }: DisarmAsked,
): Promise<DisarmReport> {
  const steps: ActivationStep[] = [];
  const notes = new Set<string>();
  const armed = new Set(result.armed);
  const open = new Set<string>();
  const stays: string[] = [];
  const lasting: string[] = [];
  let listening = true;
  const note = (text: string): unknown => listening && notes.add(text);
  const { all, unread, failure } = await activatingsOf(ports, result, { alongside: true, note });
  const failed = [...unread];
  const isOurs = ({ key, one }: OfResult): boolean => takesAll || (armed.has(key) && !one.changes);
  const touched = new Set(
    all.filter((one) => isOurs(one) && !one.one.disarming?.tells).map(({ thing }) => thingName(thing)),
  );
  /** Of what arm did not write, says what is open. What its question notes is about taking it back. */
  const leave = async ({ one }: OfResult, inactive: () => Promise<boolean>): Promise<void> => {
    listening = false;
    const state = await stateOf(inactive).finally(() => {
      listening = true;
    });
    if (state === "closed") return;
    stays.push(one.title);
    note(
      state === "other"
        ? `${one.title}: what is there is not as arm writes it, and stays`
        : `${one.title}: it ${one.changes ? "let events in" : "was so"} before arm, and stays; --all takes it back too`,
    );
  };
  for (const found of all.toReversed()) {
    const { thing, key, one } = found;
    const { disarming } = one;
    if (disarming === undefined) continue;
    const { title, call, tells, inactive, disarm } = disarming;
    const isTaken = tells ? touched.has(thingName(thing)) : isOurs(found);
    try {
      const left = await disarming.stays?.();
      if (left !== undefined) lasting.push(left);
      if (!isTaken) {
        if (!tells) await leave(found, inactive);
        continue;
      }
      const closed = await inactive();
      if (!closed && dryRun) open.add(key);
      if (!closed && !dryRun) await disarm();
      steps.push({ title, call, effect: closed ? "keep" : effectOf(title), ...(tells && { tells }) });
    } catch (error) {
      open.add(key);
      failed.push(failure(thing, title, error));
    }
  }
  const isUnread = (key: string): boolean => unread.some((thing) => key.startsWith(`${thingName(thing)}: `));
  const left = [...armed].filter((key) => open.has(key) || isUnread(key));
  return { steps, failed, notes: [...notes], stays, lasting, armed: left };
}

async function stateOf(inactive: () => Promise<boolean>): Promise<"closed" | "open" | "other"> {
  try {
    return (await inactive()) ? "closed" : "open";
  } catch (error) {
    if (error instanceof ChangedSinceError) return "other";
    throw error;
  }
}
