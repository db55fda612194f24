import type { Wrap } from "../recovery/manifest.ts";
import type { Store } from "../recovery/store.ts";
import type { KeptMessage } from "./message.ts";

/** A message that nobody else receives for some minutes. */
export interface Received {
  readonly message: KeptMessage;
  /** What it is deleted by. */
  readonly receipt: string;
}

/** A queue that is emptied. */
export interface DrainedQueue {
  readonly arn: string;
  /** At most ten; waits some seconds where there is none. Of a FIFO queue, a group's in order, and no more until those are deleted. */
  receive(most: number): Promise<readonly Received[]>;
  /** Deletes them. @returns ids of those that SQS did not delete, and why */
  remove(received: readonly Received[]): Promise<readonly FailedMessage[]>;
}

/** A queue or a stream that messages are sent to. */
export interface FilledQueue {
  readonly arn: string;
  /** When it was made, ISO 8601: another one of its name was made at another time. */
  readonly made: string;
  /** A FIFO queue, or a stream: what is of one group keeps its order. */
  readonly fifo: boolean;
  /** What it takes in one call, and how many bytes of it. */
  readonly most: number;
  readonly largest: number;
  /** Why a message is not for it, in a few words: it is passed over and counted. Absent: each is. */
  leaves?(message: KeptMessage): string | undefined;
  /** Why what was taken from there (an ARN), so many of it without a group, cannot be sent to it. */
  refuses(from: string, ungrouped: number): string | undefined;
  /** @returns those that SQS did not take, by their place, and why */
  send(messages: readonly KeptMessage[]): Promise<readonly (FailedMessage & { readonly at: number })[]>;
}

export interface FailedMessage {
  readonly id: string;
  readonly why: string;
}

/** Where one run keeps what it takes, or kept it. */
export interface RunStore {
  readonly store: Store;
  /** See `drainedFolder`. */
  readonly folder: string;
  readonly run: string;
  /** ISO 8601: nothing that is written can be deleted before. */
  readonly lockUntil: string;
  readonly random: (bytes: number) => Uint8Array;
}

export interface KeyMaker {
  /** A data key, encrypted by the site's key. */
  wrap(plaintext: Uint8Array): Promise<Wrap>;
}

export interface KeyOpener {
  unwrap(wrap: Wrap): Promise<Uint8Array>;
}
