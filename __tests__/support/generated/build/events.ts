import { HOME } from "../../application.ts";
import { ACCOUNT } from "../../seed-function.ts";
import type { Builder, Of } from "../builder.ts";
import { bucketName, ROLE } from "../names.ts";

const UPLOADED = bucketName(0);
const UPLOADS = { source: ["aws.s3"], detail: { bucket: { name: [UPLOADED] } } };
const orders = (kind: string) => ({ source: ["shop"], region: [HOME], detail: { kind: [kind] } });

export function makeRule(
  builder: Builder,
  Name: string,
  { bus, takes, kind, enabled, input, tells }: Of<"rules">,
): void {
  const { events } = builder.region;
  if (bus !== "default" && !events.buses.has(bus)) events.CreateEventBus({ Name: bus });
  const { RuleArn } = events.PutRule({
    Name,
    EventBusName: bus,
    State: enabled ? "ENABLED" : "DISABLED",
    // Expressions and S3's events are of the default bus.
    ...(takes === "expression" && bus === "default"
      ? { ScheduleExpression: "rate(5 minutes)" }
      : {
          EventPattern: JSON.stringify(
            builder.plan.buckets.length > 0 && takesUploads({ bus, takes }) ? UPLOADS : orders(kind),
          ),
        }),
  });
  const Arn = builder.told(tells, "events", RuleArn);
  events.PutTargets({
    Rule: Name,
    EventBusName: bus,
    Targets: [
      {
        Id: "one",
        Arn,
        ...(Arn.includes(":states:") && { RoleArn: ROLE }),
        ...(Arn.endsWith(".fifo") && { SqsParameters: { MessageGroupId: "all" } }),
        ...(input !== undefined && { Input: input }),
        ...(tells.letters && { DeadLetterConfig: { Arn: builder.letters() } }),
      },
    ],
  });
}

export function makeSchedule(
  builder: Builder,
  Name: string,
  { group, enabled, input, tells }: Of<"schedules">,
): void {
  const { scheduler } = builder.region;
  if (!scheduler.groups.has(group)) scheduler.CreateScheduleGroup({ Name: group });
  const Arn = builder.told(tells, undefined, "");
  scheduler.CreateSchedule({
    Name,
    GroupName: group,
    State: enabled ? "ENABLED" : "DISABLED",
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn,
      RoleArn: ROLE,
      ...(Arn.endsWith(".fifo") && { SqsParameters: { MessageGroupId: "all" } }),
      ...(input !== undefined && { Input: input }),
      ...(tells.letters && { DeadLetterConfig: { Arn: builder.letters() } }),
    },
  });
}

export function makeBucket(builder: Builder, name: string, { tells }: Of<"buckets">): void {
  const { buckets } = builder.region;
  const arn = builder.told(tells, "s3", `arn:aws:s3:::${name}`);
  const entry = { Id: "ours", Events: ["s3:ObjectCreated:*" as const] };
  buckets.add(name, {
    ...(arn.includes(":lambda:") && {
      LambdaFunctionConfigurations: [{ ...entry, LambdaFunctionArn: arn }],
    }),
    ...(arn.includes(":sqs:") && { QueueConfigurations: [{ ...entry, QueueArn: arn }] }),
    ...(arn.includes(":sns:") && { TopicConfigurations: [{ ...entry, TopicArn: arn }] }),
    // Only what a rule takes is a part of the application.
    ...(name === UPLOADED && builder.plan.rules.some(takesUploads) && { EventBridgeConfiguration: {} }),
  });
}

function takesUploads({ bus, takes }: Pick<Of<"rules">, "bus" | "takes">): boolean {
  return takes === "uploads" && bus === "default";
}

/** Of the bus that rules of the application have of their own; where none has, there is nothing to keep. */
export function makeArchive(builder: Builder, ArchiveName: string, { days, kind }: Of<"archives">): void {
  const { events } = builder.region;
  if (!events.buses.has("orders")) return;
  events.CreateArchive({
    ...{ ArchiveName, EventSourceArn: `arn:aws:events:${HOME}:${ACCOUNT}:event-bus/orders` },
    ...{ RetentionDays: days, EventPattern: JSON.stringify({ detail: { kind: [kind] } }) },
  });
}

/** An address on the web that the first rule calls, by a connection of its own. */
export function makePartner({ region, plan }: Builder, Name: string, { secret, path }: Of<"partners">): void {
  const { events } = region;
  const [rule] = plan.rules;
  if (rule === undefined) return;
  const { ConnectionArn } = events.CreateConnection({
    ...{ Name, AuthorizationType: "API_KEY" },
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "key", ApiKeyValue: secret } },
  });
  const { ApiDestinationArn } = events.CreateApiDestination({
    ...{ Name, ConnectionArn, HttpMethod: "POST", InvocationEndpoint: `https://hooks.example.com/${path}` },
  });
  events.PutTargets({
    ...{ Rule: "rule-0", EventBusName: rule.bus },
    Targets: [{ Id: Name, Arn: ApiDestinationArn, RoleArn: ROLE }],
  });
}
