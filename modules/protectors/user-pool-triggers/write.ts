import { UpdateUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { JsonObject } from "../../contract/json.ts";
import { hashOf } from "../../core/hash.ts";
import { attempt } from "../kit/attempt.ts";
import { sameJson } from "../kit/canonical.ts";
import { RestoreError } from "../kit/restore-error.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import { steadily } from "../kit/steadily.ts";
import { type PoolPorts, READ, type ReadPool, readPool } from "./read.ts";
import { TAKEN_OVER, updateOf } from "./taken-over.ts";

export const WRITE = "cognito-idp:UpdateUserPool";

interface Writing {
  readonly id: string;
  /** How to run it again. */
  readonly again: string;
  readonly note: (text: string) => void;
}

interface Merge {
  /** Whether the pool calls as it is to. */
  readonly holds: (there: ReadPool) => boolean;
  /** Whom it is to call, from whom it calls. @throws RestoreError where that cannot be */
  readonly merged: (there: ReadPool) => Promise<JsonObject>;
}

/** Somebody who changes a pool that often is at work on it. */
const MAX_READS = 8;

/**
 * Writes whom a pool calls, and everything else of it as it was read just before, until reads in a row say that it holds.
 * UpdateUserPool knows no condition: what another writer changes between that read and the write, one call after the other,
 * is undone by it. What is otherwise afterwards is told.
 */
export function writePool(
  ports: PoolPorts,
  { id, again, note }: Writing,
  { holds, merged }: Merge,
): Promise<"kept" | "written"> {
  const resource = `user pool ${id}`;
  let sent: ReadPool | undefined;
  const read = async (): Promise<ReadPool> => {
    const there = await readNow(ports, id, again);
    if (sent !== undefined) tellOthers(resource, sent, there, note);
    sent = undefined;
    return there;
  };
  const put = async (): Promise<void> => {
    // A repeated call writes what is there by then, and not what was.
    await attempt(ports.sleep, { resource, call: WRITE, again, hint: hintFor(again) }, async () => {
      const found = await settled(ports, { id, again }, { holds, merged });
      if (found === undefined) return;
      sent = found.there;
      await ports.cognito.send(new UpdateUserPoolCommand(updateOf(found.there.pool, found.config)));
    });
  };
  const apart = hashOf(`${ports.account} ${again} ${id}`) % 600;
  return steadily(ports.sleep, { resource, call: WRITE, again, apart }, { read, holds, put });
}

/**
 * Whom a pool is to call, with the pool as it was read when that was known: asking functions takes a while, in which somebody
 * else may write. `undefined`: it calls so already.
 */
async function settled(
  ports: PoolPorts,
  { id, again }: Pick<Writing, "id" | "again">,
  { holds, merged }: Merge,
): Promise<{ readonly there: ReadPool; readonly config: JsonObject } | undefined> {
  const resource = `user pool ${id}`;
  let there = await readNow(ports, id, again);
  for (let reads = 1; reads < MAX_READS; reads++) {
    if (holds(there)) return undefined;
    requireKnown(resource, there);
    const config = await merged(there);
    const latest = await readNow(ports, id, again);
    if (latest.since === there.since && sameJson(form(latest.pool), form(there.pool)))
      return { there, config };
    there = latest;
  }
  throw new RestoreError(resource, WRITE, "another writer keeps changing it", `stop that one; then ${again}`);
}

export function readNow(ports: PoolPorts, id: string, again: string): Promise<ReadPool> {
  const what = { resource: `user pool ${id}`, call: READ, again };
  return attempt(ports.sleep, what, () => readPool(ports, id));
}

/** @throws RestoreError where AWS tells of the pool what a write would take away */
export function requireKnown(resource: string, { dropped }: ReadPool): void {
  if (dropped.length === 0) return;
  throw new RestoreError(
    resource,
    WRITE,
    `it has ${dropped.join(", ")}, which this version of zonekeep does not know: a write would set that to AWS's default`,
    "update zonekeep, or set the triggers in the console of Cognito",
  );
}

/** Settings that are not as they were sent: by another writer, or since AWS takes them otherwise than it tells them. */
function tellOthers(resource: string, sent: ReadPool, there: ReadPool, note: Writing["note"]): void {
  const names = TAKEN_OVER.filter((name) => !sameJson(form(sent.pool[name]), form(there.pool[name])));
  if (names.length > 0)
    note(`${resource}: ${names.join(", ")} differed after the write from before: look whether that is meant`);
}

function form(value: JsonObject[string] | undefined): JsonObject[string] {
  return sortedKeys(value ?? null);
}

/** AWS looks at all settings of a pool whenever one is written. */
function hintFor(again: string): (words: string) => string | undefined {
  return (words) =>
    /iam:PassRole/.test(words)
      ? `let the role that restores pass the pool's role for text messages to cognito-idp.amazonaws.com; then ${again}`
      : /parameter|configuration|role|identity|template/i.test(words) && !/not authorized/i.test(words)
        ? `AWS looks at every setting of a pool when one is written: correct what it names; then ${again}`
        : undefined;
}
