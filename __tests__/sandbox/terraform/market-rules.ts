import * as C from "@aws-sdk/client-config-service";
import * as I from "@aws-sdk/client-iot";
import * as M from "@aws-sdk/client-secrets-manager";
import * as R from "@aws-sdk/client-ses";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { EAST, SCOPE } from "../cli/restoring/places.ts";
import { ROLE, SECRET } from "./shop.ts";

interface Made {
  readonly client: ClientOf;
  /** Lets a service call the function. */
  readonly lets: (id: string, service: string, source: string) => Promise<unknown>;
  /** ARN of the function, with its alias. */
  readonly calls: string;
}

const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${EAST}:${SCOPE.account}:${resource}`;
const NAME = "market";

/** What calls a function by a rule of its own: of IoT, AWS Config and SES, and the rotation of a secret. */
export async function makeMarketRules(made: Made): Promise<readonly ThingId[]> {
  return [
    await makeTopicRule(made),
    await makeConfigRule(made),
    ...(await makeReceiptRules(made)),
    await makeRotation(made),
  ];
}

async function makeTopicRule({ client, lets, calls }: Made): Promise<ThingId> {
  await lets("iot", "iot", arn("iot", `rule/${NAME}`));
  await client(I.IoTClient).send(
    new I.CreateTopicRuleCommand({
      ruleName: NAME,
      tags: "team=shop",
      topicRulePayload: {
        ...{ sql: `SELECT * FROM 'market/orders' WHERE kind = '${SECRET}'`, description: "takes orders" },
        awsIotSqlVersion: "2016-03-23",
        actions: [
          { lambda: { functionArn: calls } },
          { sqs: { roleArn: ROLE, queueUrl: `https://sqs.${EAST}.amazonaws.com/${SCOPE.account}/shop-in` } },
          { sns: { roleArn: ROLE, targetArn: arn("sns", "shop-news") } },
          {
            http: {
              url: `https://hooks.example.com/${SECRET}`,
              headers: [{ key: "x-key", value: SECRET }],
            },
          },
        ],
        errorAction: { republish: { roleArn: ROLE, topic: "market/failed" } },
      },
    }),
  );
  return { kind: "topic-rule", id: NAME };
}

async function makeConfigRule({ client, lets, calls }: Made): Promise<ThingId> {
  const config = client(C.ConfigServiceClient);
  await config.send(
    new C.PutConfigurationRecorderCommand({
      ConfigurationRecorder: { name: "default", roleARN: ROLE, recordingGroup: { allSupported: true } },
    }),
  );
  await lets("config", "config", arn("config", "config-rule/*"));
  await config.send(
    new C.PutConfigRuleCommand({
      ConfigRule: {
        ConfigRuleName: NAME,
        Description: "looks at buckets",
        Scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
        Source: {
          ...{ Owner: "CUSTOM_LAMBDA", SourceIdentifier: calls },
          SourceDetails: [
            { EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" },
            { EventSource: "aws.config", MessageType: "ScheduledNotification" },
          ],
        },
        InputParameters: JSON.stringify({ token: SECRET }),
      },
      Tags: [{ Key: "team", Value: "shop" }],
    }),
  );
  return { kind: "config-rule", id: NAME };
}

/** Two of one set, so that one comes after the other. */
async function makeReceiptRules({ client, lets, calls }: Made): Promise<readonly ThingId[]> {
  const ses = client(R.SESClient);
  await ses.send(new R.CreateReceiptRuleSetCommand({ RuleSetName: NAME }));
  await ses.send(new R.SetActiveReceiptRuleSetCommand({ RuleSetName: NAME }));
  await lets("ses", "ses", arn("ses", `receipt-rule-set/${NAME}:receipt-rule/*`));
  const names = ["first", "orders"];
  for (const [at, Name] of names.entries())
    await ses.send(
      new R.CreateReceiptRuleCommand({
        RuleSetName: NAME,
        ...(at > 0 && { After: names[at - 1] }),
        Rule: {
          ...{ Name, Enabled: true, Recipients: [`${SECRET}@example.com`, "example.org"] },
          Actions: [
            { AddHeaderAction: { HeaderName: "X-Key", HeaderValue: SECRET } },
            { LambdaAction: { FunctionArn: calls, InvocationType: "RequestResponse" } },
            { S3Action: { BucketName: "market-uploads", ObjectKeyPrefix: "mail/" } },
            { StopAction: { Scope: "RuleSet" } },
          ],
        },
      }),
    );
  return names.map((name) => ({ kind: "receipt-rule", id: `${NAME}/${name}` }));
}

async function makeRotation({ client, lets, calls }: Made): Promise<ThingId> {
  const secrets = client(M.SecretsManagerClient);
  const SecretId = "market/database";
  const { ARN = "" } = await secrets.send(
    new M.CreateSecretCommand({ Name: SecretId, SecretString: SECRET }),
  );
  await lets("secret", "secretsmanager", ARN);
  await secrets.send(
    new M.RotateSecretCommand({
      ...{ SecretId, RotationLambdaARN: calls, RotateImmediately: false },
      RotationRules: { ScheduleExpression: "rate(10 days)", Duration: "3h" },
    }),
  );
  return { kind: "secret-rotation", id: SecretId };
}
