import type { Region } from "../application.ts";
import type { FakeApis } from "../fake-apis.ts";
import type { FakeGateway } from "../fake-gateway.ts";
import type { Fn, Version } from "../fake-lambda/state.ts";

/** What AWS draws, counts or dates, and what is an address of what has a name. */
const ASSIGNED = new Set([
  "made",
  "changed",
  "createdAt",
  "modifiedAt",
  "LastModified",
  "RevisionId",
  "revisionId",
  "at",
  "UUID",
  "FunctionUrl",
  "ClientToken",
  "OptimizationStatus",
  "ApiEndpoint",
  "ApiId",
  "AuthorizerId",
  "CallerReference",
  "CreatedDate",
  "LastModifiedDate",
  "NextRotationDate",
  "DeploymentId",
  "IntegrationId",
  "LastUpdatedDate",
  "RouteId",
  "zonekeep:origin",
]);

type Plain = Record<string, unknown>;

/**
 * A region as it lies in the fakes: no code of ours has read it. Versions are named by their rank, since their numbers
 * are the service's, and target groups by name; order counts where it means something.
 */
export function shown({
  lambda,
  sqs,
  sns,
  sfn,
  logs,
  elb,
  events,
  scheduler,
  buckets,
  pipes,
  apis,
  gateway,
  iot,
  config,
  cognito,
  secrets,
  ses,
  kinesis,
  dynamodb,
  cloudfront,
}: Region): Plain {
  const subscriptions = [...sns.subscriptions.values()].map(({ topic, ...rest }) => ({ topic, ...rest }));
  const labels = [...dynamodb.tables.values()].map(({ label = "none" }) => [label, "label"] as const);
  const drawn = [events.connections, events.destinations].flatMap((all) =>
    [...all.values()].map(({ Name, arn }) => [arn, `drawn ${Name}`] as const),
  );
  // The end of a target group's ARN is AWS's own.
  const groups = [...elb.groups.values()].map(({ arn, Name = "" }) => [arn, `group ${Name}`] as const);
  return JSON.parse(
    [...groups, ...labels, ...drawn, ...idsOf(apis), ...restIdsOf(gateway)].reduce(
      (text, [arn, name]) => text.replaceAll(arn, name),
      JSON.stringify(
        {
          functions: sorted(lambda.functions, functionShown),
          mappings: [...lambda.mappings.values()].map(mappingShown).sort(byText),
          queues: sorted(sqs.queues),
          topics: sorted(sns.topics),
          subscriptions: subscriptions.sort(byText),
          buses: sorted(events.buses),
          rules: sorted(events.rules, ({ targets, ...rule }) => ({
            ...rule,
            targets: [...targets.values()],
          })),
          archives: sorted(events.archives),
          // What authorizes it is given again by a person.
          connections: sorted(events.connections, ({ Name, AuthorizationType }) => ({
            Name,
            AuthorizationType,
          })),
          destinations: sorted(events.destinations),
          streams: sorted(kinesis.streams, streamShown),
          tables: sorted(dynamodb.tables, tableShown),
          distributions: [...cloudfront.distributions.values()].map(({ config, tags }) => ({ config, tags })),
          scheduleGroups: sorted(scheduler.groups),
          schedules: sorted(scheduler.schedules),
          pipes: sorted(pipes.pipes),
          configRules: sorted(config.rules, ({ rule, tags }) => ({
            ...{ ...rule, ConfigRuleArn: undefined, ConfigRuleId: undefined },
            tags,
          })),
          receiptRules: sorted(ses.sets),
          topicRules: sorted(iot.rules),
          buckets: sorted(buckets.documents),
          secrets: sorted(secrets.secrets),
          pools: sorted(cognito.pools),
          machines: sorted(sfn.machines, machineShown),
          logs: sorted(logs.groups, ({ metricFilters, subscriptionFilters, ...group }) => ({
            ...group,
            metricFilters: sorted(metricFilters),
            subscriptionFilters: sorted(subscriptionFilters),
          })),
          targetGroups: Object.fromEntries([...elb.groups.values()].map((group) => [group.Name, group])),
          apis: Object.fromEntries([...apis.apis.values()].map((api) => [api.fields.Name, apiShown(api)])),
          restApis: restApisShown(gateway),
          listeners: sorted(elb.listeners, ({ rules }) =>
            rules.map(({ arn: _, ...rule }) => rule).sort((a, b) => (a.priority < b.priority ? -1 : 1)),
          ),
        },
        (key, value) => (ASSIGNED.has(key) ? undefined : ordered(value)),
      ),
    ),
  ) as Plain;
}

type Api = FakeApis["apis"] extends Map<string, infer One> ? One : never;

/** Parts without the ids that AWS draws, but for those that routes name. */
function apiShown({ fields, tags, authorizers, integrations, routes, stages }: Api): unknown {
  const [called] = [...integrations.values()];
  return {
    ...{ fields, tags, authorizers: [...authorizers.values()], integrations: [...integrations.values()] },
    routes: [...routes.values()].map(({ AuthorizerId, ...route }) => ({
      ...route,
      checked: AuthorizerId !== undefined && authorizers.has(String(AuthorizerId)),
      leads: route.Target === `integrations/${String(called?.IntegrationId)}`,
      Target: undefined,
    })),
    stages: sorted(stages),
  };
}

/** What the policies of functions call APIs by, as far as their ids go. */
function idsOf({ apis }: FakeApis): readonly (readonly [string, string])[] {
  return [...apis.values()].map(
    ({ fields }) => [`:${fields.ApiId}/`, `:id of ${String(fields.Name)}/`] as const,
  );
}

/** Ids of REST APIs, which stand in the policies of functions. */
function restIdsOf({ apis }: FakeGateway): readonly (readonly [string, string])[] {
  return [...apis.values()].map(({ api }) => [api.id, `id of ${api.name}`] as const);
}

/** Parts without the ids that AWS draws, and what leads to an API. */
function restApisShown({ apis, plans, keys }: FakeGateway): unknown {
  return [...apis.values()]
    .map(({ api, authorizers, resources, stages }) => ({
      name: api.name,
      endpoint: api.endpointConfiguration,
      authorizers: [...authorizers.values()].map(({ id: _, ...one }) => one),
      resources: [...resources.values()].map(({ path, methods }) => ({
        path,
        methods: sorted(methods, ({ authorizerId, methodIntegration, ...method }) => ({
          ...method,
          checked: authorizerId !== undefined && authorizers.has(authorizerId),
          integration: { ...methodIntegration, cacheNamespace: undefined },
        })),
      })),
      stages: sorted(stages, ({ deploymentId: _, createdDate: __, lastUpdatedDate: ___, ...stage }) => stage),
      plans: [...plans.values()]
        .filter(({ apiStages = [] }) => apiStages.some(({ apiId }) => apiId === api.id))
        .map((plan) => ({
          name: plan.name,
          stages: plan.apiStages?.filter(({ apiId }) => apiId === api.id),
          keys: [...plan.keys].map((id) => ({ name: keys.get(id)?.name, value: keys.get(id)?.value })),
        })),
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function functionShown(fn: Fn): unknown {
  const numbers = [...fn.published.keys()].sort((a, b) => Number(a) - Number(b));
  const rank = (number: unknown): string => `version ${numbers.indexOf(String(number))}`;
  return {
    latest: versionShown(fn.latest),
    published: numbers.map((number) => versionShown(fn.published.get(number) as Version)),
    aliases: sorted(fn.aliases, ({ FunctionVersion, RoutingConfig, ...alias }) => ({
      ...alias,
      version: rank(FunctionVersion),
      weights: Object.entries((RoutingConfig as Plain | undefined)?.AdditionalVersionWeights ?? {}).map(
        ([number, weight]) => [rank(number), weight],
      ),
    })),
    policies: sorted(fn.policies),
    urls: sorted(fn.urls),
    asyncConfigs: sorted(fn.asyncConfigs),
    tags: fn.tags,
  };
}

type Stream = Region["kinesis"]["streams"] extends Map<string, infer One> ? One : never;

/** With its shards by the hash keys that each takes. */
function streamShown({ mode, hours, keyId, recordSize, tags, metrics, shards, consumers }: Stream): unknown {
  const hashKeys = shards.map(({ start, end }) => [String(start), String(end)]);
  return { ...{ mode, hours, keyId, recordSize, tags, metrics, hashKeys }, consumers: [...consumers.keys()] };
}

type Table = Region["dynamodb"]["tables"] extends Map<string, infer One> ? One : never;

/** With its items; what was asked for when it was made is said another way where it was restored. */
function tableShown({ settings, insights, policies, destinations, ...table }: Table): unknown {
  const { KeySchema, AttributeDefinitions, BillingMode } = settings;
  const { items, view, recovery, ttl, tags } = table;
  return {
    ...{ KeySchema, AttributeDefinitions, BillingMode, items, view, recovery, ttl, tags },
    ...{ insights: sorted(insights), policies: sorted(policies), destinations: sorted(destinations) },
  };
}

type Machine = Region["sfn"]["machines"] extends Map<string, infer One> ? One : never;

function machineShown({ type, revision, versions, aliases, tags }: Machine): unknown {
  const numbers = [...versions.keys()];
  return {
    ...{ type, revision, tags },
    versions: [...versions.values()],
    aliases: sorted(aliases, ({ description, routing }) => ({
      description,
      routing: routing.map(({ stateMachineVersionArn = "", weight }) => [
        `version ${numbers.indexOf(stateMachineVersionArn.split(":").at(-1) ?? "")}`,
        weight,
      ]),
    })),
  };
}

function versionShown({ code, config }: Version): unknown {
  return { code: Buffer.from(code).toString("base64"), config };
}

/** One that is being enabled is enabled, and no tags are none. */
function mappingShown({ State, Tags = {}, ...rest }: Plain): Plain {
  return { ...rest, Tags, State: String(State).replace(/^(Creating|Enabling)$/, "Enabled") };
}

function sorted<T>(map: ReadonlyMap<string, T>, show: (value: T) => unknown = (value) => value): Plain {
  return Object.fromEntries(
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, show(value)]),
  );
}

/** With keys in order; a document in a text is read, for there theirs means nothing either. A template is none. */
function ordered(value: unknown): unknown {
  if (typeof value === "string" && /^\{(?!.*<)/s.test(value))
    return JSON.parse(value, (_, one) => ordered(one));
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(ordered(a)) < JSON.stringify(ordered(b)) ? -1 : 1;
}
