import { attempt } from "../../kit/attempt.ts";
import { type Draft, overwriting } from "./draft.ts";
import type { FunctionIds } from "./ids.ts";

interface Setting {
  /** `runtime updates of version 7` */
  readonly title: string;
  /** The call that tells it, and the one that writes it. */
  readonly read: string;
  readonly write: string;
  readonly same: boolean;
  /** What is there now is somebody's own: changing it replaces. */
  readonly there: boolean;
  readonly hint?: string;
  /** What --skip calls it, where nothing else depends on it. */
  readonly part?: string;
  readonly send: (ids: FunctionIds) => Promise<unknown>;
  /** What has to be seen of it once it is written. */
  readonly seen?: (ids: FunctionIds) => Promise<void>;
}

/** One setting that has a call of its own: kept where it is as it was, and written where it is not. */
export function planSetting(draft: Draft, setting: Setting): void {
  const { ports, document, steps } = draft;
  const { title, read, write, same, there, hint, part, send, seen } = setting;
  if (same) {
    steps.push({ title: `${title}: as it was`, call: read, effect: "keep" });
    return;
  }
  const what = { resource: `${document.name}, ${title}`, call: write, ...(hint !== undefined && { hint }) };
  steps.push({
    title: `set ${title}`,
    call: write,
    effect: there ? overwriting(draft) : "create",
    ...(part !== undefined && { part }),
    perform: async (ids) => {
      await attempt(ports.sleep, what, () => send(ids));
      await seen?.(ids);
    },
  });
}
