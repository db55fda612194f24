import { createHash } from "node:crypto";
import type { FunctionDocument, FunctionSecrets } from "../../modules/protectors/lambda/document.ts";

const ARN = "arn:aws:lambda:us-east-1:111122223333:function:orders";
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const hash = (text: string): string => createHash("sha256").update(encode(text)).digest("hex");

const LAYER = "arn:aws:lambda:us-east-1:111122223333:layer:base:4";
const configuration = {
  Runtime: "nodejs22.x",
  Handler: "index.handler",
  Role: "arn:aws:iam::111122223333:role/orders",
  Timeout: 3,
  MemorySize: 128,
  LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/orders" },
};

/** One function with something of everything that is bound to its region. */
export const sampleDocument: FunctionDocument = {
  kind: "lambda",
  name: "orders",
  arn: ARN,
  account: "111122223333",
  region: "us-east-1",
  versions: [
    {
      version: "7",
      codeSha256: hash("one"),
      codeSize: 3,
      configuration: { ...configuration, Layers: [LAYER] },
      environment: ["QUEUE_URL", "SECRET"],
    },
    {
      version: "$LATEST",
      codeSha256: hash("two"),
      codeSize: 3,
      configuration: {
        ...configuration,
        Layers: [LAYER],
        MemorySize: 512,
        KMSKeyArn: "arn:aws:kms:us-east-1:111122223333:key/k",
        VpcConfig: { SubnetIds: ["subnet-0a"], SecurityGroupIds: ["sg-0b"] },
        FileSystemConfigs: [
          {
            Arn: "arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-1",
            LocalMountPath: "/mnt/a",
          },
        ],
      },
      environment: ["QUEUE_URL", "SECRET"],
    },
  ],
  aliases: [{ name: "live", version: "7", description: "", weights: {} }],
  policies: [
    {
      qualifier: "live",
      statements: [
        {
          Sid: "s3",
          Effect: "Allow",
          Principal: { Service: "s3.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: `${ARN}:live`,
          Condition: {
            StringEquals: { "AWS:SourceAccount": "111122223333" },
            ArnLike: { "AWS:SourceArn": "arn:aws:s3:::orders-in" },
          },
        },
        {
          Sid: "logs",
          Effect: "Allow",
          Principal: { Service: "logs.us-east-1.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: `${ARN}:live`,
        },
      ],
    },
  ],
  asyncConfigs: [
    {
      qualifier: "$LATEST",
      settings: {
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnSuccess: { Destination: `${ARN}:7` } },
      },
    },
  ],
  urls: [],
  tags: { team: "shop" },
  layers: [{ arn: LAYER, name: "base", sha256: hash("layer"), settings: {} }],
  mappings: [
    {
      uuid: "aaaaaaaa-0000-4000-8000-000000000001",
      enabled: true,
      qualifier: "live",
      settings: {
        EventSourceArn: "arn:aws:sqs:us-east-1:111122223333:orders",
        FilterCriteria: { Filters: [{ Pattern: '{"awsRegion":["us-east-1"]}' }] },
      },
    },
  ],
};

export const sampleSecrets: FunctionSecrets = {
  "7": { QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/111122223333/orders", SECRET: "the-secret-value" },
  $LATEST: {
    QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/111122223333/orders",
    SECRET: "the-secret-value",
  },
};

export const sampleBytes: ReadonlyMap<string, Uint8Array> = new Map(
  ["one", "two", "layer"].map((text) => [hash(text), encode(text)]),
);

export const sample = { document: sampleDocument, secrets: sampleSecrets, bytes: sampleBytes };

/** What the sample needs in eu-west-1. */
export const SAMPLE_MAP = {
  "arn:aws:kms:us-east-1:111122223333:key/k": "arn:aws:kms:eu-west-1:111122223333:key/e",
  "arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-1":
    "arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-2",
  "arn:aws:sqs:us-east-1:111122223333:orders": "arn:aws:sqs:eu-west-1:111122223333:orders",
  "https://sqs.us-east-1.amazonaws.com/111122223333/orders":
    "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
  "orders-in": "orders-in-eu",
  "subnet-0a": "subnet-1a",
  "sg-0b": "sg-1b",
};
