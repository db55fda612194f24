import { expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import type { FunctionDocument } from "../../../modules/protectors/lambda/document.ts";
import { lambdaInTerraform } from "../../../modules/protectors/lambda/terraform.ts";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders";
const STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

function fn(parts: Partial<FunctionDocument>): FunctionDocument {
  return {
    kind: "lambda",
    name: "orders",
    arn: ARN,
    account: "123456789012",
    region: "eu-west-1",
    versions: [
      {
        version: "$LATEST",
        codeSha256: "ab".repeat(32),
        codeSize: 1,
        configuration: { Runtime: "nodejs22.x", Handler: "a.b", Role: "arn:aws:iam::123456789012:role/a" },
        environment: [],
        runtimeManagement: { UpdateRuntimeOn: "FunctionUpdate" },
      },
    ],
    aliases: [],
    policies: [],
    asyncConfigs: [],
    urls: [],
    tags: {},
    layers: [],
    mappings: [],
    ...parts,
  };
}

function said(document: FunctionDocument, live: FunctionDocument) {
  const { resources, left } = lambdaInTerraform.form({
    document,
    live,
    secrets: {},
    isThere: true,
    ids: { uuid: "uuid" },
    source: ARN,
    now: 0,
    imports: {},
  });
  return { left, of: (type: string) => resources.filter((one) => one.type === type) };
}

test("a mapping that is there keeps its start, as the provider shows times, for another one would make it anew", () => {
  const mapping = (start: JsonObject) => ({
    uuid: "uuid",
    enabled: true,
    settings: { EventSourceArn: STREAM, BatchSize: 5, ...start },
  });
  const at = { StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: "2026-11-30T10:00:00.000Z" };
  const found = said(
    fn({ mappings: [mapping({ StartingPosition: "LATEST" })] }),
    fn({ mappings: [mapping(at)] }),
  );
  expect(found.of("aws_lambda_event_source_mapping")).toMatchObject([
    {
      importId: "uuid",
      arguments: { starting_position: "AT_TIMESTAMP", starting_position_timestamp: "2026-11-30T10:00:00Z" },
      ignoreChanges: ["starting_position", "starting_position_timestamp"],
    },
  ]);
});

test("when the newest code takes a newer runtime is said with its qualifier, without which it would be made anew", () => {
  expect(said(fn({}), fn({})).of("aws_lambda_runtime_management_config")).toMatchObject([
    { importId: "orders,$LATEST", arguments: { qualifier: "$LATEST" } },
  ]);
});

test("a URL and a statement that are there and let in less stay as they are, by name: the first apply would open them", () => {
  const url = (AuthType: string) => [
    { qualifier: "$LATEST", settings: { AuthType, InvokeMode: "BUFFERED" } },
  ];
  const policy = (source: string) => [
    {
      statements: [
        {
          Sid: "sns",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Principal: { Service: "sns.amazonaws.com" },
          Condition: { ArnLike: { "AWS:SourceArn": source } },
        },
      ],
    },
  ];
  const [all, one] = ["arn:aws:sns:eu-west-1:123456789012:*", "arn:aws:sns:eu-west-1:123456789012:orders"];
  const open = fn({ urls: url("NONE"), policies: policy(all) });
  const narrow = said(open, fn({ urls: url("AWS_IAM"), policies: policy(one) }));
  expect(narrow.left).toEqual([
    "its statement sns: it is there and says otherwise, as before it is armed",
    "its URL of $LATEST: it is there and says otherwise, as before it is armed",
  ]);
  expect([...narrow.of("aws_lambda_permission"), ...narrow.of("aws_lambda_function_url")]).toEqual([]);
  const same = said(open, open);
  expect(same.left).toEqual([]);
  expect([...same.of("aws_lambda_permission"), ...same.of("aws_lambda_function_url")]).toMatchObject([
    { importId: "orders/sns" },
    { importId: "orders" },
  ]);
});
