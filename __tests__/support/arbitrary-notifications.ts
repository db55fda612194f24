import fc from "fast-check";
import type { Configuration } from "../../modules/protectors/s3-notifications/document.ts";

const ACCOUNT = "111122223333";
const word = fc.stringMatching(/^[a-z]{1,6}$/);

/** Entries that do not overlap: each has a prefix of its own. */
const entries = (arn: (name: string) => string, field: string, list: string) =>
  fc.uniqueArray(word, { maxLength: 3 }).map((words) =>
    words.map((name, n) => ({
      Id: `${list}-${name}`,
      [field]: arn(name),
      Events: ["s3:ObjectCreated:*"],
      Filter: { Key: { FilterRules: [{ Name: "Prefix", Value: `${list}/${n}/` }] } },
    })),
  );

/** What a bucket may tell to whom, in a region. */
export const arbitraryConfiguration = (region: string): fc.Arbitrary<Configuration> =>
  fc
    .record({
      functions: entries(
        (name) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}:live`,
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
