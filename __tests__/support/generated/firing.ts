import type { Region } from "../application.ts";

/** What brings events to somebody in a region, as it lies in the fakes, each by its kind and name: nothing of it waits for `arm`. */
export function firing(region: Region): readonly string[] {
  return Object.entries(BRINGING)
    .flatMap(([kind, found]) => found(region).map((name) => `${kind} ${name}`))
    .sort();
}

const BRINGING: Readonly<Record<string, (region: Region) => readonly string[]>> = {
  mapping: ({ lambda }) =>
    [...lambda.mappings.values()].flatMap(({ FunctionArn, EventSourceArn, State }) =>
      ["Creating", "Enabled", "Enabling"].includes(String(State))
        ? [`${String(EventSourceArn)} to ${String(FunctionArn)}`]
        : [],
    ),
  permission: ({ lambda }) =>
    [...lambda.functions].flatMap(([name, { policies }]) =>
      [...policies.values()].flatMap((all) =>
        all.flatMap(({ Effect, Sid }) => (Effect === "Allow" ? [`${name} ${String(Sid)}`] : [])),
      ),
    ),
  url: ({ lambda }) =>
    [...lambda.functions].flatMap(([name, { urls }]) =>
      [...urls.keys()].map((qualifier) => `${name} ${qualifier}`),
    ),
  // An archive only keeps, by a rule of EventBridge's own.
  rule: ({ events }) =>
    named(events.rules, ({ State, ManagedBy }) => State !== "DISABLED" && ManagedBy === undefined),
  schedule: ({ scheduler }) => named(scheduler.schedules, ({ State }) => State === "ENABLED"),
  pipe: ({ pipes }) => named(pipes.pipes, ({ state }) => state !== "STOPPED"),
  subscription: ({ sns }) => [...sns.subscriptions.values()].map((one) => `${one.topic} to ${one.endpoint}`),
  "subscription filter": ({ logs }) =>
    [...logs.groups].flatMap(([name, { subscriptionFilters }]) =>
      [...subscriptionFilters.keys()].map((filter) => `${name} ${filter}`),
    ),
  // All of a bucket that calls nobody is an empty document.
  bucket: ({ buckets }) => named(buckets.documents, (told) => Object.keys(told).length > 0),
  // A rule for requests of nobody forwards none.
  "rule of listener": ({ elb }) =>
    [...elb.listeners.values()].flatMap(({ rules }) =>
      rules.flatMap(({ priority, actions, conditions }) =>
        JSON.stringify(actions).includes(":targetgroup/") &&
        !JSON.stringify(conditions).includes("192.0.2.1/32")
          ? [priority]
          : [],
      ),
    ),
  "target group": ({ elb }) =>
    [...elb.groups.values()].flatMap(({ Name, targets }) => [...targets].map(() => String(Name))),
  stage: ({ apis }) =>
    [...apis.apis.values()].flatMap(({ fields, stages }) =>
      [...stages.keys()].map((stage) => `${String(fields.Name)} ${stage}`),
    ),
  "stage of REST API": ({ gateway }) =>
    [...gateway.apis.values()].flatMap(({ api, stages }) =>
      [...stages.keys()].map((stage) => `${String(api.name)} ${stage}`),
    ),
  "config rule": ({ config }) => [...config.rules.keys()],
  "receipt rule": ({ ses }) =>
    [...ses.sets].flatMap(([set, rules]) =>
      rules.flatMap(({ Name, Enabled }) => (Enabled ? [`${set} ${String(Name)}`] : [])),
    ),
  "topic rule": ({ iot }) => named(iot.rules, ({ payload }) => payload.ruleDisabled !== true),
  rotation: ({ secrets }) => named(secrets.secrets, ({ RotationEnabled }) => RotationEnabled === true),
  "user pool": ({ cognito }) =>
    named(cognito.pools, ({ LambdaConfig = {} }) => Object.keys(LambdaConfig).length > 0),
  distribution: ({ cloudfront }) => named(cloudfront.distributions, ({ config }) => config.Enabled === true),
};

function named<One>(all: ReadonlyMap<string, One>, fires: (one: One) => boolean): string[] {
  return [...all].flatMap(([name, one]) => (fires(one) ? [name] : []));
}
