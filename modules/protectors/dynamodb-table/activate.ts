import {
  DescribeKinesisStreamingDestinationCommand,
  DisableKinesisStreamingDestinationCommand,
  EnableKinesisStreamingDestinationCommand,
} from "@aws-sdk/client-dynamodb";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { unlessGone } from "../kit/disarming.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ProtectorPorts } from "../protector.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { Destination } from "./document.ts";
import type { TableReads } from "./read.ts";
import type { Draft } from "./restore/draft.ts";

interface TableActivation {
  readonly arn: string;
  readonly name: string;
  readonly destinations: readonly Destination[];
}

type ArmPorts = Pick<TableReads, "dynamodb"> & Pick<ProtectorPorts, "sleep">;

const ENABLE = "dynamodb:EnableKinesisStreamingDestination";
const DISABLE = "dynamodb:DisableKinesisStreamingDestination";
const READ = "dynamodb:DescribeKinesisStreamingDestination";

/** @throws FormError */
export const parseActivation = parserOf<TableActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["arn", "name", "destinations"],
    properties: {
      arn: schema.properties.arn,
      name: schema.properties.name,
      destinations: schema.properties.destinations,
    },
    definitions: schema.definitions,
  },
  "what activates the table",
);

/** Of destinations that come back, those that are told nothing now. */
export function planAtArm(
  { request, atArm }: Draft,
  wanted: readonly Destination[],
  live: readonly Destination[],
): void {
  for (const { stream } of wanted)
    if (!live.some((one) => one.stream === stream))
      atArm.push({
        title: titleOf(request.translation.document.name, stream),
        call: ENABLE,
        effect: "create",
      });
}

/**
 * A Kinesis stream is told what changes, which others may read: not before the table is armed, for items may expire before.
 * What reads the table's own stream is a mapping of its function.
 */
export function activatings(
  ports: ArmPorts,
  { arn, name, destinations }: TableActivation,
  request: ActivateRequest,
): Activating[] {
  const resource = `table ${name}`;
  requireRestored({ resource, call: ENABLE }, arn, request.arn);
  return destinations.map(({ stream, precision }): Activating => {
    const status = (again: string) => statusOf(ports, name, stream, again);
    return {
      title: titleOf(name, stream),
      call: ENABLE,
      active: async () => isOn(await status(ARM_AGAIN)),
      activate: async () => {
        if (isOn(await status(ARM_AGAIN))) return "kept";
        await attempt(ports.sleep, { resource, call: ENABLE, again: ARM_AGAIN }, () =>
          ports.dynamodb.send(
            new EnableKinesisStreamingDestinationCommand({
              TableName: name,
              StreamArn: stream,
              ...(precision !== undefined && {
                EnableKinesisStreamingConfiguration: {
                  ApproximateCreationDateTimePrecision: precision as "MILLISECOND",
                },
              }),
            }),
          ),
        );
        await settled(ports, name, stream, ARM_AGAIN);
        return "written";
      },
      disarming: {
        title: `tell ${stream} no changes of ${resource}`,
        call: DISABLE,
        inactive: async () => !isOn((await unlessGone(() => status(DISARM_AGAIN))) ?? ""),
        disarm: async () => {
          await attempt(ports.sleep, { resource, call: DISABLE, again: DISARM_AGAIN }, () =>
            ports.dynamodb.send(
              new DisableKinesisStreamingDestinationCommand({ TableName: name, StreamArn: stream }),
            ),
          );
          await settled(ports, name, stream, DISARM_AGAIN);
        },
      },
    };
  });
}

function titleOf(name: string, stream: string): string {
  return `tell ${stream} the changes of table ${name}`;
}

function isOn(status: string): boolean {
  return /^(ENABLING|ACTIVE|UPDATING)$/.test(status);
}

async function statusOf(
  { dynamodb, sleep }: ArmPorts,
  name: string,
  stream: string,
  again: string,
): Promise<string> {
  const { KinesisDataStreamDestinations: all = [] } = await attempt(
    sleep,
    { resource: `table ${name}`, call: READ, again },
    () => dynamodb.send(new DescribeKinesisStreamingDestinationCommand({ TableName: name })),
  );
  // One that was switched off stays in the list for a while.
  const own = all.filter(({ StreamArn }) => StreamArn === stream).map((one) => one.DestinationStatus ?? "");
  return own.find(isOn) ?? own[0] ?? "";
}

const MAX_POLLS = 60;

/** @throws RestoreError when DynamoDB may not write there, or takes more than five minutes */
async function settled(ports: ArmPorts, name: string, stream: string, again: string): Promise<void> {
  for (let polls = 0; ; polls++) {
    const status = await statusOf(ports, name, stream, again);
    if (!/ING$/.test(status) && status !== "ENABLE_FAILED") return;
    if (status === "ENABLE_FAILED" || polls >= MAX_POLLS)
      throw new RestoreError(
        `table ${name}`,
        ENABLE,
        `${stream} is ${status}`,
        status === "ENABLE_FAILED" ? `see that the stream is there and ACTIVE; then ${again}` : again,
      );
    await ports.sleep(5_000);
  }
}
