import {
  CancelReplayCommand,
  DeleteRuleCommand,
  IllegalStatusException,
  RemoveTargetsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import { DeleteQueueCommand, GetQueueUrlCommand, QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { errorText } from "../../../core/error-text.ts";
import type { FailedMessage } from "../../../drain/ports.ts";
import { type ReplayClients, TARGET } from "./reading-parts.ts";

/**
 * Deletes what a reading has made, as far as it is there, and ends its replay. The rule goes last, and only where
 * nothing else is left: by that a reading is found.
 * @returns what could not be deleted, and why
 */
export async function deleteReading(
  { events, sqs }: ReplayClients,
  { bus, name, hasStarted }: { readonly bus: string; readonly name: string; readonly hasStarted: boolean },
  urls: ReadonlyMap<string, string> = new Map(),
): Promise<readonly FailedMessage[]> {
  const left: FailedMessage[] = [];
  const attempt = async (id: string, act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      // One that has ended cannot be ended, and what is gone is deleted.
      if (error instanceof IllegalStatusException || error instanceof ResourceNotFoundException) return;
      if (error instanceof QueueDoesNotExist) return;
      left.push({ id, why: errorText(error) });
    }
  };
  const on = { EventBusName: bus };
  if (hasStarted)
    await attempt(`replay ${name}`, () => events.send(new CancelReplayCommand({ ReplayName: name })));
  await attempt(`target of event rule ${bus}/${name}`, () =>
    events.send(new RemoveTargetsCommand({ ...on, Rule: name, Ids: [TARGET] })),
  );
  for (const QueueName of [name, `${name}-dead`])
    await attempt(`queue ${QueueName}`, async () => {
      // The answer to its making may have been lost.
      const found = urls.get(QueueName) ?? (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
      await sqs.send(new DeleteQueueCommand({ QueueUrl: found }));
    });
  if (left.length > 0)
    return [...left, { id: `event rule ${bus}/${name}`, why: "by it the rest is found: delete it last" }];
  await attempt(`event rule ${bus}/${name}`, () => events.send(new DeleteRuleCommand({ ...on, Name: name })));
  return left;
}
