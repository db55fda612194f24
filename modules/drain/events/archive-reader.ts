import type { FailedMessage, Received } from "../ports.ts";

/** From when to when, by the time of an event: those of the end are not among them. */
interface EventWindow {
  readonly since: Date;
  readonly until: Date;
}

/** An event as a replay handed it out, without the name of the replay. */
export interface ReceivedEvent extends Received {
  /** When it was put, ISO 8601: archives go by it. */
  readonly time: string;
  readonly source: string;
}

/** How an archive is read: by a replay to a rule of one's own, which hands it to queues of one's own. */
export interface ArchiveReader {
  readonly arn: string;
  /** Makes the queues and the rule. */
  open(): Promise<void>;
  /** Replays a window to that rule alone. @returns false where as many replays run as AWS lets an account have */
  start(window: EventWindow): Promise<boolean>;
  /** Whether EventBridge has handed out all of it. @throws Error where it gave up, with its reason */
  hasEnded(): Promise<boolean>;
  /** Messages that EventBridge did not send, which `receive` has passed over. */
  strangers(): number;
  /** At most ten; waits some seconds where there is none. */
  receive(): Promise<readonly ReceivedEvent[]>;
  remove(received: readonly Received[]): Promise<void>;
  /** Deletes what `open` made, also half of it, and ends the replay. @returns what could not be deleted, and why */
  close(): Promise<readonly FailedMessage[]>;
}

/** An archive that runs read, again and again. */
export interface EventArchive {
  readonly arn: string;
  /** Name of its bus. */
  readonly bus: string;
  /** When it was made, ISO 8601: another one of its name was made at another time. */
  readonly made: string;
  /** How long it keeps an event, in milliseconds. Infinite: for ever. */
  readonly retentionMs: number;
  /** How many it has, as AWS has counted them within the last day. */
  readonly events: number;
  /** One reading, by a name that nothing else has, see `readingName`, and when it begins. */
  reader(name: string, began: Date): ArchiveReader;
  /** Deletes what readings have left that died, which began before a time. @returns what could not be deleted, and why */
  sweep(before: Date): Promise<readonly FailedMessage[]>;
}
