import {
  DescribeEventBusCommand,
  type EventBridgeClient,
  PutEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../../core/arn.ts";
import { isOfAws } from "../../../drain/events/archive-events.ts";
import type { FilledQueue } from "../../../drain/ports.ts";
import { keptEventOf } from "../../../protectors/kit/kept-event.ts";
import { CommandError, EXIT } from "../../terminal/exit.ts";

/** What PutEvents takes at once. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST = 10;
/** Bytes of one call, that of older limits; a larger event goes alone. */
const LARGEST = 256 * 1024;

/** Why what was taken from there is not for a bus or a function. */
export function refusesOthers(to: string, from: string): string | undefined {
  const { service, resource } = parseArn(from);
  if (service === "events" && resource.startsWith("archive/")) return undefined;
  return `${to} takes events of an archive, and ${from} is none`;
}

/** A bus of this account and region, by its name. @throws CommandError where there is none */
export async function findBus(
  events: Pick<EventBridgeClient, "send">,
  name: string,
  region: string,
): Promise<FilledQueue> {
  const { Arn: arn, CreationTime } = await events
    .send(new DescribeEventBusCommand({ Name: name }))
    .catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new CommandError(
        `there is no event bus ${name} in ${region}`,
        EXIT.bad,
        `restore event-bus/${name} first, or name another one: --to-bus`,
      );
    });
  if (arn === undefined) throw new Error(`EventBridge answered without the ARN of event bus ${name}`);
  return {
    arn,
    made: (CreationTime ?? new Date(0)).toISOString(),
    fifo: false,
    most: MOST,
    largest: LARGEST,
    refuses: (from) => refusesOthers(arn, from),
    leaves: ({ body }) => {
      const { source } = keptEventOf(body);
      return isOfAws(source) ? `no bus takes events of ${source} from anybody but AWS` : undefined;
    },
    send: async (messages) => {
      const { Entries = [] } = await events.send(
        new PutEventsCommand({
          Entries: messages.map(({ body }) => {
            const { source, type, time, resources, detail } = keptEventOf(body);
            return {
              ...{ EventBusName: arn, Source: source, DetailType: type, Time: new Date(time) },
              ...{ Resources: [...resources], Detail: detail },
            };
          }),
        }),
      );
      return Entries.flatMap(({ ErrorCode, ErrorMessage = "" }, at) =>
        ErrorCode === undefined
          ? []
          : [{ at, id: messages[at]?.id ?? "", why: [ErrorCode, ErrorMessage].filter(Boolean).join(": ") }],
      );
    },
  };
}
