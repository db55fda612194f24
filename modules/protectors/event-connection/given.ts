import { isPrivate } from "./give.ts";
import type { ReadConnection } from "./read.ts";

/** Public APIs are authorized, private ones active. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-states.html */
const READY = new Set(["AUTHORIZED", "ACTIVE"]);

/**
 * Whether a restored connection has its placeholder still. AWS tells no secret, so that it was changed since it was made,
 * and is authorized, says that somebody gave it. One to a private API is changed by AWS itself while the way is made:
 * there only a description without the mark says so.
 */
export function awaitsSecret(connection: ReadConnection): boolean {
  const { marked, state, made, changed } = connection;
  return marked && (isPrivate(connection) || changed <= made || !isReady(state));
}

export function isReady(state: string): boolean {
  return READY.has(state);
}
