import type { KeptMessage } from "../../modules/drain/message.ts";
import type { DrainedQueue, FailedMessage, FilledQueue, Received } from "../../modules/drain/ports.ts";

/** A queue as SQS keeps one: what is received is hidden until it is deleted, and of a group nothing follows until then. */
export class MemoryQueue implements DrainedQueue, FilledQueue {
  readonly fifo: boolean;
  readonly most = 10;
  readonly largest = 256 * 1024;
  messages: KeptMessage[] = [];
  readonly #hidden = new Set<KeptMessage>();
  /** Asked before each call; one that it throws for does not happen. */
  fault: (call: "receive" | "remove" | "send") => void = () => undefined;
  /** Ids of messages that SQS does not delete, or does not take. */
  readonly stubborn = new Set<string>();

  constructor(
    readonly arn: string,
    readonly made = "2026-11-01T00:00:00.000Z",
  ) {
    this.fifo = arn.endsWith(".fifo");
  }

  refuses(from: string): string | undefined {
    return from.endsWith(".fifo") === this.fifo
      ? undefined
      : `${this.arn} is ${this.fifo ? "a FIFO" : "a standard"} queue, and ${from} is not`;
  }

  async receive(most: number): Promise<Received[]> {
    this.fault("receive");
    const busy = new Set([...this.#hidden].flatMap(({ group }) => (this.fifo ? (group ?? []) : [])));
    const found = this.messages
      .filter((one) => !this.#hidden.has(one) && !busy.has(one.group ?? ""))
      .slice(0, most);
    for (const one of found) this.#hidden.add(one);
    return found.map((message) => ({ message, receipt: message.id }));
  }

  async remove(received: readonly Received[]): Promise<FailedMessage[]> {
    this.fault("remove");
    const gone = new Set(received.map(({ receipt }) => receipt).filter((id) => !this.stubborn.has(id)));
    for (const one of this.#hidden) if (gone.has(one.id)) this.#hidden.delete(one);
    this.messages = this.messages.filter(({ id }) => !gone.has(id));
    return received
      .filter(({ receipt }) => this.stubborn.has(receipt))
      .map(({ receipt: id }) => ({ id, why: "busy" }));
  }

  async send(messages: readonly KeptMessage[]): Promise<(FailedMessage & { at: number })[]> {
    this.fault("send");
    return messages.flatMap((message, at) => {
      if (this.stubborn.has(message.id)) return [{ at, id: message.id, why: "InternalError" }];
      this.messages.push(message);
      return [];
    });
  }
}
