import {
  DescribeStreamConsumerCommand,
  RegisterStreamConsumerCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kinesis";
import { attempt, orNone } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { differingTags, writableTags } from "../../kit/tags.ts";
import type { Ids } from "../../protector.ts";
import type { StreamConsumer } from "../document.ts";
import { changing, type Draft, overwriting } from "./draft.ts";

const REGISTER = "kinesis:RegisterStreamConsumer";
const POLL_MS = 1000;
const MAX_POLLS = 120;

/** Each is registered by itself and waited for: of five that are being made AWS takes no sixth. */
export function planConsumers(draft: Draft): void {
  const { ports, live, document, resource, steps } = draft;
  for (const consumer of document.consumers) {
    const there = live?.consumers.find(({ name }) => name === consumer.name);
    if (there === undefined) {
      steps.push({
        title: `register consumer ${consumer.name} of ${resource}`,
        call: REGISTER,
        effect: overwriting(draft),
        perform: (ids) => register(draft, consumer, ids),
      });
      continue;
    }
    const Tags = differingTags(consumer.tags, there.tags);
    if (Object.keys(Tags).length > 0)
      changing(
        draft,
        `set tags ${Object.keys(Tags).join(", ")} of consumer ${consumer.name}`,
        "kinesis:TagResource",
        () => ports.kinesis.send(new TagResourceCommand({ ResourceARN: there.arn, Tags })),
      );
  }
  const known = new Set(document.consumers.map(({ name }) => name));
  for (const { name } of live?.consumers ?? [])
    if (!known.has(name))
      draft.warnings.push(`consumer ${name} of ${resource} is not in the point; it stays`);
}

async function register(
  { ports, document, resource }: Draft,
  consumer: StreamConsumer,
  ids: Ids,
): Promise<void> {
  const { name: ConsumerName } = consumer;
  const asked = { StreamARN: document.arn, ConsumerName };
  const Tags = writableTags(consumer.tags);
  const what = { resource: `consumer ${ConsumerName} of ${resource}`, call: REGISTER };
  await attempt(ports.sleep, what, async () => {
    try {
      await ports.kinesis.send(
        new RegisterStreamConsumerCommand({ ...asked, ...(Object.keys(Tags).length > 0 && { Tags }) }),
      );
    } catch (error) {
      // The stream is busy, one of that name is on its way out, or a request whose answer was lost has registered it.
      if (!(error instanceof Error) || error.name !== "ResourceInUseException") throw error;
      const there = await orNone(() => ports.kinesis.send(new DescribeStreamConsumerCommand(asked)));
      if (there === undefined || there.ConsumerDescription?.ConsumerStatus === "DELETING") throw error;
    }
  });
  const call = "kinesis:DescribeStreamConsumer";
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const { ConsumerDescription: found } = await attempt(ports.sleep, { ...what, call }, () =>
      ports.kinesis.send(new DescribeStreamConsumerCommand(asked)),
    );
    if (found?.ConsumerStatus === "ACTIVE" && found.ConsumerARN !== undefined) {
      ids.set(consumer.arn, found.ConsumerARN);
      return;
    }
    await ports.sleep(POLL_MS);
  }
  throw new RestoreError(
    what.resource,
    call,
    `it is not active after ${(MAX_POLLS * POLL_MS) / 60_000} minutes`,
    AGAIN,
  );
}
