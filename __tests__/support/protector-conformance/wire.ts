import { Redactor } from "../../../modules/core/redactor.ts";
import { secretsIn } from "../../../modules/core/secrets-in.ts";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { actionOf, isWrite } from "./actions.ts";
import type { FakePlace } from "./conforming.ts";

/** A command that went out. */
export interface Sent {
  /** `lambda:GetFunction`, as IAM calls it. */
  readonly action: string;
  /** `lambda:GetFunctionConfiguration`, as the API calls it. */
  readonly call: string;
  readonly input: object;
  readonly write: boolean;
}

/** What the suite does to a call. */
export interface Interference {
  /** Another input. */
  readonly input?: object;
  /** In place of the call. */
  readonly instead?: () => unknown;
  /** After its effect; gives or throws what is answered. */
  readonly after?: (answer: object) => unknown;
}

/** The process died: nothing after it reaches AWS. */
export class Killed extends Error {}

/** Calls of one run; more is a loop without an end. */
const MAX_CALLS = 3000;
const ENDLESS = `more than ${MAX_CALLS} calls`;

/** Whether something ended only because the suite would not answer any more. */
export function isEndless(error: Error | undefined): boolean {
  return error?.message.includes(ENDLESS) ?? false;
}

/** Stands between a protector and its fake: records what is sent, and breaks it where a law wants that. */
export class Wire {
  readonly sent: Sent[] = [];
  /** Asked before each call; `index` counts from 0. */
  interfere: (sent: Sent, index: number) => Interference | undefined = () => undefined;
  dead = false;
  readonly #redactor = new Redactor();

  constructor(readonly fake: FakePlace) {}

  readonly client: ClientOf = this.#clientOf(() => this.fake);

  /** Clients of the region that the thing comes from; absent: it is not asked. */
  get beyond(): ClientOf | undefined {
    const { beyond } = this.fake;
    return beyond && this.#clientOf(() => beyond);
  }

  get writes(): readonly Sent[] {
    return this.sent.filter(({ write }) => write);
  }

  #clientOf(place: () => FakePlace): ClientOf {
    const clients = new Map<unknown, unknown>();
    return (Class) => {
      const made = clients.get(Class) ?? this.#wrap(Class.name, place().client(Class) as object);
      clients.set(Class, made);
      return made as InstanceType<typeof Class>;
    };
  }

  #wrap(clientName: string, real: object): object {
    const send = (command: { readonly input: object }) => this.#send(clientName, real, command);
    return new Proxy(real, {
      get: (target, key) => (key === "send" ? send : Reflect.get(target, key, target)),
    });
  }

  /** As real clients do it: no error shows what was secret in calls and answers. */
  async #send(clientName: string, real: object, command: { readonly input: object }): Promise<unknown> {
    this.#redactor.learn(secretsIn(command.input));
    try {
      const answer = await this.#reach(clientName, real, command);
      this.#redactor.learn(secretsIn(answer));
      return answer;
    } catch (error) {
      this.#redactor.clean(error);
      throw error;
    }
  }

  async #reach(clientName: string, real: object, command: { readonly input: object }): Promise<unknown> {
    if (this.dead) throw new Killed("the process is dead");
    const { action, call } = actionOf(clientName, command.constructor.name);
    const sent: Sent = { action, call, input: command.input, write: isWrite(call) };
    if (this.sent.push(sent) > MAX_CALLS) throw new Killed(`${ENDLESS}: ${call} without end`);
    const { input, instead, after } = this.interfere(sent, this.sent.length - 1) ?? {};
    if (instead !== undefined) return instead();
    const changed = input === undefined ? command : withInput(command, input);
    const answer = await (real as { send: (command: object) => Promise<object> }).send(changed);
    return after === undefined ? answer : after(answer);
  }

  /** Dies at a call, before its effect or after it. */
  killAt(call: number, when: "before" | "after"): void {
    const die = (): never => {
      this.dead = true;
      throw new Killed(`killed ${when} call ${call}`);
    };
    this.interfere = (_sent, index) =>
      index === call ? (when === "before" ? { instead: die } : { after: die }) : undefined;
  }
}

function withInput(command: object, input: object): object {
  return Object.assign(Object.create(Object.getPrototypeOf(command) as object) as object, command, { input });
}
