import { attempt } from "../../kit/attempt.ts";
import type { Ids } from "../../protector.ts";
import type { Draft } from "./draft.ts";

/** One write of a part of the table. */
export function push(
  { ports, request, steps, effect }: Draft,
  title: string,
  call: string,
  send: (ids: Ids) => Promise<unknown>,
): void {
  const resource = `table ${request.translation.document.name}`;
  steps.push({
    title: `${title} of ${resource}`,
    call,
    effect,
    perform: (ids) => attempt(ports.sleep, { resource, call }, async () => void (await send(ids))),
  });
}

/** What nothing takes away without a word of a person. */
export function stays({ request, warnings }: Draft, what: string): void {
  warnings.push(`${what} of table ${request.translation.document.name} is not in the point; it stays`);
}
