import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { queueNames, translateQueue } from "../../../modules/protectors/sqs-queue/translate.ts";
import {
  arbitraryQueue,
  arnOf,
  ELSEWHERE,
  HOME,
  KEY,
  mapElsewhere,
  queueOf,
  urlOf,
} from "../../support/arbitrary-queue.ts";

const DEAD = { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 };

test("at home nothing changes", () => {
  fc.assert(
    fc.property(arbitraryQueue, (document) => {
      expect(translateQueue(document, { target: HOME, map: {} })).toEqual({
        source: document,
        document,
        missing: [],
        warnings: [],
        replaced: {},
        used: [],
      });
    }),
  );
});

test("elsewhere, with a full map, nothing names the region it comes from", () => {
  fc.assert(
    fc.property(arbitraryQueue, (document) => {
      const map = mapElsewhere(document);
      const { document: moved, missing } = translateQueue(document, { target: ELSEWHERE, map });
      expect(missing).toEqual([]);
      expect(JSON.stringify(moved)).not.toContain(HOME.region);
    }),
  );
});

test("elsewhere everything that is bound to the source is named at once", () => {
  const document = queueOf("orders", {
    attributes: { KmsMasterKeyId: KEY },
    redrivePolicy: DEAD,
    redriveAllowPolicy: { redrivePermission: "byQueue", sourceQueueArns: [arnOf("source")] },
    policy: {
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "sqs:SendMessage",
          Resource: arnOf("orders"),
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:topic" } },
        },
      ],
    },
  });
  const { missing } = translateQueue(document, { target: ELSEWHERE, map: {} });
  expect(missing.map(({ path }) => path)).toEqual([
    "attributes.KmsMasterKeyId",
    "policy.Statement[0].Condition.ArnLike.aws:SourceArn",
    "redriveAllowPolicy.sourceQueueArns[0]",
    "redrivePolicy.deadLetterTargetArn",
  ]);
});

test("under another name the queue's own ARN becomes the new one wherever it stands", () => {
  const arn = arnOf("orders");
  const document = queueOf("orders", {
    policy: {
      Id: `${arn}/SQSDefaultPolicy`,
      Statement: [{ Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: [arn] }],
    },
  });
  const { document: renamed, replaced } = translateQueue(document, {
    target: HOME,
    map: {},
    name: "orders-2",
  });
  expect(renamed).toEqual({
    ...document,
    name: "orders-2",
    arn: arnOf("orders-2"),
    url: urlOf("orders-2"),
    policy: {
      Id: `${arnOf("orders-2")}/SQSDefaultPolicy`,
      Statement: [{ Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: [arnOf("orders-2")] }],
    },
  });
  expect(replaced).toEqual({ [arn]: arnOf("orders-2") });
});

test("a policy's own Id is kept, whatever it names", () => {
  const policy = { Id: "arn:aws:sqs:eu-west-1:111122223333:other/SQSDefaultPolicy", Statement: [] };
  const { document, missing } = translateQueue(queueOf("orders", { policy }), { target: ELSEWHERE, map: {} });
  expect(document.policy).toEqual(policy);
  expect(missing).toEqual([]);
});

describe("a key elsewhere:", () => {
  const translated = (key: string, map = {}) => {
    const document = queueOf("orders", { attributes: { KmsMasterKeyId: key } });
    const { document: to, missing, warnings } = translateQueue(document, { target: ELSEWHERE, map });
    return { key: to.attributes.KmsMasterKeyId, missing: missing.map(({ reason }) => reason), warnings };
  };

  test("SQS's own stays", () => {
    expect(translated("alias/aws/sqs")).toEqual({ key: "alias/aws/sqs", missing: [], warnings: [] });
  });

  test("an alias stays, and has to be there", () => {
    expect(translated("alias/orders")).toEqual({
      key: "alias/orders",
      missing: [],
      warnings: ["key alias/orders is kept; it has to be there in us-east-2 of account 111122223333"],
    });
  });

  test("a bare id lies in the source's region", () => {
    expect(translated("0b1e5f6a").missing).toEqual([
      "a key's id belongs to eu-west-1; name its counterpart in us-east-2 of account 111122223333",
    ]);
  });

  test.each(["0b1e5f6a", "alias/orders", KEY])("%s is what the map says", (key) => {
    expect(translated(key, { [key]: "alias/there" })).toEqual({
      key: "alias/there",
      missing: [],
      warnings: [],
    });
  });
});

describe("names", () => {
  const OLD = "https://eu-west-1.queue.amazonaws.com/111122223333/orders";

  test("at home under the same name are what they were", () => {
    const names = queueNames(queueOf("orders"), { target: HOME });
    expect(Object.entries(names).filter(([from, to]) => from !== to)).toEqual([]);
  });

  test("elsewhere are the new ARN, and the new address for the usual and the old one", () => {
    expect(queueNames(queueOf("orders"), { target: ELSEWHERE, name: "orders-2" })).toEqual({
      [arnOf("orders")]: arnOf("orders-2", ELSEWHERE),
      [urlOf("orders")]: urlOf("orders-2", ELSEWHERE),
      [OLD]: urlOf("orders-2", ELSEWHERE),
    });
  });

  test("at home under another name keep the form of the address", () => {
    expect(queueNames(queueOf("orders"), { target: HOME, name: "orders-2" })).toEqual({
      [arnOf("orders")]: arnOf("orders-2"),
      [urlOf("orders")]: urlOf("orders-2"),
      [OLD]: `${OLD}-2`,
    });
  });

  test.each<[string, string, string | undefined]>([
    [
      "another host with the region in it",
      "https://sqs.eu-west-1.example.org:4566",
      "https://sqs.us-east-2.example.org:4566",
    ],
    ["a FIPS host", "https://sqs-fips.eu-west-1.amazonaws.com", "https://sqs-fips.us-east-2.amazonaws.com"],
    ["a host without a region", "http://127.0.0.1:5000", undefined],
    ["an endpoint of a network", "https://vpce-0a.sqs.eu-west-1.vpce.amazonaws.com", undefined],
  ])("of %s elsewhere", (_title, from, to) => {
    const url = `${from}/111122223333/orders`;
    expect(queueNames(queueOf("orders", { url }), { target: ELSEWHERE })[url]).toBe(
      to && `${to}/111122223333/orders`,
    );
  });

  test("of us-east-1 know its old address, and of China its domain", () => {
    const virginia = { partition: "aws", account: HOME.account, region: "us-east-1" };
    const east = queueOf("orders", {
      arn: arnOf("orders", virginia),
      region: "us-east-1",
      url: urlOf("orders", virginia),
    });
    expect(queueNames(east, { target: HOME })["https://queue.amazonaws.com/111122223333/orders"]).toBe(
      urlOf("orders"),
    );
    const china = { partition: "aws-cn", account: "444455556666", region: "cn-north-1" };
    expect(queueNames(queueOf("orders"), { target: china })[urlOf("orders")]).toBe(
      "https://sqs.cn-north-1.amazonaws.com.cn/444455556666/orders",
    );
  });
});
