import { attempt } from "../../kit/attempt.ts";
import type { Ids } from "../../protector.ts";
import type { ApiRestorePorts } from "./ports.ts";

/** One call of a restore, or several that belong together. */
export interface Write {
  /** `create model Order` */
  readonly title: string;
  /** Its first call. */
  readonly call: string;
  readonly send: () => Promise<void>;
}

/** Sends one call for a part of an API, and repeats what passes by waiting: API Gateway answers few calls a second. */
export type Send = <Answer>(call: string, of: string, send: () => Promise<Answer>) => Promise<Answer>;

export function sending({ sleep }: Pick<ApiRestorePorts, "sleep">, api: string): Send {
  return (call, of, send) => attempt(sleep, { resource: `REST API ${api}, ${of}`, call }, send);
}

/** A kind of part of an API: how it is read there, and what makes it as it was. */
export interface Section<Wanted, Live> {
  /** `models`. */
  readonly noun: string;
  readonly wanted: Wanted;
  /** Of an API that was just made. */
  readonly fresh: Live;
  readonly read: (api: string) => Promise<Live>;
  /** In order. `prune`: what the point does not have goes. */
  readonly writes: (live: Live, api: string, prune: boolean) => readonly Write[];
  /** What is known of it once it is written. */
  readonly after?: (api: string, ids: Ids) => Promise<void>;
}
