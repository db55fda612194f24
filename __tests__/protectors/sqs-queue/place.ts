import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { ClientOf, RestoreTarget } from "../../../modules/protectors/protector.ts";
import { textsOf } from "../../../modules/protectors/sqs-queue/attributes.ts";
import type { QueueDocument } from "../../../modules/protectors/sqs-queue/document.ts";
import { HOME } from "../../support/arbitrary-queue.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { FakeSqs } from "../../support/fake-sqs.ts";
import { noBytes } from "../../support/no-bytes.ts";

/** SQS of one account and region, and the keys that can be used there, as the kind's ports. */
export class Place extends FakeSqs {
  readonly keys = new Set<string>();
  readonly slept: number[] = [];

  constructor(readonly at: RestoreTarget = HOME) {
    super(at);
  }

  /** As a point holds it, also with what no call would set. */
  put(document: QueueDocument): void {
    this.queues.set(document.name, {
      attributes: textsOf(document),
      tags: { ...document.tags },
      createdAt: this.now,
      modifiedAt: this.now,
    });
  }

  /** What comes in place of an answer, by the call's name and how often it was made, from 1. */
  set answer(instead: (name: string, count: number) => Error | undefined) {
    this.wire.before = ({ name }) => instead(name, this.wire.named(name).length);
  }

  /** What was written. */
  get sent() {
    return this.calls.filter(({ name }) => !/^(Get|List)/.test(name)).map(({ input }) => input);
  }

  get ports() {
    const client: ClientOf = (Class) => {
      const found = new Map<unknown, unknown>([
        [SQSClient, this.client],
        [KMSClient, { send: (command: DescribeKeyCommand) => this.#describeKey(command) }],
      ]).get(Class);
      if (found === undefined) throw new Error(`no ${Class.name} is needed`);
      return found as InstanceType<typeof Class>;
    };
    const sleep = async (milliseconds: number): Promise<void> => {
      this.slept.push(milliseconds);
      this.now += milliseconds;
    };
    return {
      ...this.at,
      client,
      sleep,
      locate: async () => ({ bucket: "none", key: "none" }),
      open: noBytes,
      now: () => 0,
      holder: "somebody",
    };
  }

  async #describeKey(command: DescribeKeyCommand): Promise<object> {
    if (!(command instanceof DescribeKeyCommand)) throw new Error("keys are only looked at");
    if (!this.keys.has(command.input.KeyId ?? "")) throw awsError("NotFoundException", 400);
    return { KeyMetadata: { KeyState: "Enabled" } };
  }
}
