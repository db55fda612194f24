import { isObject } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { writableTags } from "../kit/tags.ts";
import { type Argument, OwnAttribute } from "../kit/terraform/argument.ts";
import { plainText, snakeCase } from "../kit/terraform/provider-words.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import type { QueueDocument } from "./document.ts";
import { formOf } from "./form.ts";

const QUEUE = "aws_sqs_queue";

/** Attributes that the provider calls otherwise than SQS. */
const NAMES: Readonly<Record<string, string>> = {
  VisibilityTimeout: "visibility_timeout_seconds",
  MaximumMessageSize: "max_message_size",
  MessageRetentionPeriod: "message_retention_seconds",
  ReceiveMessageWaitTimeSeconds: "receive_wait_time_seconds",
};

/**
 * The most that the provider of this version takes, and what it makes where nothing is said: SQS takes four times as much.
 * https://github.com/hashicorp/terraform-provider-aws/issues/45152
 */
const MAX_SIZE = { attribute: "MaximumMessageSize", argument: "max_message_size", bytes: 262_144 } as const;

/** Each a resource of its own, so that queues may name each other. */
const POLICIES = {
  Policy: { type: "aws_sqs_queue_policy", argument: "policy" },
  RedrivePolicy: { type: "aws_sqs_queue_redrive_policy", argument: "redrive_policy" },
  RedriveAllowPolicy: { type: "aws_sqs_queue_redrive_allow_policy", argument: "redrive_allow_policy" },
} as const;

/** A queue, with a resource for each of its policies. */
export const sqsQueueInTerraform: TerraformKind<QueueDocument> = {
  form: ({ document, live }) => {
    const form = formOf(document);
    const there = live === undefined ? {} : formOf(live);
    const isLarger = Number(form[MAX_SIZE.attribute]) > MAX_SIZE.bytes;
    const settings = Object.entries(form).filter(
      ([name]) => !Object.hasOwn(POLICIES, name) && !(isLarger && name === MAX_SIZE.attribute),
    );
    const policies = Object.entries(POLICIES).flatMap(
      ([attribute, { type, argument }]): TerraformResource[] => {
        const policy = form[attribute];
        if (!isObject(policy)) return [];
        return [
          {
            type,
            key: "",
            arguments: { queue_url: new OwnAttribute(QUEUE, "", "url"), [argument]: exactText(policy) },
            ...(live !== undefined && Object.hasOwn(there, attribute) && { importId: live.url }),
          },
        ];
      },
    );
    return {
      resources: [
        {
          type: QUEUE,
          key: "",
          arguments: {
            name: document.name,
            ...Object.fromEntries(settings.map(([name, value]) => argumentOf(name, String(value)))),
            tags: writableTags(document.tags),
          },
          ...(live !== undefined && { importId: live.url }),
          exports: { [document.arn]: "arn", [live?.url ?? document.url]: "url" },
          ...(isLarger && { ignoreChanges: [MAX_SIZE.argument] }),
        },
        ...policies,
      ],
      left:
        isLarger && live === undefined
          ? [`messages above ${MAX_SIZE.bytes} bytes: the provider makes no queue that takes them`]
          : [],
    };
  },
};

function argumentOf(name: string, value: string): readonly [string, Argument] {
  const argument = Object.hasOwn(NAMES, name) ? (NAMES[name] ?? "") : snakeCase(name);
  return [argument, plainText(value)];
}
