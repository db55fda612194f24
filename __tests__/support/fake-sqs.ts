import type * as S from "@aws-sdk/client-sqs";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";
import {
  type Attributes,
  checkAttributes,
  created,
  shownAttributes,
  withAttributes,
} from "./fake-sqs/attributes.ts";

interface Queue {
  attributes: Attributes;
  tags: Record<string, string>;
  readonly createdAt: number;
  modifiedAt: number;
}

/** A name is free again so many milliseconds after its queue was deleted. */
const REST = 60_000;

/** SQS of one account and region in memory: the queues, not their messages. */
export class FakeSqs extends FakeService<S.SQSClient> {
  readonly service = "sqs";
  readonly queues = new Map<string, Queue>();
  /** Milliseconds; a test moves them on. */
  now = Date.UTC(2026, 0, 1);
  readonly #deletedAt = new Map<string, number>();

  arn(name: string): string {
    return `arn:aws:sqs:${this.region}:${this.account}:${name}`;
  }

  url(name: string): string {
    return `https://sqs.${this.region}.amazonaws.com/${this.account}/${name}`;
  }

  CreateQueue({ QueueName = "", Attributes = {}, tags = {} }: S.CreateQueueRequest) {
    const attributes = Attributes as Attributes;
    const fifo = attributes.FifoQueue === "true";
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(fifo ? QueueName.replace(/\.fifo$/, "") : QueueName))
      throw awsError(
        "InvalidParameterValue",
        400,
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
      );
    if (QueueName.length > 80 || fifo !== QueueName.endsWith(".fifo"))
      throw awsError(
        "InvalidParameterValue",
        400,
        "The name of a FIFO queue must end with .fifo suffix and be 1 to 80 in length",
      );
    const there = this.queues.get(QueueName);
    if (there !== undefined) return this.#sameQueue(QueueName, there.attributes, attributes);
    if (this.now - (this.#deletedAt.get(QueueName) ?? Number.NEGATIVE_INFINITY) < REST)
      throw awsError(
        "QueueDeletedRecently",
        400,
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
      );
    checkAttributes(attributes, { fifo, creating: true });
    this.#checkDeadLetters(attributes, fifo);
    this.queues.set(QueueName, {
      attributes: created(attributes, fifo),
      tags: { ...tags },
      createdAt: this.now,
      modifiedAt: this.now,
    });
    return { QueueUrl: this.url(QueueName) };
  }

  GetQueueUrl({ QueueName = "", QueueOwnerAWSAccountId = this.account }: S.GetQueueUrlRequest) {
    if (QueueOwnerAWSAccountId !== this.account) throw nonExistent();
    this.#queue(this.url(QueueName));
    return { QueueUrl: this.url(QueueName) };
  }

  GetQueueAttributes({ QueueUrl, AttributeNames = [] }: S.GetQueueAttributesRequest) {
    const { name, queue } = this.#queue(QueueUrl);
    const seconds = (time: number): string => String(Math.floor(time / 1000));
    const all = {
      ...queue.attributes,
      QueueArn: this.arn(name),
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      CreatedTimestamp: seconds(queue.createdAt),
      LastModifiedTimestamp: seconds(queue.modifiedAt),
    };
    const shown = shownAttributes(all, AttributeNames);
    return Object.keys(shown).length === 0 ? {} : { Attributes: shown };
  }

  /** SQS gives a token only to those who say how many they want; the others get the first, as if there were no more. */
  ListQueues({ QueueNamePrefix = "", MaxResults, NextToken }: S.ListQueuesRequest) {
    const names = [...this.queues.keys()].filter((name) => name.startsWith(QueueNamePrefix)).sort();
    const { QueueUrls, NextToken: next } = this.paged(
      "QueueUrls",
      names.map((name) => this.url(name)),
      NextToken,
      { token: "NextToken", most: MaxResults },
    );
    return {
      ...(names.length > 0 && { QueueUrls }),
      ...(MaxResults !== undefined && next !== undefined && { NextToken: next }),
    };
  }

  ListQueueTags({ QueueUrl }: S.ListQueueTagsRequest) {
    const { tags } = this.#queue(QueueUrl).queue;
    return Object.keys(tags).length === 0 ? {} : { Tags: tags };
  }

  SetQueueAttributes({ QueueUrl, Attributes = {} }: S.SetQueueAttributesRequest) {
    const { queue } = this.#queue(QueueUrl);
    const attributes = Attributes as Attributes;
    const fifo = queue.attributes.FifoQueue === "true";
    checkAttributes(attributes, { fifo, creating: false });
    this.#checkDeadLetters(attributes, fifo);
    queue.attributes = withAttributes(queue.attributes, attributes);
    queue.modifiedAt = this.now;
    return {};
  }

  TagQueue({ QueueUrl, Tags }: S.TagQueueRequest) {
    Object.assign(this.#queue(QueueUrl).queue.tags, Tags);
    return {};
  }

  UntagQueue({ QueueUrl, TagKeys = [] }: S.UntagQueueRequest) {
    const { tags } = this.#queue(QueueUrl).queue;
    for (const key of TagKeys) delete tags[key];
    return {};
  }

  DeleteQueue({ QueueUrl }: S.DeleteQueueRequest) {
    const { name } = this.#queue(QueueUrl);
    this.queues.delete(name);
    this.#deletedAt.set(name, this.now);
    return {};
  }

  #queue(url: string | undefined): { readonly name: string; readonly queue: Queue } {
    const name = url?.split("/").at(-1) ?? "";
    const queue = url === this.url(name) ? this.queues.get(name) : undefined;
    if (queue === undefined) throw nonExistent();
    return { name, queue };
  }

  /** The same again is no error; attributes that were not given are not compared. */
  #sameQueue(name: string, there: Attributes, asked: Attributes) {
    const other = Object.entries(asked).find(([key, value]) => (there[key] ?? "") !== value);
    if (other !== undefined)
      throw awsError(
        "QueueNameExists",
        400,
        `A queue already exists with the same name and a different value for attribute ${other[0]}`,
      );
    return { QueueUrl: this.url(name) };
  }

  /** The dead-letter queue is of the same account and region, is there, and is of the same kind. */
  #checkDeadLetters({ RedrivePolicy }: Attributes, fifo: boolean): void {
    if (RedrivePolicy === undefined || RedrivePolicy === "") return;
    const refuse = (reason: string): Error =>
      awsError(
        "InvalidParameterValue",
        400,
        `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
      );
    const { deadLetterTargetArn } = JSON.parse(RedrivePolicy) as { readonly deadLetterTargetArn?: string };
    const name = deadLetterTargetArn?.split(":").at(-1) ?? "";
    const target = deadLetterTargetArn === this.arn(name) ? this.queues.get(name) : undefined;
    if (target === undefined) throw refuse("Dead letter target does not exist.");
    if ((target.attributes.FifoQueue === "true") !== fifo)
      throw refuse("Dead-letter queue must be same type of queue as the source.");
  }
}

function nonExistent(): Error {
  return awsError("QueueDoesNotExist", 400, "The specified queue does not exist.");
}
