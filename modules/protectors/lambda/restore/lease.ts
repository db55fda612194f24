import { ListTagsCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import { secondOf } from "../../../core/second.ts";
import { attempt } from "../../kit/attempt.ts";
import { findMark, type Mark, markTag } from "../../kit/mark.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { FunctionRestorePorts } from "./ports.ts";

/** How long a restore that has stopped keeps others out. */
const MILLISECONDS = 180_000;
/** How far the clock of whoever holds it may be ahead. */
const SKEW = 300_000;
/** Age at which it is said again: a step may then last two minutes. */
const RENEW_AFTER = 60_000;

type Tags = Readonly<Record<string, string>>;
/** With the tag that says so. */
type Held = NonNullable<Mark["lease"]> & { readonly key: string };

/** Who else is restoring a function now, by its tags. One that ends later than a restore may say keeps nobody out. */
export function heldBy(tags: Tags, { now, holder }: Pick<FunctionRestorePorts, "now" | "holder">) {
  const found = findMark(tags);
  const lease = found?.mark.lease;
  if (found === undefined || lease === undefined || lease.holder === holder) return undefined;
  const ahead = lease.until - now();
  return ahead > 0 && ahead <= MILLISECONDS + SKEW ? { ...lease, key: found.key } : undefined;
}

export function waitFor({ until, key }: Held): string {
  const time = secondOf(until);
  return `wait until it has ended, or until ${time} if it was stopped, as tag ${key} says; then ${AGAIN}`;
}

/**
 * The mark of a function with the word of who is at work, said again while steps run. It keeps a second restore out; what
 * it cannot keep out, such as a deployment, is noticed by the revisions of what is written.
 */
export class Lease {
  /** Milliseconds since 1970; `undefined`: nothing is held. */
  #until: number | undefined;
  #key: string;

  constructor(
    private readonly ports: FunctionRestorePorts,
    private readonly about: { readonly name: string; readonly arn: string },
    private readonly mark: Omit<Mark, "lease">,
    /** The tag that the mark is in. */
    key: string,
  ) {
    this.#key = key;
  }

  get key(): string {
    return this.#key;
  }

  /** For a function that is about to be made: it is marked and held from its birth. */
  atBirth(): Record<string, string> {
    return this.#renewed();
  }

  /** @throws RestoreError when somebody else is at it */
  async take(): Promise<void> {
    const other = heldBy(await this.#tags(), this.ports);
    if (other !== undefined) throw this.#refused(other);
    await this.#write(this.#renewed());
    this.#require(await this.#tags());
  }

  /**
   * Before and while something is done: that it is still held, by the tags where they were just read. Tells whether it
   * has been said again, for that moves the function's revision.
   */
  async keep(read?: Tags): Promise<boolean> {
    if (this.#until === undefined) return false;
    if (read !== undefined) this.#require(read);
    if (this.#until - this.ports.now() > MILLISECONDS - RENEW_AFTER) return false;
    this.#require(read ?? (await this.#tags()));
    await this.#write(this.#renewed());
    return true;
  }

  /** Into another tag, for the one it is in has to go. */
  async move(key: string): Promise<void> {
    const old = this.#key;
    this.#key = key;
    await this.#write(this.#renewed());
    await this.#untag(old);
  }

  /** It has stopped before its end: whoever continues need not wait. */
  async release(): Promise<void> {
    if (this.#until === undefined) return;
    this.#until = undefined;
    if (this.#isOurs(await this.#tags())) await this.#write(markTag(this.#key, this.mark));
  }

  /** The function is restored. `value` is what the tag has in the end; absent: it goes, unless it has to be armed. */
  async end(value: string | undefined, unarmed: boolean): Promise<void> {
    if (value === undefined && unarmed)
      await this.#write(markTag(this.#key, { point: this.mark.point, replace: false, unarmed: true }));
    else if (value === undefined) await this.#untag(this.#key);
    else await this.#write({ [this.#key]: value });
    this.#until = undefined;
  }

  #renewed(): Record<string, string> {
    const { now, holder } = this.ports;
    this.#until = now() + MILLISECONDS;
    return markTag(this.#key, { ...this.mark, lease: { holder, until: this.#until } });
  }

  #isOurs(tags: Tags): boolean {
    const found = findMark(tags)?.mark;
    return found?.point === this.mark.point && found.lease?.holder === this.ports.holder;
  }

  #require(tags: Tags): void {
    if (this.#isOurs(tags)) return;
    this.#until = undefined;
    const lease = heldBy(tags, this.ports);
    throw lease === undefined
      ? new RestoreError(this.about.name, "lambda:TagResource", "somebody took its mark away", AGAIN)
      : this.#refused(lease);
  }

  #refused(lease: Held): RestoreError {
    const reason = `${lease.holder} is restoring it`;
    return new RestoreError(this.about.name, "lambda:TagResource", reason, waitFor(lease));
  }

  async #tags(): Promise<Tags> {
    const { lambda, sleep } = this.ports;
    const what = { resource: this.about.name, call: "lambda:ListTags" };
    const { Tags = {} } = await attempt(sleep, what, () =>
      lambda.send(new ListTagsCommand({ Resource: this.about.arn })),
    );
    return Tags;
  }

  async #write(Tags: Record<string, string>): Promise<void> {
    const { lambda, sleep } = this.ports;
    const what = { resource: this.about.name, call: "lambda:TagResource" };
    await attempt(sleep, what, () => lambda.send(new TagResourceCommand({ Resource: this.about.arn, Tags })));
  }

  async #untag(key: string): Promise<void> {
    const { lambda, sleep } = this.ports;
    const what = { resource: this.about.name, call: "lambda:UntagResource" };
    await attempt(sleep, what, () =>
      lambda.send(new UntagResourceCommand({ Resource: this.about.arn, TagKeys: [key] })),
    );
  }
}
