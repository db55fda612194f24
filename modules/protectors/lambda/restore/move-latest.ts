import { uncleaned } from "../../../core/redactor.ts";
import { attempt } from "../../kit/attempt.ts";
import { RestoreError } from "../../kit/restore-error.ts";
import { sameContent, type VersionContent } from "./content.ts";
import { type At, requireContent, requireUpdated, type StandsAs, standing } from "./standing.ts";

/** Tags move a function's revision too, and a restore writes some: more than a few times in a row is somebody else. */
const TRIES = 10;
const STOP =
  "stop what writes to it all the time, such as a deployment; then run the restore again: it continues where it stopped";

interface Write {
  readonly call: string;
  /** For errors that have a better hint than running again. */
  readonly hint?: ((words: string) => string | undefined) | undefined;
  /** Another write follows, which may mend what fails in this one. */
  readonly isHalf?: boolean;
}

/**
 * Takes `$LATEST` from one content to another by one call that names the revision it was read with, so that what anybody
 * else writes in between is neither overwritten nor taken for ours. A call whose answer was lost is found done. An update
 * that failed before is written over, also where it was the same.
 * @throws RestoreError when it is neither what it was nor what it is to be, or when our own update fails
 */
export async function moveLatest(
  at: At,
  write: Write,
  from: VersionContent,
  to: VersionContent,
  send: (revision: string) => Promise<unknown>,
): Promise<void> {
  let isOurs = false;
  for (let tries = 0; tries < TRIES; tries++) {
    const now = await standing(at);
    const { content, revision } = now;
    if (sameContent(content, to) && (isOurs || now.updateFailed === undefined)) {
      if (!write.isHalf) requireUpdated(at.name, now);
      return;
    }
    if (!sameContent(content, from) && !sameContent(content, to))
      requireContent(at.name, write.call, content, tries === 0 ? from : to);
    await accepted(at, write, async () => {
      await send(revision);
      isOurs = true;
    });
  }
  throw new RestoreError(at.name, write.call, "it does not become what was written", STOP);
}

/** Does something with `$LATEST` while it is what it has to be. */
export async function withLatest<T>(
  at: At,
  write: Write,
  meant: VersionContent,
  send: (standing: StandsAs) => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const now = await standing(at);
    requireUpdated(at.name, now);
    requireContent(at.name, write.call, now.content, meant);
    const answer = await accepted(at, write, () => send(now));
    if (answer !== undefined) return answer;
  }
  throw new RestoreError(at.name, write.call, "it has another revision each time", STOP);
}

/** `undefined`: somebody has written since it was read, and nothing was done. */
export function accepted<T>(
  { name, sleep }: Pick<At, "name" | "sleep">,
  { call, hint }: Write,
  send: () => Promise<T>,
): Promise<T | undefined> {
  return attempt(sleep, { resource: name, call, ...(hint && { hint }) }, async () => {
    try {
      return await send();
    } catch (error) {
      if (isLate(error)) return undefined;
      throw error;
    }
  });
}

/** A revision that is no longer the last one, or a name that has been taken. */
function isLate(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "PreconditionFailedException" || /^Alias already exists/.test(uncleaned(error));
}
