import { logFilter } from "../../../modules/protectors/log-filter/protector.ts";
import { arbitraryLogGroup, type MadeGroup, NAMED } from "../arbitrary-log-group.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { LogsPlace } from "./logs-place.ts";

/** What a processor adds to events. */
const ADDED = "canary-processors";
const PROCESSORS = [{ parseJSON: {} }, { addKeys: { entries: [{ key: "shop", value: ADDED }] } }];
const TRANSFORMATION = { metricName: "Theirs", metricNamespace: "Theirs", metricValue: "1" };

function put({ logs }: LogsPlace, { id: logGroupName, ...made }: MadeGroup): void {
  const { logGroupClass, kmsKeyId, deletionProtectionEnabled, tags } = made;
  logs.CreateLogGroup({
    ...{ logGroupName, logGroupClass, deletionProtectionEnabled, tags },
    ...(kmsKeyId !== undefined && { kmsKeyId }),
  });
  const logGroupIdentifier = logGroupName;
  const { retentionInDays, bearerTokenAuthenticationEnabled, dataProtectionPolicy, indexPolicy } = made;
  if (retentionInDays !== undefined) logs.PutRetentionPolicy({ logGroupName, retentionInDays });
  logs.PutBearerTokenAuthentication({ logGroupIdentifier, bearerTokenAuthenticationEnabled });
  if (dataProtectionPolicy !== undefined)
    logs.PutDataProtectionPolicy({ logGroupIdentifier, policyDocument: dataProtectionPolicy });
  if (indexPolicy !== undefined) logs.PutIndexPolicy({ logGroupIdentifier, policyDocument: indexPolicy });
  if (made.transformed) logs.PutTransformer({ logGroupIdentifier, transformerConfig: PROCESSORS });
  for (const one of made.metricFilters) logs.PutMetricFilter({ logGroupName, ...structuredClone(one) });
  for (const one of made.subscriptionFilters)
    logs.PutSubscriptionFilter({ logGroupName, ...structuredClone(one) });
}

/** Log groups, as the suite of kinds takes them. */
export const conforming: Conforming<LogsPlace, MadeGroup> = {
  protector: logFilter,
  fake: (options) => new LogsPlace(options),
  arbitrary: arbitraryLogGroup,
  put,
  // Of what is no longer wanted, all but a retention stays: a restore takes nothing away.
  change: ({ logs }, { id }, n) => {
    const group = logs.groups.get(id);
    if (group === undefined) throw new Error(`there is no log group ${id}`);
    group.settings.retentionInDays = n % 2 === 0 ? 30 : 60;
    if (group.dataProtectionPolicy !== undefined) group.dataProtectionPolicy = `{"Name":"changed-${n}"}`;
    if (group.indexPolicy !== undefined) group.indexPolicy = `{"Fields":["changed-${n}"]}`;
    if (group.transformer !== undefined)
      group.transformer = [{ addKeys: { entries: [{ key: "n", value: `${n}` }] } }];
    for (const filters of [group.metricFilters, group.subscriptionFilters] as Map<string, object>[])
      for (const [name, one] of filters) filters.set(name, { ...one, filterPattern: `changed ${n}` });
    for (const key of Object.keys(group.tags)) group.tags[key] = `changed-${n}`;
  },
  neighbours: ({ logs }, { id }) => {
    for (const logGroupName of [`${id}-beside`, "zz-third"]) {
      logs.CreateLogGroup({ logGroupName });
      logs.PutSubscriptionFilter({
        ...{ logGroupName, filterName: "theirs", filterPattern: "", distribution: "Random" },
        destinationArn: "arn:aws:lambda:us-east-1:111122223333:function:theirs",
      });
    }
    // Of a group that is there already, another's metric, and another's filter where there is room.
    const live = logs.groups.get(id);
    if (live?.settings.logGroupClass === "STANDARD") {
      const filter = { logGroupName: id, filterName: "zz-theirs", filterPattern: "theirs" };
      logs.PutMetricFilter({ ...filter, metricTransformations: [TRANSFORMATION] });
      if (live.subscriptionFilters.size < 2)
        logs.PutSubscriptionFilter({
          ...filter,
          destinationArn: "arn:aws:lambda:us-east-1:111122223333:function:theirs",
        });
    }
    return () => ({
      groups: [`${id}-beside`, "zz-third"].map((name) => structuredClone(logs.groups.get(name))),
      metric: live && structuredClone(live.metricFilters.get("zz-theirs")),
      filter: live && structuredClone(live.subscriptionFilters.get("zz-theirs")),
    });
  },
  map: () => Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
  secretsOf: (made) => [
    ...(JSON.stringify(made).match(/canary-[a-z0-9]+/g) ?? []),
    ...(made.transformed ? [ADDED] : []),
  ],
  armedWith: ({ subscriptionFilters }) =>
    JSON.stringify(subscriptionFilters).match(/canary-[a-z0-9]+/g) ?? [],
  fires: ({ logs }, { id }) =>
    [...(logs.groups.get(id)?.subscriptionFilters.values() ?? [])].map(
      ({ filterName, destinationArn }) => `${filterName} to ${destinationArn}`,
    ),
  readOnlyFields: [],
  unseen: {
    "logs:CreateLogDelivery":
      "AWS asks it of who puts a policy whose findings go somewhere: no call of its own",
    "logs:PutLogGroupDeletionProtection": "a change of the suite leaves protections as they are",
    "logs:AssociateKmsKey": "a change of the suite leaves keys as they are",
  },
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and Logs will say",
    "kms:DescribeKey": "the key is used with the first event, and Logs will say",
  },
  proven: endToEnd("__tests__/sandbox/log-filter.test.ts"),
  lost: [
    "log events and streams",
    "days of its own while a retention policy of the account tells others",
    "anomaly detectors, deliveries, saved queries, syslog configurations and policies of the account",
  ],
};
