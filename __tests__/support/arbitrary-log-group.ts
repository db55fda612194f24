import type { PutMetricFilterRequest, PutSubscriptionFilterRequest } from "@aws-sdk/client-cloudwatch-logs";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const ROLE = `arn:aws:iam::${account}:role/logs-to-stream`;
const KEY = here("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000001");
const STREAM = here("kinesis", "stream/orders");
const DELIVERY = here("firehose", "deliverystream/orders");
const DESTINATION = `arn:aws:logs:${region}:999988887777:destination:central`;
const FUNCTIONS = [here("lambda", "function:orders"), here("lambda", "function:orders:live")];
/** All that the arbitrary's groups name in their region. */
export const NAMED = [...FUNCTIONS, STREAM, DELIVERY, DESTINATION, KEY];

type Filter<Request> = Omit<Request, "logGroupName">;

/** A log group, as calls of the API make it. */
export interface MadeGroup {
  readonly id: string;
  readonly logGroupClass: "STANDARD" | "INFREQUENT_ACCESS";
  readonly kmsKeyId?: string;
  readonly retentionInDays?: number;
  readonly deletionProtectionEnabled: boolean;
  readonly bearerTokenAuthenticationEnabled: boolean;
  readonly dataProtectionPolicy?: string;
  readonly indexPolicy?: string;
  readonly transformed: boolean;
  readonly metricFilters: readonly Filter<PutMetricFilterRequest>[];
  readonly subscriptionFilters: readonly Filter<PutSubscriptionFilterRequest>[];
  readonly tags: Readonly<Record<string, string>>;
}

const filterName = fc.stringMatching(/^[a-z][a-zA-Z0-9 /_.-]{0,11}$/);
const canary = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
// An ARN in a pattern is text that somebody looks for, and stays.
const filterPattern = fc.oneof(
  fc.constantFrom("", "ERROR", `"${STREAM}"`, "[ip, user, status=5*]"),
  canary.map((token) => `{ $.token = "${token}" }`),
);
const selected = fc.record(
  {
    fieldSelectionCriteria: canary.map((name) => `@aws.account = "${name}"`),
    applyOnTransformedLogs: fc.constantFrom(true, false),
  },
  { requiredKeys: [] },
);

const metricFilter: fc.Arbitrary<Filter<PutMetricFilterRequest>> = fc
  .record({
    filterName,
    filterPattern,
    selected,
    emitted: fc.record(
      { emitSystemFieldDimensions: fc.constant<string[]>(["@aws.region"]) },
      { requiredKeys: [] },
    ),
    transformation: fc.record(
      {
        metricName: fc.constantFrom("Errors", "Orders"),
        metricNamespace: fc.constant("Shop"),
        metricValue: fc.constantFrom("1", "$.price"),
        defaultValue: fc.constantFrom(0, 1.5),
        unit: fc.constantFrom("Count" as const, "None" as const),
        dimensions: fc.constant({ Kind: "$.kind" }),
      },
      { requiredKeys: ["metricName", "metricNamespace", "metricValue"] },
    ),
  })
  .map(({ transformation, selected: more, emitted, ...filter }) => ({
    ...filter,
    ...more,
    ...emitted,
    metricTransformations: [{ ...transformation }],
  }));

const subscriptionFilter: fc.Arbitrary<Filter<PutSubscriptionFilterRequest>> = fc
  .record({
    filterName,
    filterPattern,
    selected,
    emitted: fc.record(
      {
        emitSystemFields: fc.constant<string[]>(["@aws.account", "@aws.region"]),
        distribution: fc.constantFrom("Random" as const, "ByLogStream" as const),
      },
      { requiredKeys: [] },
    ),
    to: fc.constantFrom(
      ...FUNCTIONS.map((destinationArn) => ({ destinationArn })),
      { destinationArn: STREAM, roleArn: ROLE },
      { destinationArn: DELIVERY, roleArn: ROLE },
      { destinationArn: DESTINATION },
    ),
  })
  .map(({ selected: more, emitted, to, ...filter }) => ({ ...filter, ...more, ...emitted, ...to }));

const PROTECTION = JSON.stringify({
  Name: "p",
  Version: "2021-06-01",
  Configuration: { CustomDataIdentifier: [{ Name: "Order", Regex: "canary-regex" }] },
  Statement: [
    {
      Sid: "mask",
      DataIdentifier: ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
      Operation: { Deidentify: { MaskConfig: {} } },
    },
  ],
});

/** Groups of two classes, with and without each setting, policy and filter. */
export const arbitraryLogGroup: fc.Arbitrary<MadeGroup> = fc
  .record({
    id: fc.stringMatching(/^(\/aws\/lambda\/|shop#)[a-zA-Z0-9_.-]{1,9}$/),
    isStandard: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
    settings: fc.record(
      { kmsKeyId: fc.constant(KEY), retentionInDays: fc.constantFrom(1, 14, 3653) },
      { requiredKeys: [] },
    ),
    deletionProtectionEnabled: fc.boolean(),
    bearerTokenAuthenticationEnabled: fc.boolean(),
    policies: fc.record(
      {
        dataProtectionPolicy: fc.constant(PROTECTION),
        indexPolicy: fc.constant('{"Fields":["requestId"],"FieldsV2":{"level":{"type":"FACET"}}}'),
      },
      { requiredKeys: [] },
    ),
    transformed: fc.boolean(),
    metricFilters: fc.uniqueArray(metricFilter, { selector: (one) => one.filterName, maxLength: 3 }),
    subscriptionFilters: fc.uniqueArray(subscriptionFilter, {
      selector: (one) => one.filterName,
      maxLength: 2,
    }),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), { maxKeys: 3 }),
  })
  .map(({ isStandard, settings, policies, transformed, metricFilters, subscriptionFilters, ...made }) => {
    const filters = { metricFilters, subscriptionFilters };
    const plain = <One extends { applyOnTransformedLogs?: boolean | undefined }>(one: One): One =>
      transformed ? one : { ...one, applyOnTransformedLogs: false };
    return {
      ...made,
      ...settings,
      tags: { ...made.tags },
      logGroupClass: isStandard ? ("STANDARD" as const) : ("INFREQUENT_ACCESS" as const),
      transformed: isStandard && transformed,
      ...(isStandard
        ? {
            ...policies,
            metricFilters: metricFilters.map(plain),
            subscriptionFilters: filters.subscriptionFilters.map(plain),
          }
        : { metricFilters: [], subscriptionFilters: [] }),
    };
  });
