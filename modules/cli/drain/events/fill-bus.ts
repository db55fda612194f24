import {
  DescribeEventBusCommand,
  type EventBridgeClient,
  PutEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../../core/arn.ts";
import { errorText } from "../../../core/error-text.ts";
import { isOfAws } from "../../../drain/events/archive-events.ts";
import type { KeptMessage } from "../../../drain/message.ts";
import type { FailedMessage, FilledQueue } from "../../../drain/ports.ts";
import { keptEventOf } from "../../../protectors/kit/kept-event.ts";
import { CommandError, EXIT } from "../../terminal/exit.ts";

/** What PutEvents takes at once. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST = 10;
/** Calls under way together, and written down together: rules promise no order, and most regions take 400 calls a second or more. */
const AT_ONCE = 10;
/** Bytes of one call, that of older limits; a larger event goes alone. */
const LARGEST = 256 * 1024;

/** By its place among those that were sent together. */
type Refused = FailedMessage & { readonly at: number };

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
    most: AT_ONCE * MOST,
    largest: LARGEST,
    refuses: (from) => refusesOthers(arn, from),
    leaves: ({ body }) => {
      const { source } = keptEventOf(body);
      return isOfAws(source) ? `no bus takes events of ${source} from anybody but AWS` : undefined;
    },
    send: (messages) => putTogether(events, arn, messages),
  };
}

/** @throws Error where no call came through: of one that did not, its events are failed, for those of the others are put */
async function putTogether(
  events: Pick<EventBridgeClient, "send">,
  bus: string,
  messages: readonly KeptMessage[],
): Promise<readonly Refused[]> {
  const calls = Array.from({ length: Math.ceil(messages.length / MOST) }, (_, at) => at * MOST);
  const put = await Promise.allSettled(
    calls.map((from) => putOnce(events, bus, messages.slice(from, from + MOST))),
  );
  const [first] = put;
  if (first?.status === "rejected" && put.every(({ status }) => status === "rejected")) throw first.reason;
  return put.flatMap((one, call) => {
    const from = calls[call] ?? 0;
    if (one.status === "fulfilled") return one.value.map((failed) => ({ ...failed, at: from + failed.at }));
    const why = errorText(one.reason);
    return messages.slice(from, from + MOST).map(({ id }, at) => ({ at: from + at, id, why }));
  });
}

async function putOnce(
  events: Pick<EventBridgeClient, "send">,
  bus: string,
  messages: readonly KeptMessage[],
): Promise<readonly Refused[]> {
  const { Entries = [] } = await events.send(
    new PutEventsCommand({
      Entries: messages.map(({ body }) => {
        const { source, type, time, resources, detail } = keptEventOf(body);
        return {
          ...{ EventBusName: bus, Source: source, DetailType: type, Time: new Date(time) },
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
}
