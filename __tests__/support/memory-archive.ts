import type {
  ArchiveReader,
  EventArchive,
  ReceivedEvent,
} from "../../modules/drain/events/archive-reader.ts";
import type { FailedMessage } from "../../modules/drain/ports.ts";

interface PutEvent {
  readonly id: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly time: number;
  readonly body: string;
}

/**
 * An archive as EventBridge keeps one, with its clock in milliseconds: a replay hands out the events of its window minute
 * after minute, newest first within one, and the first of all twice.
 */
export class MemoryArchive implements EventArchive {
  readonly bus = "shop";
  made = "2026-11-01T00:00:00.000Z";
  retentionMs = 30 * 86_400_000;
  now = Date.UTC(2026, 10, 29, 12);
  readonly put: PutEvent[] = [];
  /** Windows that were replayed, as they were asked for. */
  readonly replays: { readonly since: string; readonly until: string }[] = [];
  /** Readings that are open. */
  readonly open = new Set<string>();
  readonly names: string[] = [];
  readonly swept: Date[] = [];
  /** What could not be deleted. */
  left: FailedMessage[] = [];
  /** How often as many replays of others run as AWS lets an account have. */
  others = 0;
  /** Messages that somebody else put into the queue of a reading. */
  strangers = 0;
  /** Milliseconds that EventBridge takes for an event. */
  pace = 1;
  /** Asked before each call of a reading; what it throws is thrown. */
  fault: (call: string) => void = () => undefined;

  constructor(readonly arn: string) {}

  get events(): number {
    return this.put.length;
  }

  /** Puts one that has this time. */
  add(id: string, time: number): void {
    const at = Math.floor(time / 1000) * 1000;
    this.put.push({
      id,
      time: at,
      body: JSON.stringify({ id, source: "shop", time: textOf(at), detail: {} }),
    });
  }

  async sweep(before: Date): Promise<readonly FailedMessage[]> {
    this.swept.push(before);
    return [];
  }

  reader(name: string): ArchiveReader {
    this.names.push(name);
    let [queue, startedAt, handed]: [PutEvent[], number, number] = [[], 0, 0];
    const call = (what: string): void => this.fault(what);
    return {
      arn: this.arn,
      open: async () => {
        call("open");
        this.open.add(name);
      },
      start: async ({ since, until }) => {
        call("start");
        if (this.others-- > 0) return false;
        this.replays.push({ since: since.toISOString(), until: until.toISOString() });
        const own = this.put.filter(({ time }) => time >= since.getTime() && time < until.getTime());
        const minute = (time: number): number => Math.floor(time / 60_000);
        const ordered = own.toSorted((a, b) => minute(a.time) - minute(b.time) || b.time - a.time);
        queue = [...ordered.slice(0, 1), ...ordered];
        startedAt = this.now;
        return true;
      },
      hasEnded: async () => {
        call("hasEnded");
        return queue.length === 0;
      },
      receive: async () => {
        call("receive");
        const ready = Math.floor((this.now - startedAt) / this.pace) - handed;
        const given = queue.splice(0, Math.max(0, Math.min(10, ready)));
        handed += given.length;
        this.now += given.length > 0 ? 10 : 5_000;
        return given.map(received);
      },
      strangers: () => this.strangers,
      remove: async () => call("remove"),
      close: async () => {
        this.open.delete(name);
        return this.left;
      },
    };
  }
}

/** A number of its own for each delivery would be SQS's: the same receipt serves. */
function received({ id, time, body }: PutEvent): ReceivedEvent {
  return { message: { id, body, attributes: {} }, receipt: id, time: textOf(time), source: "shop" };
}

function textOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
