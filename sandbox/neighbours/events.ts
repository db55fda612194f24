import * as E from "@aws-sdk/client-eventbridge";
import * as S from "@aws-sdk/client-scheduler";
import { type Neighbour, THEIRS, theirFunction, theirQueue, theirRole, theirs } from "./place.ts";

const BUSES = [THEIRS, "default"];

/** A bus with an archive, a rule there and on the default bus, with targets, and an API destination with its connection. */
export const theirRules: Neighbour = {
  make: async (at) => {
    const events = at.client(E.EventBridgeClient);
    const Tags = [{ Key: "owner", Value: "they" }];
    await events.send(new E.CreateEventBusCommand({ Name: THEIRS, Tags }));
    await events.send(
      new E.CreateArchiveCommand({
        ...{ ArchiveName: THEIRS, EventSourceArn: theirs(at, "events", `event-bus/${THEIRS}`) },
        RetentionDays: 9,
      }),
    );
    const { ConnectionArn } = await events.send(
      new E.CreateConnectionCommand({
        Name: THEIRS,
        AuthorizationType: "BASIC",
        AuthParameters: { BasicAuthParameters: { Username: "they", Password: "theirs" } },
      }),
    );
    const InvocationEndpoint = "https://example.com/theirs";
    await events.send(
      new E.CreateApiDestinationCommand({
        ...{ Name: THEIRS, ConnectionArn, HttpMethod: "POST", InvocationEndpoint },
      }),
    );
    for (const EventBusName of BUSES) {
      const EventPattern = '{ "source": ["theirs"] }';
      await events.send(new E.PutRuleCommand({ Name: THEIRS, EventBusName, EventPattern, Tags }));
      const Targets = [
        { Id: "queue", Arn: theirQueue(at), Input: '{ "n": 1 }' },
        { Id: "function", Arn: theirFunction(at) },
      ];
      await events.send(new E.PutTargetsCommand({ Rule: THEIRS, EventBusName, Targets }));
    }
  },
  describe: async (at) => {
    const events = at.client(E.EventBridgeClient);
    const tags = (ResourceARN?: string) => events.send(new E.ListTagsForResourceCommand({ ResourceARN }));
    const rules = BUSES.map(async (EventBusName) => {
      const rule = await events.send(new E.DescribeRuleCommand({ Name: THEIRS, EventBusName }));
      const targets = await events.send(new E.ListTargetsByRuleCommand({ Rule: THEIRS, EventBusName }));
      return [rule, targets, await tags(rule.Arn)];
    });
    return {
      bus: [
        await events.send(new E.DescribeEventBusCommand({ Name: THEIRS })),
        await tags(theirs(at, "events", `event-bus/${THEIRS}`)),
      ],
      archive: [
        await events.send(new E.DescribeArchiveCommand({ ArchiveName: THEIRS })),
        await events.send(
          new E.DescribeRuleCommand({ Name: `Events-Archive-${THEIRS}`, EventBusName: THEIRS }),
        ),
      ],
      rules: await Promise.all(rules),
      connection: await events.send(new E.DescribeConnectionCommand({ Name: THEIRS })),
      "API destination": await events.send(new E.DescribeApiDestinationCommand({ Name: THEIRS })),
    };
  },
};

/** A group with a schedule that is switched off. */
export const theirSchedules: Neighbour = {
  make: async (at) => {
    const scheduler = at.client(S.SchedulerClient);
    await scheduler.send(new S.CreateScheduleGroupCommand({ Name: THEIRS }));
    await scheduler.send(
      new S.CreateScheduleCommand({
        Name: THEIRS,
        GroupName: THEIRS,
        ScheduleExpression: "rate(1 day)",
        FlexibleTimeWindow: { Mode: "OFF" },
        State: "DISABLED",
        Target: { Arn: theirQueue(at), RoleArn: theirRole },
      }),
    );
  },
  describe: async (at) => {
    const scheduler = at.client(S.SchedulerClient);
    const group = { GroupName: THEIRS };
    return {
      "schedule group": [
        await scheduler.send(new S.GetScheduleGroupCommand({ Name: THEIRS })),
        await scheduler.send(
          new S.ListTagsForResourceCommand({
            ResourceArn: theirs(at, "scheduler", `schedule-group/${THEIRS}`),
          }),
        ),
      ],
      schedule: await scheduler.send(new S.GetScheduleCommand({ Name: THEIRS, ...group })),
    };
  },
};
