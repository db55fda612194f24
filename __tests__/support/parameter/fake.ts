import type { ClientOf } from "../../../modules/protectors/protector.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";

/** A parameter as the service keeps it. */
export interface Kept {
  type: string;
  value: string;
  topic: string;
  tags: Record<string, string>;
  createdAt: string;
  version: number;
  watch?: { id: string; enabled: boolean };
}

class Command {
  constructor(readonly input: Record<string, unknown>) {}
}
export class ListParametersCommand extends Command {}
export class GetParameterCommand extends Command {}
export class ListParameterTagsCommand extends Command {}
export class GetWatchCommand extends Command {}
export class PutParameterCommand extends Command {}
export class TagParameterCommand extends Command {}
export class UntagParameterCommand extends Command {}
export class CreateWatchCommand extends Command {}
export class EnableWatchCommand extends Command {}
export class DisableWatchCommand extends Command {}

/** The client of a service that is not there. */
export class ParameterClient {
  send(_command: Command): Promise<unknown> {
    return Promise.reject(new Error("there is no such service"));
  }
}

type Input = Readonly<Record<string, unknown>>;

/** A service of named values with tags and a watch that fires: all that a kind has, as small as it can be. */
export class FakeParameters implements FakePlace {
  readonly kept = new Map<string, Kept>();
  #made = 0;

  constructor(readonly place: PlaceOptions) {}

  readonly client = ((_Class: unknown) => ({
    send: async (command: Command): Promise<unknown> => {
      const name = command.constructor.name.replace(/Command$/, "") as "GetParameter";
      return structuredClone(this[name](command.input));
    },
  })) as ClientOf;

  arn(name: unknown): string {
    return `arn:aws:parameter:${this.place.region}:${this.place.account}:parameter/${String(name)}`;
  }

  /** An id that the service gives. */
  newId(): string {
    this.#made += 1;
    return `${this.place.region}-${this.#made}`;
  }

  one(input: Input): Kept {
    const found = this.kept.get(String(input.Name));
    if (found === undefined) throw notFound(`there is no parameter ${String(input.Name)}`);
    return found;
  }

  ListParameters(input: Input) {
    return this.#page("Names", [...this.kept.keys()], input);
  }

  GetParameter(input: Input) {
    const { type, value, topic, createdAt, version } = this.one(input);
    return { Name: input.Name, Arn: this.arn(input.Name), type, value, topic, createdAt, version };
  }

  ListParameterTags(input: Input) {
    return this.#page("Tags", Object.entries(this.one(input).tags), input);
  }

  GetWatch(input: Input) {
    const { watch } = this.one(input);
    if (watch === undefined) throw notFound(`${String(input.Name)} has no watch`);
    return { ...watch };
  }

  PutParameter(input: Input) {
    const was = this.kept.get(String(input.Name));
    this.kept.set(String(input.Name), {
      tags: { ...(input.Tags as Record<string, string>) },
      createdAt: `made in ${this.place.region}`,
      ...was,
      type: String(input.Type),
      value: String(input.SecretString),
      topic: String(input.Topic),
      version: (was?.version ?? 0) + 1,
    });
    return {};
  }

  TagParameter(input: Input) {
    const one = this.one(input);
    Object.assign(one.tags, input.Tags);
    one.version += 1;
    return {};
  }

  UntagParameter(input: Input) {
    const one = this.one(input);
    delete one.tags[String(input.Key)];
    one.version += 1;
    return {};
  }

  CreateWatch(input: Input) {
    const one = this.one(input);
    if (one.watch !== undefined)
      throw answer("ResourceConflictException", 409, `${String(input.Name)} has a watch`);
    one.watch = { id: this.newId(), enabled: input.Enabled === true };
    return { ...one.watch };
  }

  EnableWatch(input: Input) {
    const { watch } = this.one(input);
    if (watch === undefined) throw notFound(`${String(input.Name)} has no watch`);
    watch.enabled = true;
    return {};
  }

  DisableWatch(input: Input) {
    const { watch } = this.one(input);
    if (watch === undefined) throw notFound(`${String(input.Name)} has no watch`);
    watch.enabled = false;
    return {};
  }

  #page(list: string, all: readonly unknown[], { NextToken }: Input) {
    const from = Number(NextToken ?? 0);
    const next = from + this.place.page;
    return { [list]: all.slice(from, next), ...(next < all.length && { NextToken: String(next) }) };
  }
}

function notFound(message: string): Error {
  return answer("ResourceNotFoundException", 404, message);
}

function answer(name: string, httpStatusCode: number, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}
