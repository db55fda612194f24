import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { textsToCreate } from "../../../modules/protectors/sqs-queue/restore/changes.ts";
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
import { POINT } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, titles } from "../../support/made-plan.ts";
import { Place } from "./place.ts";
import { placeFor, plan } from "./plan.ts";

const DEAD = { deadLetterTargetArn: arnOf("dead"), maxReceiveCount: 5 };

describe("a queue that is gone", () => {
  test("is made in one call, at home and elsewhere, and a second restore writes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryQueue, fc.constantFrom(HOME, ELSEWHERE), async (document, at) => {
        const sqs = placeFor(document, at);
        const map = at === HOME ? {} : mapElsewhere(document);
        const first = await plan(sqs, document, { map });
        expect(first.blocked).toEqual([]);
        expect(first.live).toBe("absent");
        expect(sqs.writes()).toEqual([]);
        const ids = await perform(first);
        expect(sqs.writes()).toEqual(["CreateQueue"]);
        expect(ids.get(document.url)).toBe(urlOf(document.name, at));
        expect(ids.get(document.arn)).toBe(arnOf(document.name, at));

        const second = await plan(sqs, document, { map });
        expect(titles(second)).toEqual([`keep: queue ${document.name} is as it was`]);
        expect([second.live, second.blocked, second.warnings]).toEqual(["there", [], []]);
      }),
    );
  });

  test("gets its attributes, policies and tags, and of two encryptions its own", async () => {
    const document = queueOf("orders.fifo", {
      attributes: {
        FifoQueue: "true",
        KmsMasterKeyId: KEY,
        KmsDataKeyReusePeriodSeconds: "300",
        SqsManagedSseEnabled: "false",
      },
      policy: { Statement: [] },
      tags: { team: "shop", "aws:cloudformation:stack-name": "shop", "zonekeep:restore": POINT },
    });
    const sqs = placeFor(document, HOME);
    const planned = await plan(sqs, document);
    expect(titles(planned)).toEqual([`keep: use key ${KEY}`, "create: create queue orders.fifo"]);
    await perform(planned);
    expect(sqs.sent[0]).toEqual({
      QueueName: "orders.fifo",
      Attributes: {
        DelaySeconds: "0",
        FifoQueue: "true",
        KmsDataKeyReusePeriodSeconds: "300",
        KmsMasterKeyId: KEY,
        MaximumMessageSize: "262144",
        MessageRetentionPeriod: "345600",
        Policy: '{"Statement":[]}',
        ReceiveMessageWaitTimeSeconds: "0",
        VisibilityTimeout: "30",
      },
      tags: { team: "shop" },
    });
  });

  test("is never asked for with two encryptions", () => {
    fc.assert(
      fc.property(arbitraryQueue, (document) => {
        const { KmsMasterKeyId, SqsManagedSseEnabled } = textsToCreate(document);
        expect(KmsMasterKeyId === undefined || SqsManagedSseEnabled === undefined).toBe(true);
      }),
    );
  });

  test("leaves out who was deleted since, whom SQS would refuse", async () => {
    const statement = (Sid: string, ...AWS: string[]) => ({ Sid, Effect: "Allow", Principal: { AWS } });
    const root = "arn:aws:iam::111122223333:root";
    const policy = { Statement: [statement("one", "AROAEXAMPLE1"), statement("two", "AIDAEXAMPLE2", root)] };
    const sqs = new Place();
    const planned = await plan(sqs, queueOf("orders", { policy }));
    expect(planned.warnings).toEqual([
      "the policy of queue orders names AIDAEXAMPLE2, AROAEXAMPLE1: roles or users that were deleted are left out",
    ]);
    await perform(planned);
    expect(sqs.sent[0]?.Attributes).toHaveProperty(
      "Policy",
      JSON.stringify({ Statement: [{ ...statement("two"), Principal: { AWS: [root] } }] }),
    );
    expect(titles(await plan(sqs, queueOf("orders", { policy })))).toEqual([
      "keep: queue orders is as it was",
    ]);
  });

  test("whose policy named only who was deleted has none", async () => {
    const policy = { Statement: { Effect: "Allow", Principal: { AWS: "AROAEXAMPLE1" } } };
    expect(textsToCreate(queueOf("orders", { policy }))).toEqual(queueOf("orders").attributes);
  });

  test("is waited for until it can be found", async () => {
    const sqs = new Place();
    const planned = await plan(sqs, queueOf("orders"));
    sqs.answer = (name, count) =>
      name === "GetQueueUrl" && count < 4 ? awsError("QueueDoesNotExist", 400) : undefined;
    expect((await perform(planned)).get(urlOf("orders"))).toBe(urlOf("orders"));
    expect(sqs.slept).toEqual([1000, 1000, 1000]);
  });

  test("that cannot be found after a minute ends the restore, which may be repeated", async () => {
    const sqs = new Place();
    const planned = await plan(sqs, queueOf("orders"));
    sqs.answer = (name) => (name === "GetQueueUrl" ? awsError("QueueDoesNotExist", 400) : undefined);
    await expect(perform(planned)).rejects.toThrow(
      "queue orders: sqs:GetQueueUrl: it was made, and cannot be found after 60 seconds\n" +
        "  help: run the restore again: it continues where it stopped",
    );
  });

  test.each(["QueueNameExists", "QueueAlreadyExists"])(
    "and made by another meanwhile (%s) says so",
    async (name) => {
      const sqs = new Place();
      const planned = await plan(sqs, queueOf("orders"));
      sqs.answer = (call) => (call === "CreateQueue" ? awsError(name, 400) : undefined);
      await expect(perform(planned)).rejects.toThrow(
        `queue orders: sqs:CreateQueue: ${name}: ${name} it is\n` +
          "  help: a queue of that name was made meanwhile, with other attributes; run again to see how it differs",
      );
    },
  );

  test("and whose name is not free yet is made when it is", async () => {
    const sqs = new Place();
    const planned = await plan(sqs, queueOf("orders"));
    sqs.answer = (name, count) =>
      name === "CreateQueue" && count < 3
        ? awsError("AWS.SimpleQueueService.QueueDeletedRecently", 400)
        : undefined;
    await perform(planned);
    expect(sqs.slept).toEqual([5000, 5000, 1000]);
  });
});

describe("a dead-letter queue", () => {
  const orders = queueOf("orders", { redrivePolicy: DEAD });

  test("that is neither there nor restored with it blocks", async () => {
    const { blocked } = await plan(new Place(), orders);
    expect(blocked).toEqual([
      {
        because: "incomplete",
        message: "dead-letter queue dead of queue orders is not there",
        hint: "restore sqs-queue/dead with it, or map it to a queue that is there",
      },
    ]);
  });

  test("that is restored with it is made before", async () => {
    const planned = await plan(new Place(), orders, { together: new Set([arnOf("dead")]) });
    expect(planned.blocked).toEqual([]);
    expect(titles(planned)).toEqual(["create: create queue orders, after its dead-letter queue dead"]);
  });

  test.each([
    ["region", "arn:aws:sqs:eu-central-1:111122223333:dead"],
    ["account", "arn:aws:sqs:us-east-2:444455556666:dead"],
    ["type", "arn:aws:sqs:us-east-2:111122223333:dead.fifo"],
  ])("of another %s can be nobody's", async (_of, arn) => {
    const { blocked } = await plan(new Place(ELSEWHERE), orders, { map: { [arnOf("dead")]: arn } });
    expect(blocked).toEqual([
      {
        because: "inexpressible",
        message: `dead-letter queue ${arn} is not of us-east-2, account 111122223333 and the type of queue orders`,
        hint: "map it to a queue that is",
      },
    ]);
  });

  test("that has no counterpart is told once", async () => {
    const { blocked } = await plan(new Place(ELSEWHERE), orders);
    expect(blocked.map(({ because }) => because)).toEqual(["untranslated"]);
  });
});

test("an answer about another account's queue ends the plan", async () => {
  const sqs = new Place({ ...HOME, account: "444455556666" });
  sqs.put(queueOf("orders"));
  const target = HOME;
  const translation = sqsQueue.translate(queueOf("orders"), undefined, { target, map: {} });
  const request = {
    point: "p",
    translation,
    target,
    together: new Set<string>(),
    replace: false,
    today: "2026-11-29",
  };
  await expect(sqsQueue.plan(sqs.ports, { ...request, allowPublic: false })).rejects.toThrow(
    "queue orders: sqs:GetQueueAttributes: it answered for arn:aws:sqs:eu-west-1:444455556666:orders, " +
      "not for arn:aws:sqs:eu-west-1:111122223333:orders\n  help: use credentials and a region of the destination",
  );
});
