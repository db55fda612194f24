import { HOME } from "../../application.ts";
import type { Builder, Of } from "../builder.ts";
import { ALIAS, listenerArn, ROLE } from "../names.ts";

export function makeMachine(
  builder: Builder,
  name: string,
  { express, published, calls }: Of<"machines">,
): void {
  const { sfn, lambda } = builder.region;
  const { name: called, qualifier } = builder.picked(calls);
  const definition = (Comment: string): string =>
    JSON.stringify({
      Comment,
      StartAt: "Call",
      States: { Call: { Type: "Task", Resource: lambda.arn(called, qualifier), End: true } },
    });
  const { stateMachineArn = "" } = sfn.CreateStateMachine({
    name,
    type: express ? "EXPRESS" : "STANDARD",
    roleArn: ROLE,
    definition: definition("first"),
  });
  let last = "";
  for (let number = 1; number <= published; number++) {
    sfn.UpdateStateMachine({ stateMachineArn, definition: definition(`version ${number}`) });
    last = sfn.PublishStateMachineVersion({
      stateMachineArn,
      description: `v${number}`,
    }).stateMachineVersionArn;
  }
  if (published > 0)
    sfn.CreateStateMachineAlias({
      name: ALIAS,
      routingConfiguration: [{ stateMachineVersionArn: last, weight: 100 }],
    });
}

export function makeLogs(
  builder: Builder,
  logGroupName: string,
  { retention, pattern, counts, calls }: Of<"logs">,
): void {
  const { logs } = builder.region;
  logs.CreateLogGroup({ logGroupName });
  if (retention !== undefined) logs.PutRetentionPolicy({ logGroupName, retentionInDays: retention });
  if (counts)
    logs.PutMetricFilter({
      logGroupName,
      filterName: "errors",
      filterPattern: "ERROR",
      metricTransformations: [{ metricName: "errors", metricNamespace: "shop", metricValue: "1" }],
    });
  logs.PutSubscriptionFilter({
    logGroupName,
    filterName: "ours",
    filterPattern: `"${pattern}"`,
    destinationArn: builder.permitted(calls, "logs", `${logs.arn(logGroupName)}:*`),
  });
}

export function makeGroup(builder: Builder, at: number, { path, check, calls }: Of<"groups">): void {
  const { elb } = builder.region;
  const listener = listenerArn(HOME);
  if (!elb.listeners.has(listener)) elb.listen(listener);
  const { TargetGroups } = elb.CreateTargetGroup({
    Name: `group-${at}`,
    TargetType: "lambda",
    HealthCheckEnabled: check,
  });
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
  const Id = builder.permitted(calls, "elasticloadbalancing", TargetGroupArn);
  elb.RegisterTargets({ TargetGroupArn, Targets: [{ Id }] });
  elb.CreateRule({
    ListenerArn: listener,
    Priority: at + 1,
    Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: [path] } }],
    Actions: [{ Type: "forward", ForwardConfig: { TargetGroups: [{ TargetGroupArn, Weight: 1 }] } }],
  });
}
