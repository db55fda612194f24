import type { Call } from "./wire.ts";
import { Wire } from "./wire.ts";

export interface ServiceOptions {
  readonly account?: string;
  readonly region?: string;
  /** Shared, so that calls of several services are counted as one. */
  readonly wire?: Wire;
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: unknown;
}

/**
 * One service of one account and region, in memory. Each operation is a method of its name, which takes the input of
 * its command and answers as AWS does.
 */
export abstract class FakeService<Client> {
  abstract readonly service: string;
  readonly account: string;
  readonly region: string;
  readonly wire: Wire;
  /** The most that a page of a list holds: so few that every list has several. */
  page = 2;

  constructor({ account = "111122223333", region = "eu-west-1", wire = new Wire() }: ServiceOptions = {}) {
    this.account = account;
    this.region = region;
    this.wire = wire;
  }

  /** What stands for a client of the SDK. */
  get client(): Client {
    return this as unknown as Client;
  }

  async send(command: Command): Promise<unknown> {
    const name = command.constructor.name.replace(/Command$/, "");
    const operation = (this as unknown as Record<string, (input: unknown) => unknown>)[name];
    if (operation === undefined) throw new Error(`the fake knows no ${name}`);
    const input = structuredClone(command.input) as Call["input"];
    return this.wire.carry({ service: this.service, name, input }, () =>
      operation.call(this, structuredClone(input)),
    );
  }

  /** The calls of this service. */
  get calls(): Call[] {
    return this.wire.calls.filter(({ service }) => service === this.service);
  }

  /** Names of the calls, in order. */
  called(): string[] {
    return this.calls.map(({ name }) => name);
  }

  /** Names of those that change something. */
  writes(): string[] {
    return this.called().filter((name) => !/^(Get|List)/.test(name));
  }

  /** One page, and the token of the next. `token` is what the service calls it, `most` what the caller wants. */
  protected paged<Item>(
    list: string,
    all: readonly Item[],
    from: string | undefined,
    { token = "NextMarker", most = this.page }: { token?: string; most?: number | undefined } = {},
  ): Record<string, unknown> {
    const start = Number(from ?? 0);
    const next = start + Math.min(this.page, most);
    return { [list]: all.slice(start, next), ...(next < all.length && { [token]: String(next) }) };
  }
}
