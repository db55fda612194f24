import type { Action } from "@aws-sdk/client-iot";
import { HOME, Region } from "../application.ts";
import type { FakeLambda } from "../fake-lambda/lambda.ts";
import { ACCOUNT, seedFunction } from "../seed-function.ts";
import type { Blueprint } from "./blueprint.ts";

export const functionName = (at: number): string => `fn-${at}`;
export const bucketName = (at: number): string => `bucket-${at}`;
/** As AWS draws it, with the region in front. */
export const poolId = (at: number, region = HOME): string => `${region}_shop${at}`;
const machineName = (at: number): string => `machine-${at}`;
/** Of the one listener of a region. */
export const listenerArn = (region: string): string =>
  `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`;

const ALIAS = "live";
const LETTERS = "letters";
const UPLOADED = bucketName(0);
const orders = (kind: string) => ({ source: ["shop"], region: [HOME], detail: { kind: [kind] } });
const UPLOADS = { source: ["aws.s3"], detail: { bucket: { name: [UPLOADED] } } };
const ROLE = `arn:aws:iam::${ACCOUNT}:role/caller`;

type Of<Part extends keyof Blueprint> = Blueprint[Part][number];
type Telling = Of<"rules">["tells"];

/** The application in a region of its own, made with calls as a person makes them, beside others' things. */
export function build(plan: Blueprint): Region {
  const region = new Region(HOME);
  new Builder(region, plan).build();
  neighbours(region);
  return region;
}

/** What is nobody's business of the application's: it stays as it is, here and where that is restored to. */
export function neighbours({
  lambda,
  sqs,
  sns,
  events,
  scheduler,
  pipes,
  apis,
  gateway,
  iot,
  config,
  ses,
}: Region): void {
  seedFunction(lambda, "theirs");
  sqs.CreateQueue({ QueueName: "theirs", Attributes: { VisibilityTimeout: "77" }, tags: { team: "theirs" } });
  const { TopicArn } = sns.CreateTopic({ Name: "theirs" });
  sns.Subscribe({ TopicArn, Protocol: "lambda", Endpoint: lambda.arn("theirs") });
  const { ApiId } = apis.have("theirs0001", { Name: "theirs", ProtocolType: "HTTP" });
  apis.CreateRoute({ ApiId, RouteKey: "$default" });
  apis.CreateStage({ ApiId, StageName: "$default", AutoDeploy: true });
  const { id: restApiId } = gateway.have("theirs0002", { name: "rest-0" });
  gateway.PutMethod({
    ...{ restApiId, resourceId: gateway.resourceId("theirs0002", "/"), httpMethod: "GET" },
    authorizationType: "NONE",
  });
  const { id: deploymentId } = gateway.CreateDeployment({ restApiId });
  gateway.CreateStage({ restApiId, stageName: "live", deploymentId });
  events.PutRule({ Name: "theirs", ScheduleExpression: "rate(1 hour)" });
  events.PutTargets({ Rule: "theirs", Targets: [{ Id: "theirs", Arn: lambda.arn("theirs") }] });
  scheduler.CreateSchedule({
    Name: "theirs",
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: lambda.arn("theirs"), RoleArn: ROLE },
  });
  pipes.CreatePipe({
    ...{ Name: "theirs", Source: sqs.arn("theirs"), Target: lambda.arn("theirs"), RoleArn: ROLE },
  });
  pipes.settle();
  config.PutConfigRule({
    ConfigRule: {
      ConfigRuleName: "theirs",
      Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: lambda.arn("theirs") },
    },
  });
  ses.CreateReceiptRuleSet({ RuleSetName: "theirs" });
  ses.CreateReceiptRule({
    RuleSetName: "theirs",
    Rule: {
      ...{ Name: "theirs", Enabled: true },
      Actions: [{ LambdaAction: { FunctionArn: lambda.arn("theirs") } }],
    },
  });
  ses.active = "theirs";
  iot.CreateTopicRule({
    ruleName: "theirs",
    topicRulePayload: {
      sql: "SELECT * FROM 'theirs'",
      actions: [{ lambda: { functionArn: lambda.arn("theirs") } }],
    },
  });
}

function zipOf(name: string, build: number): Uint8Array {
  return Buffer.from(`PK ${name} ${build}`);
}

/** The action of a topic rule that tells something. */
function toldByRule(arn: string): Action {
  const [, , service, region, account, name = "", last = ""] = arn.split(":");
  const roleArn = ROLE;
  if (service === "sns") return { sns: { targetArn: arn, roleArn } };
  if (service === "states") return { stepFunctions: { stateMachineName: last, roleArn } };
  if (service === "lambda") return { lambda: { functionArn: arn } };
  return { sqs: { queueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}`, roleArn } };
}

/** Waits as a person does, who looks until nothing is under way. */
function settle(lambda: FakeLambda, FunctionName: string): void {
  for (let looks = 0; looks < 3; looks++) lambda.GetFunctionConfiguration({ FunctionName });
}

function takesUploads({ bus, takes }: Pick<Of<"rules">, "bus" | "takes">): boolean {
  return takes === "uploads" && bus === "default";
}

class Builder {
  readonly #queues: readonly string[];
  readonly #topics: readonly string[];
  readonly #machines: readonly string[];

  constructor(
    readonly region: Region,
    readonly plan: Blueprint,
  ) {
    this.#queues = plan.queues.map(({ fifo }, at) => `queue-${at}${fifo ? ".fifo" : ""}`);
    this.#topics = plan.topics.map((_, at) => `topic-${at}`);
    this.#machines = plan.machines.map((_, at) => machineName(at));
  }

  build(): void {
    const { region, plan } = this;
    for (const [at, made] of plan.functions.entries()) this.#function(functionName(at), made);
    for (const [at, made] of plan.queues.entries()) this.#queue(this.#queues[at] ?? "", made);
    for (const Name of this.#topics) region.sns.CreateTopic({ Name });
    for (const [at, made] of plan.topics.entries()) this.#subscriptions(this.#topics[at] ?? "", made);
    for (const [at, made] of plan.machines.entries()) this.#machine(machineName(at), made);
    for (const [at, made] of plan.logs.entries()) this.#logs(`/shop/${at}`, made);
    for (const [at, made] of plan.groups.entries()) this.#group(at, made);
    for (const [at, made] of plan.apis.entries()) this.#api(`api-${at}`, made);
    for (const [at, made] of plan.restApis.entries()) this.#restApi(`rest-${at}`, made);
    for (const [at, made] of plan.rules.entries()) this.#rule(`rule-${at}`, made);
    for (const [at, made] of plan.schedules.entries()) this.#schedule(`schedule-${at}`, made);
    for (const [at, made] of plan.buckets.entries()) this.#bucket(bucketName(at), made);
    for (const [at, made] of plan.configRules.entries()) this.#configRule(`config-rule-${at}`, made);
    for (const [at, made] of plan.receiptRules.entries()) this.#receiptRule(`receipt-rule-${at}`, made);
    for (const [at, made] of plan.topicRules.entries()) this.#topicRule(`topic_rule_${at}`, made);
    for (const [at, made] of plan.secrets.entries()) this.#secret(`shop/secret-${at}`, made);
    for (const [at, made] of plan.pools.entries()) this.#pool(poolId(at), made);
    for (const [at, made] of plan.pipes.entries()) this.#pipe(`pipe-${at}`, made);
    region.pipes.settle();
  }

  #function(name: string, made: Of<"functions">): void {
    const { lambda } = this.region;
    lambda.CreateFunction({
      FunctionName: name,
      Runtime: "nodejs22.x",
      Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      Handler: "index.handler",
      Description: made.description,
      Code: { ZipFile: zipOf(name, 0) },
      ...(Object.keys(made.variables).length > 0 && { Environment: { Variables: { ...made.variables } } }),
      Tags: { ...made.tags },
    });
    for (let number = 1; number <= made.versions; number++) {
      settle(lambda, name);
      lambda.UpdateFunctionCode({ FunctionName: name, ZipFile: zipOf(name, number) });
      settle(lambda, name);
      lambda.PublishVersion({ FunctionName: name, Description: `build ${number}` });
    }
    settle(lambda, name);
    if (made.versions > 0)
      lambda.CreateAlias({
        FunctionName: name,
        Name: ALIAS,
        Description: "what customers use",
        FunctionVersion: String(made.versions),
        ...(made.versions > 1 &&
          made.weight > 0 && {
            RoutingConfig: { AdditionalVersionWeights: { [String(made.versions - 1)]: made.weight } },
          }),
      });
    if (made.retries !== undefined)
      lambda.PutFunctionEventInvokeConfig({ FunctionName: name, MaximumRetryAttempts: made.retries });
    if (made.url) lambda.CreateFunctionUrlConfig({ FunctionName: name, AuthType: "AWS_IAM" });
  }

  #queue(QueueName: string, { fifo, dead, batch, enabled, reader }: Of<"queues">): void {
    const { sqs, lambda } = this.region;
    const kind = fifo ? { FifoQueue: "true" } : {};
    const deadName = QueueName.replace("queue", "dead");
    if (dead) sqs.CreateQueue({ QueueName: deadName, Attributes: { ...kind } });
    const redrive = { deadLetterTargetArn: sqs.arn(deadName), maxReceiveCount: 3 };
    sqs.CreateQueue({
      QueueName,
      Attributes: { ...kind, ...(dead && { RedrivePolicy: JSON.stringify(redrive) }) },
    });
    const { name, qualifier } = this.#picked(reader);
    lambda.CreateEventSourceMapping({
      FunctionName: qualifier === undefined ? name : `${name}:${qualifier}`,
      EventSourceArn: sqs.arn(QueueName),
      BatchSize: batch,
      Enabled: enabled,
    });
  }

  #subscriptions(topic: string, { filter, tells }: Of<"topics">): void {
    const { sns } = this.region;
    const TopicArn = sns.arn(topic);
    const told = new Set<string>();
    for (const telling of tells) {
      const Endpoint = this.#told(telling, "sns", TopicArn);
      if (told.has(Endpoint)) continue;
      told.add(Endpoint);
      sns.Subscribe({
        TopicArn,
        Protocol: Endpoint.includes(":lambda:") ? "lambda" : "sqs",
        Endpoint,
        Attributes: {
          ...(filter !== undefined && { FilterPolicy: filter }),
          ...(telling.letters && { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: this.#letters() }) }),
        },
      });
    }
  }

  #machine(name: string, { express, published, calls }: Of<"machines">): void {
    const { sfn, lambda } = this.region;
    const { name: called, qualifier } = this.#picked(calls);
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

  #logs(logGroupName: string, { retention, pattern, counts, calls }: Of<"logs">): void {
    const { logs } = this.region;
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
      destinationArn: this.#permitted(calls, "logs", `${logs.arn(logGroupName)}:*`),
    });
  }

  #group(at: number, { path, check, calls }: Of<"groups">): void {
    const { elb } = this.region;
    const listener = listenerArn(HOME);
    if (!elb.listeners.has(listener)) elb.listen(listener);
    const { TargetGroups } = elb.CreateTargetGroup({
      Name: `group-${at}`,
      TargetType: "lambda",
      HealthCheckEnabled: check,
    });
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
    const Id = this.#permitted(calls, "elasticloadbalancing", TargetGroupArn);
    elb.RegisterTargets({ TargetGroupArn, Targets: [{ Id }] });
    elb.CreateRule({
      ListenerArn: listener,
      Priority: at + 1,
      Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: [path] } }],
      Actions: [{ Type: "forward", ForwardConfig: { TargetGroups: [{ TargetGroupArn, Weight: 1 }] } }],
    });
  }

  #api(Name: string, { socket, adds, checks, calls }: Of<"apis">): void {
    const { apis } = this.region;
    const { region } = apis;
    const { ApiId } = apis.CreateApi({
      ...{ Name, ProtocolType: socket ? "WEBSOCKET" : "HTTP" },
      ...(socket && { RouteSelectionExpression: "$request.body.action" }),
    });
    const called = this.#permitted(
      calls,
      "apigateway",
      `arn:aws:execute-api:${region}:${ACCOUNT}:${ApiId}/*`,
    );
    const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${called}/invocations`;
    const { AuthorizerId } = checks
      ? apis.CreateAuthorizer({
          ...{ ApiId, Name: "check", AuthorizerType: "REQUEST", AuthorizerUri: uri },
          IdentitySource: ["route.request.header.key"],
        })
      : {};
    const { IntegrationId } = apis.CreateIntegration({
      ...{ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: socket ? uri : called },
      ...(socket
        ? { RequestTemplates: { "200": adds } }
        : { RequestParameters: { "overwrite:header.key": adds } }),
    });
    apis.CreateRoute({
      ...{ ApiId, RouteKey: socket ? "$connect" : "GET /orders", Target: `integrations/${IntegrationId}` },
      ...(AuthorizerId !== undefined && { AuthorizationType: "CUSTOM", AuthorizerId }),
    });
    const { DeploymentId } = socket ? apis.CreateDeployment({ ApiId, Description: "first" }) : {};
    apis.CreateStage({ ApiId, StageName: "live", ...(socket ? { DeploymentId } : { AutoDeploy: true }) });
  }

  #restApi(name: string, { variable, key, checks, calls }: Of<"restApis">): void {
    const { gateway } = this.region;
    const { region } = gateway;
    const { id: restApiId = "" } = gateway.CreateRestApi({
      name,
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    const called = this.#permitted(
      calls,
      "apigateway",
      `arn:aws:execute-api:${region}:${ACCOUNT}:${restApiId}/*`,
      name,
    );
    const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${called}/invocations`;
    const authorizer = checks
      ? gateway.CreateAuthorizer({ restApiId, name: "check", type: "TOKEN", authorizerUri: uri })
      : undefined;
    const { id: resourceId } = gateway.CreateResource({
      ...{ restApiId, parentId: gateway.resourceId(restApiId, "/"), pathPart: "orders" },
    });
    const at = { restApiId, resourceId, httpMethod: "GET" };
    gateway.PutMethod({
      ...at,
      ...(authorizer
        ? { authorizationType: "CUSTOM", authorizerId: authorizer.id }
        : { authorizationType: "NONE" }),
      apiKeyRequired: true,
    });
    gateway.PutIntegration({ ...at, type: "AWS_PROXY", integrationHttpMethod: "POST", uri });
    const { id: deploymentId } = gateway.CreateDeployment({ restApiId, description: "first" });
    gateway.CreateStage({ restApiId, stageName: "live", deploymentId, variables: { mode: variable } });
    const { id: usagePlanId } = gateway.CreateUsagePlan({
      name: `plan of ${name}`,
      apiStages: [{ apiId: restApiId, stage: "live" }],
    });
    const { id: keyId } = gateway.CreateApiKey({ name: `key of ${name}`, value: key, enabled: true });
    gateway.CreateUsagePlanKey({ usagePlanId, keyId, keyType: "API_KEY" });
  }

  #rule(Name: string, { bus, takes, kind, enabled, input, tells }: Of<"rules">): void {
    const { events } = this.region;
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
              this.plan.buckets.length > 0 && takesUploads({ bus, takes }) ? UPLOADS : orders(kind),
            ),
          }),
    });
    const Arn = this.#told(tells, "events", RuleArn);
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
          ...(tells.letters && { DeadLetterConfig: { Arn: this.#letters() } }),
        },
      ],
    });
  }

  #schedule(Name: string, { group, enabled, input, tells }: Of<"schedules">): void {
    const { scheduler } = this.region;
    if (!scheduler.groups.has(group)) scheduler.CreateScheduleGroup({ Name: group });
    const Arn = this.#told(tells, undefined, "");
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
        ...(tells.letters && { DeadLetterConfig: { Arn: this.#letters() } }),
      },
    });
  }

  #bucket(name: string, { tells }: Of<"buckets">): void {
    const { buckets } = this.region;
    const arn = this.#told(tells, "s3", `arn:aws:s3:::${name}`);
    const entry = { Id: "ours", Events: ["s3:ObjectCreated:*" as const] };
    buckets.add(name, {
      ...(arn.includes(":lambda:") && {
        LambdaFunctionConfigurations: [{ ...entry, LambdaFunctionArn: arn }],
      }),
      ...(arn.includes(":sqs:") && { QueueConfigurations: [{ ...entry, QueueArn: arn }] }),
      ...(arn.includes(":sns:") && { TopicConfigurations: [{ ...entry, TopicArn: arn }] }),
      // Only what a rule takes is a part of the application.
      ...(name === UPLOADED && this.plan.rules.some(takesUploads) && { EventBridgeConfiguration: {} }),
    });
  }

  #configRule(ConfigRuleName: string, { told, calls }: Of<"configRules">): void {
    this.region.config.PutConfigRule({
      ConfigRule: {
        ConfigRuleName,
        Source: {
          Owner: "CUSTOM_LAMBDA",
          SourceIdentifier: this.#permitted(calls, "config", "", ConfigRuleName),
          SourceDetails: [{ EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" }],
        },
        ...(told !== undefined && { InputParameters: told }),
      },
      Tags: [{ Key: "team", Value: "shop" }],
    });
  }

  #receiptRule(Name: string, { recipient, enabled, tells }: Of<"receiptRules">): void {
    const { ses } = this.region;
    const RuleSetName = "inbound";
    if (!ses.sets.has(RuleSetName)) ses.CreateReceiptRuleSet({ RuleSetName });
    const told = this.#told(tells, "ses", ses.arn(RuleSetName, Name));
    const After = ses.sets.get(RuleSetName)?.at(-1)?.Name;
    ses.CreateReceiptRule({
      RuleSetName,
      Rule: {
        ...{ Name, Enabled: enabled, Recipients: [`${recipient}@example.com`] },
        Actions: [
          told.includes(":sns:")
            ? { SNSAction: { TopicArn: told } }
            : { LambdaAction: { FunctionArn: told } },
        ],
      },
      ...(After !== undefined && { After }),
    });
  }

  #topicRule(ruleName: string, { kind, enabled, tells, errors }: Of<"topicRules">): void {
    const { iot } = this.region;
    iot.CreateTopicRule({
      ruleName,
      topicRulePayload: {
        sql: `SELECT * FROM 'orders/+' WHERE kind = '${kind}'`,
        actions: [toldByRule(this.#told(tells, "iot", iot.arn(ruleName)))],
        ...(errors && { errorAction: toldByRule(this.#letters()) }),
        ruleDisabled: !enabled,
      },
      tags: "team=shop",
    });
  }

  #secret(name: string, { days, calls }: Of<"secrets">): void {
    const { secrets } = this.region;
    const RotationLambdaARN = this.#permitted(calls, "secretsmanager", secrets.arn(name), name);
    secrets.have(name, { RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: days } });
  }

  #pool(id: string, { calls }: Of<"pools">): void {
    const { cognito } = this.region;
    const PreSignUp = this.#permitted(calls, "cognito-idp", cognito.arn(id), id.replace(HOME, ""));
    cognito.have(id, { Name: "shop", MfaConfiguration: "OPTIONAL", LambdaConfig: { PreSignUp } });
  }

  #pipe(Name: string, { kind, enriched, template, running, tells }: Of<"pipes">): void {
    const { sqs, lambda, pipes } = this.region;
    const QueueName = Name.replace("pipe", "piped");
    sqs.CreateQueue({ QueueName });
    const Target = this.#told(tells, undefined, "");
    const called = enriched && this.#picked(enriched);
    pipes.CreatePipe({
      Name,
      DesiredState: running ? "RUNNING" : "STOPPED",
      Source: sqs.arn(QueueName),
      ...(kind !== undefined && {
        SourceParameters: {
          FilterCriteria: { Filters: [{ Pattern: `{"awsRegion":["${HOME}"],"body":{"kind":["${kind}"]}}` }] },
        },
      }),
      ...(called && {
        Enrichment: lambda.arn(called.name, called.qualifier),
        EnrichmentParameters: { InputTemplate: `{"queue":"${sqs.arn(QueueName)}","body":<$.body>}` },
      }),
      Target,
      TargetParameters: {
        ...(template !== undefined && { InputTemplate: template }),
        ...(Target.includes(":states:") && {
          StepFunctionStateMachineParameters: { InvocationType: "FIRE_AND_FORGET" },
        }),
        ...(Target.endsWith(".fifo") && { SqsQueueParameters: { MessageGroupId: "all" } }),
      },
      RoleArn: ROLE,
    });
  }

  /** The queue that takes what nobody could take. */
  #letters(): string {
    const { sqs } = this.region;
    if (!sqs.queues.has(LETTERS)) sqs.CreateQueue({ QueueName: LETTERS });
    return sqs.arn(LETTERS);
  }

  #picked({ at, alias }: Telling["pick"]): { readonly name: string; readonly qualifier: string | undefined } {
    const index = at % this.plan.functions.length;
    const { versions = 0 } = this.plan.functions[index] ?? {};
    return { name: functionName(index), qualifier: alias && versions > 0 ? ALIAS : undefined };
  }

  /** ARN of what is told: a function, which then lets the service in, where there is no such other thing. */
  #told({ to, pick }: Telling, service: string | undefined, source: string): string {
    const { sqs, sns, sfn } = this.region;
    const names = { function: [], machine: this.#machines, queue: this.#queues, topic: this.#topics }[to];
    const named = names[pick.at % Math.max(names.length, 1)];
    // A topic that is not FIFO takes no queue that is, and neither does S3.
    const other = named?.endsWith(".fifo") && (service === "sns" || service === "s3") ? undefined : named;
    if (other !== undefined) return { function: sns, machine: sfn, queue: sqs, topic: sns }[to].arn(other);
    return this.#permitted(pick, service, source);
  }

  /** ARN of a function, which lets the service in; none: whoever calls has a role. An id of the source stays in no word of ours. */
  #permitted(pick: Telling["pick"], service: string | undefined, source: string, named = source): string {
    const { lambda } = this.region;
    const { name, qualifier } = this.#picked(pick);
    const StatementId = `${service}-${named.replaceAll(/[^a-z0-9]+/g, "-").slice(-20)}`;
    const statements = lambda.functions.get(name)?.policies.get(qualifier ?? "") ?? [];
    const there = statements.some(({ Sid }) => Sid === StatementId);
    if (service !== undefined && !there)
      lambda.AddPermission({
        FunctionName: name,
        ...(qualifier !== undefined && { Qualifier: qualifier }),
        StatementId,
        Action: "lambda:InvokeFunction",
        Principal: `${service}.amazonaws.com`,
        // AWS Config takes no rule before it is let in, so that nobody knows the rule's ARN then.
        ...(service !== "config" && { SourceArn: source }),
        ...((service === "s3" || service === "config") && { SourceAccount: ACCOUNT }),
      });
    return lambda.arn(name, qualifier);
  }
}
