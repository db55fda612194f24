import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html";
const QUEUE = "arn:{partition}:sqs:{region}:{account}:*";

const onQueues = (...actions: string[]): Permission[] =>
  actions.map((action) => ({ action: `sqs:${action}`, resources: [QUEUE] }));

const reads = onQueues("GetQueueUrl", "GetQueueAttributes", "ListQueueTags");

/** Nothing here sends, receives or deletes a message, and nothing deletes a queue. */
export const sqsQueueSpec: KindSpec = {
  kind: "sqs-queue",
  noun: ["queue", "queues"],
  home: "regional",
  source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html",
  trigger: "sqs",
  // Lambda's mappings name the queues that they read; a queue cannot tell.
  listedToFollow: false,
  idOf: ({ service, resource }) => (service === "sqs" ? resource : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:sqs:{region}:{account}:NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 80, whole: /^[^.]+(\.fifo)?$/ }],
  },
  permissions: {
    // Attributes, since the dead-letter queue of a queue is captured with it.
    inventory: [...inRegion("sqs", "ListQueues"), ...reads],
    capture: reads,
    restore: [
      ...onQueues("CreateQueue", "SetQueueAttributes", "TagQueue"),
      ...reads,
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
    ],
    activate: [],
  },
  wildcardActions: { "sqs:ListQueues": ACTIONS },
  pace: {
    // For everything else SQS states no rate; reads of tags count as tagging actions.
    budget: "SQS tagging actions",
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html",
    perSecond: 5,
    perThing: () => 1,
    perPage: () => 0,
    pageSize: 1000,
  },
};
