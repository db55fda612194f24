import {
  DescribeArchiveCommand,
  type EventBridgeClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import { CommandError, EXIT } from "../../terminal/exit.ts";

export interface FoundArchive {
  readonly arn: string;
  /** Name of its bus. */
  readonly bus: string;
  /** Days that it keeps an event; 0: for ever. */
  readonly days: number;
}

/** An archive of this account and region, by its name. @throws CommandError where there is none, or it is not at work */
export async function findArchive(
  events: Pick<EventBridgeClient, "send">,
  name: string,
  region: string,
): Promise<FoundArchive> {
  const found = await events
    .send(new DescribeArchiveCommand({ ArchiveName: name }))
    .catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new CommandError(
        `there is no event archive ${name} in ${region}`,
        EXIT.bad,
        `aws events list-archives --region ${region} shows those that are there`,
      );
    });
  const { ArchiveArn: arn, EventSourceArn: source = "", RetentionDays: days = 0 } = found;
  const [, bus] = /:event-bus\/(.+)$/.exec(source) ?? [];
  if (arn === undefined || bus === undefined)
    throw new Error(`EventBridge answered without the ARN of archive ${name}, or without its bus`);
  return { arn, bus, days };
}
