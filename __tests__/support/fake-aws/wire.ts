/** One call as it was sent. */
export interface Call {
  /** `lambda`, as in IAM's actions. */
  readonly service: string;
  /** `GetPolicy` */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Thrown in place of the n-th answer, as if the process had died there. */
class Killed extends Error {}

/** What lies between a client and the fakes: it records every call, and breaks where a test says so. */
export class Wire {
  readonly calls: Call[] = [];
  /** Asked before each call, counted from 1: an error in place of the answer. It may also change what is answered. */
  before: (call: Call, count: number) => Error | undefined = () => undefined;
  /** Answers in place of a call of this name, once each. */
  readonly refusals = new Map<string, Error[]>();
  /** Dies at this call, counted from 1: before its effect, or after it, so that its answer is lost. */
  killAt?: { readonly call: number; readonly when: "before" | "after" };
  /** The process died: nothing after it is answered, until another process begins. */
  dead = false;

  /** @throws what the service answers, or what the test put in its place. */
  async carry<T>(call: Call, answer: () => T): Promise<T> {
    if (this.dead) throw new Killed("the process is dead");
    this.calls.push(call);
    const count = this.calls.length;
    const killed = this.killAt?.call === count ? new Killed(`killed at ${call.name}`) : undefined;
    this.dead = killed !== undefined;
    if (killed !== undefined && this.killAt?.when === "before") throw killed;
    try {
      const error = this.before(call, count) ?? this.refusals.get(call.name)?.shift();
      if (error !== undefined) throw error;
      const answered = structuredClone(answer());
      if (killed === undefined) return answered;
    } catch (error) {
      if (killed === undefined) throw error;
    }
    throw killed;
  }

  /** The calls of this name. */
  named(name: string): Call[] {
    return this.calls.filter((call) => call.name === name);
  }
}
