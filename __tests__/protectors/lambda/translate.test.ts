import { describe, expect, test } from "vitest";
import { translate } from "../../../modules/protectors/lambda/translate.ts";
import { unusedEntries } from "../../../modules/restore/unused-entries.ts";
import { SAMPLE_MAP, sampleDocument, sampleSecrets } from "../../support/sample-function.ts";

const here = { account: "111122223333", partition: "aws", region: "us-east-1" };
const europe = { ...here, region: "eu-west-1" };
const other = { ...here, account: "999900001111" };
const toEurope = (map = {}) => translate(sampleDocument, sampleSecrets, { target: europe, map });

test("in its own region and account a function stays what it was", () => {
  const { document, secrets, missing, warnings, replaced, used } = translate(sampleDocument, sampleSecrets, {
    target: here,
    map: {},
  });
  const policies = sampleDocument.policies.map((policy) => ({
    ...policy,
    statements: policy.statements.map(({ Resource: _own, ...rest }) => rest),
  }));
  expect(document).toEqual({ ...sampleDocument, policies });
  expect(secrets).toEqual(sampleSecrets);
  expect({ missing, warnings, replaced, used }).toEqual({
    missing: [],
    warnings: [],
    replaced: {},
    used: [],
  });
});

test("in another region everything that is bound to the old one is listed at once, sorted, with its reason", () => {
  const { missing, warnings } = toEurope();
  const where = "eu-west-1 of account 111122223333";
  const lies = `it lies in us-east-1; name its counterpart in ${where}`;
  const network = `a network of us-east-1 does not reach ${where}`;
  expect(missing).toEqual([
    {
      path: "mappings[0].settings.EventSourceArn",
      value: "arn:aws:sqs:us-east-1:111122223333:orders",
      reason: lies,
    },
    {
      path: "policies[0].statements[0].Condition.ArnLike.AWS:SourceArn",
      value: "arn:aws:s3:::orders-in",
      reason: `a bucket lies in one region; name the bucket that stands for it in ${where}`,
    },
    {
      path: "versions[1].configuration.FileSystemConfigs[0].Arn",
      value: "arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-1",
      reason: lies,
    },
    {
      path: "versions[1].configuration.KMSKeyArn",
      value: "arn:aws:kms:us-east-1:111122223333:key/k",
      reason: lies,
    },
    { path: "versions[1].configuration.VpcConfig.SecurityGroupIds[0]", value: "sg-0b", reason: network },
    { path: "versions[1].configuration.VpcConfig.SubnetIds[0]", value: "subnet-0a", reason: network },
  ]);
  expect(warnings).toEqual([
    "environment variable QUEUE_URL (version 7, $LATEST) still names something of us-east-1 or its account; " +
      "if that is lost too, map the value it has",
    "mappings[0].settings.FilterCriteria matches us-east-1 or its account: " +
      "events of the destination may not pass it",
  ]);
});

test("what is certain needs no entry: its own ARN, kept layers, roles, principals of the region", () => {
  const { document } = toEurope(SAMPLE_MAP);
  expect(document.arn).toBe("arn:aws:lambda:eu-west-1:111122223333:function:orders");
  expect(document.asyncConfigs[0]?.settings).toEqual({
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnSuccess: { Destination: `${document.arn}:7` } },
  });
  expect(document.versions[0]?.configuration).toMatchObject({
    Role: "arn:aws:iam::111122223333:role/orders",
    Layers: ["arn:aws:lambda:us-east-1:111122223333:layer:base:4"],
  });
  expect(document.layers).toEqual(sampleDocument.layers);
  expect(document.policies[0]?.statements[1]).toMatchObject({
    Principal: { Service: "logs.eu-west-1.amazonaws.com" },
  });
});

test("the map translates ARNs, ids, and a bucket by its name wherever its ARN stands", () => {
  const { document, missing, used } = toEurope(SAMPLE_MAP);
  expect(missing).toEqual([]);
  expect(used).toEqual(Object.keys(SAMPLE_MAP).sort());
  expect(document.policies[0]?.statements[0]).toMatchObject({
    Condition: {
      StringEquals: { "AWS:SourceAccount": "111122223333" },
      ArnLike: { "AWS:SourceArn": "arn:aws:s3:::orders-in-eu" },
    },
  });
  expect(document.versions[1]?.configuration).toMatchObject({
    VpcConfig: { SubnetIds: ["subnet-1a"], SecurityGroupIds: ["sg-1b"] },
  });
});

test("a bucket may be mapped by its ARN as well", () => {
  const { "orders-in": _name, ...rest } = SAMPLE_MAP;
  const { document, missing } = toEurope({ ...rest, "arn:aws:s3:::orders-in": "arn:aws:s3:::orders-in-eu" });
  expect(missing).toEqual([]);
  expect(document.policies[0]?.statements[0]).toMatchObject({
    Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::orders-in-eu" } },
  });
});

test("an environment value that the map names is replaced; no value is ever said", () => {
  const { secrets, warnings } = toEurope(SAMPLE_MAP);
  expect(secrets.$LATEST).toEqual({
    QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
    SECRET: "the-secret-value",
  });
  expect(warnings.join()).not.toContain("QUEUE_URL");
  const everything = [toEurope(), toEurope(SAMPLE_MAP)]
    .map(({ missing, warnings: said, replaced }) => JSON.stringify([missing, said, replaced]))
    .join();
  expect(everything).not.toContain("the-secret-value");
  expect(everything).not.toContain("https://sqs");
});

test("in another account also what has no region is bound: roles, root, the source's account", () => {
  const { missing } = translate(sampleDocument, sampleSecrets, { target: other, map: {} });
  expect(missing.map(({ path, value }) => `${path} ${value}`)).toEqual(
    expect.arrayContaining([
      "policies[0].statements[0].Condition.StringEquals.AWS:SourceAccount 111122223333",
      "versions[0].configuration.Role arn:aws:iam::111122223333:role/orders",
      "versions[1].configuration.KMSKeyArn arn:aws:kms:us-east-1:111122223333:key/k",
    ]),
  );
});

describe("layers", () => {
  const [layer] = sampleDocument.layers;
  const arn = layer?.arn ?? "";

  test("without bytes a layer needs an entry", () => {
    const layers = [{ arn, name: "base", settings: {} }];
    const { missing } = translate({ ...sampleDocument, layers }, {}, { target: europe, map: SAMPLE_MAP });
    expect(missing.map(({ path, reason }) => [path, reason])).toEqual(
      [0, 1].map((index) => [
        `versions[${index}].configuration.Layers[0]`,
        "the point has no bytes of this layer; name a layer version of eu-west-1 of account 111122223333",
      ]),
    );
  });

  test("a mapped layer is used as it is, and not published", () => {
    const to = "arn:aws:lambda:eu-west-1:444455556666:layer:base:9";
    const { document } = toEurope({ ...SAMPLE_MAP, [arn]: to });
    expect(document.layers).toEqual([]);
    expect(document.versions[0]?.configuration.Layers).toEqual([to]);
  });
});

test("under another name the function's own ARN and its default log group follow", () => {
  const { document } = translate(sampleDocument, sampleSecrets, { target: here, map: {}, name: "drill" });
  expect(document.arn).toBe("arn:aws:lambda:us-east-1:111122223333:function:drill");
  expect(document.versions[0]?.configuration.LoggingConfig).toEqual({
    LogFormat: "Text",
    LogGroup: "/aws/lambda/drill",
  });
});

test("a log group of one's own is kept, with a word", () => {
  const versions = sampleDocument.versions.map((version) => ({
    ...version,
    configuration: {
      ...version.configuration,
      LoggingConfig: { LogFormat: "JSON", LogGroup: "/shop/orders" },
    },
  }));
  const { warnings, document } = translate({ ...sampleDocument, versions }, {}, { target: europe, map: {} });
  expect(warnings).toContain("log group /shop/orders is kept; Lambda creates it if it is absent");
  expect(document.versions[0]?.configuration.LoggingConfig).toEqual({
    LogFormat: "JSON",
    LogGroup: "/shop/orders",
  });
});

test("text that only looks like an object's own part is no entry", () => {
  const [statement] = sampleDocument.policies[0]?.statements ?? [];
  const policies = [{ statements: [{ ...statement, Principal: { Service: "constructor" } }] }];
  const { document } = translate({ ...sampleDocument, policies }, {}, { target: europe, map: {} });
  expect(document.policies[0]?.statements[0]?.Principal).toEqual({ Service: "constructor" });
});

test("entries that no function needed are named once for all of them", () => {
  const map = { ...SAMPLE_MAP, "subnet-Oa": "subnet-1a" };
  expect(unusedEntries(map, [toEurope(map)], ["lambda/orders"])).toEqual([
    "lambda/orders needs none of these map entries: 1 that is not an ARN or id",
  ]);
});
