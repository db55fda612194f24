import type { ConfigRule } from "@aws-sdk/client-config-service";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const FUNCTION = `arn:aws:lambda:${region}:${account}:function:orders`;
/** All that the arbitrary's rules name in their region. */
export const NAMED = [FUNCTION, `${FUNCTION}:live`];

const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
const details = fc.constantFrom<NonNullable<ConfigRule["Source"]>["SourceDetails"]>(
  [{ EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" }],
  [
    {
      EventSource: "aws.config",
      MessageType: "ScheduledNotification",
      MaximumExecutionFrequency: "Six_Hours",
    },
    { EventSource: "aws.config", MessageType: "OversizedConfigurationItemChangeNotification" },
  ],
);

export interface MadeConfigRule {
  readonly rule: ConfigRule & { ConfigRuleName: string };
  readonly tags: Readonly<Record<string, string>>;
}

/** Rules of AWS Config that ask a function, of every form. */
export const arbitraryConfigRule: fc.Arbitrary<MadeConfigRule> = fc
  .record({
    ConfigRuleName: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_ -]{2,11}$/),
    Description: maybe(fc.constantFrom("looks at buckets", "it's 100%")),
    Scope: maybe(
      fc.constantFrom<NonNullable<ConfigRule["Scope"]>>(
        { ComplianceResourceTypes: ["AWS::S3::Bucket", "AWS::EC2::Instance"] },
        { TagKey: "team", TagValue: "shop" },
        { ComplianceResourceTypes: ["AWS::S3::Bucket"], ComplianceResourceId: "orders" },
      ),
    ),
    called: fc.constantFrom(...NAMED),
    SourceDetails: details,
    InputParameters: maybe(
      fc.stringMatching(/^canary-[a-z0-9]{6,12}$/).map((token) => JSON.stringify({ token })),
    ),
    MaximumExecutionFrequency: maybe(fc.constantFrom("One_Hour" as const)),
    tags: fc.dictionary(fc.constantFrom("team", "a b"), fc.constantFrom("shop", ""), {
      noNullPrototype: true,
    }),
  })
  .map(({ called, SourceDetails, tags, ...rule }) => ({
    tags,
    rule: defined({
      ...rule,
      Source: { Owner: "CUSTOM_LAMBDA" as const, SourceIdentifier: called, SourceDetails },
    }),
  }));

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
