import fc from "fast-check";
import type { Configuration } from "../../modules/protectors/s3-notifications/document.ts";

const ACCOUNT = "111122223333";
const word = fc.stringMatching(/^[a-z]{1,6}$/);
/** The function itself, an alias, a version. */
const qualifier = fc.constantFrom("", ":live", ":7");

/** Entries that do not overlap: each has a prefix of its own. */
const entries = (arn: (name: string, qualifier: string) => string, field: string, list: string) =>
  fc.uniqueArray(fc.tuple(word, qualifier), { maxLength: 3, selector: ([name]) => name }).map((found) =>
    found.map(([name, qualified], n) => ({
      Id: `${list}-${name}`,
      [field]: arn(name, qualified),
      Events: ["s3:ObjectCreated:*"],
      Filter: { Key: { FilterRules: [{ Name: "Prefix", Value: `${list}/${n}/` }] } },
    })),
  );

/** What a bucket may tell to whom, in a region. */
export const arbitraryConfiguration = (region: string): fc.Arbitrary<Configuration> =>
  fc
    .record({
      functions: entries(
        (name, qualified) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}${qualified}`,
        "LambdaFunctionArn",
        "functions",
      ),
      queues: entries((name) => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`, "QueueArn", "queues"),
      topics: entries((name) => `arn:aws:sns:${region}:${ACCOUNT}:${name}`, "TopicArn", "topics"),
      bridged: fc.boolean(),
    })
    .map(({ functions, queues, topics, bridged }) => ({
      ...(functions.length > 0 && { LambdaFunctionConfigurations: functions }),
      ...(queues.length > 0 && { QueueConfigurations: queues }),
      ...(topics.length > 0 && { TopicConfigurations: topics }),
      ...(bridged && { EventBridgeConfiguration: {} }),
    }));
