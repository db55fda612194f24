import { describe, expect, test } from "vitest";
import type { TranslationRequest } from "../../../modules/protectors/protector.ts";
import type { Configuration } from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { calling, documentOf, EUROPE, functionAt, HOME } from "./place.ts";

const QUEUE = { Id: "q", QueueArn: "arn:aws:sqs:us-east-1:111122223333:orders", Events: [] };
const MIXED: Configuration = {
  LambdaFunctionConfigurations: [
    calling(`${functionAt("orders")}:live`, "a"),
    calling(functionAt("other"), "b"),
    calling(functionAt("orders-api"), "c"),
  ],
  QueueConfigurations: [QUEUE],
  EventBridgeConfiguration: {},
};
const document = documentOf(MIXED);

const translate = (request: Partial<TranslationRequest>, of = document) =>
  s3Notifications.translate(of, undefined, { target: EUROPE, map: {}, ...request });

test("at home nothing changes", () => {
  expect(translate({ target: HOME })).toMatchObject({ document, missing: [], replaced: {}, used: [] });
});

test("elsewhere the bucket and every destination without a counterpart are named, each with its reason", () => {
  expect(translate({}).missing).toEqual([
    {
      path: "bucket",
      value: "orders-in",
      reason:
        "S3 notifies functions of the bucket's own region; name the bucket that stands for it in eu-west-1",
    },
    ...[`${functionAt("orders")}:live`, functionAt("other"), functionAt("orders-api")].map((value, at) => ({
      path: `configuration.LambdaFunctionConfigurations[${at}].LambdaFunctionArn`,
      value,
      reason: "it lies in us-east-1; name its counterpart in eu-west-1 of account 111122223333",
    })),
    {
      path: "configuration.QueueConfigurations[0].QueueArn",
      value: QUEUE.QueueArn,
      reason: "it lies in us-east-1; name its counterpart in eu-west-1 of account 111122223333",
    },
  ]);
});

test.each(["orders-in", "arn:aws:s3:::orders-in"])("the map names the bucket by %s", (key) => {
  const { document: found, used, replaced } = translate({ map: { [key]: "orders-in-eu" } }, documentOf({}));
  expect(found).toEqual({ ...documentOf({}, "orders-in-eu"), region: "eu-west-1" });
  expect(used).toEqual([key]);
  expect(replaced).toEqual({
    "orders-in": "orders-in-eu",
    "arn:aws:s3:::orders-in": "arn:aws:s3:::orders-in-eu",
  });
});

test("another name is another bucket, whatever the map says", () => {
  const { document: found, missing } = translate(
    { name: "drill", map: { "orders-in": "orders-in-eu" } },
    documentOf({}),
  );
  expect(found).toMatchObject({ bucket: "drill", arn: "arn:aws:s3:::drill" });
  expect(missing).toEqual([]);
});

test("filters and ids are texts of their owner, and are not translated", () => {
  const entry = {
    ...calling(functionAt("orders"), "orders-in"),
    Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "us-east-1" }] } },
  };
  const map = { "orders-in": "orders-in-eu", [functionAt("orders")]: functionAt("orders", "eu-west-1") };
  const { document: found, missing } = translate(
    { map },
    documentOf({ LambdaFunctionConfigurations: [entry] }),
  );
  expect(missing).toEqual([]);
  expect(found.configuration.LambdaFunctionConfigurations).toEqual([
    { ...entry, LambdaFunctionArn: functionAt("orders", "eu-west-1") },
  ]);
});

describe("with functions that come back", () => {
  test("only the entries that call one of them are taken, and no queue, topic or flag", () => {
    const restored = new Set([functionAt("orders")]);
    const { document: found, missing } = translate({
      restored,
      map: { "orders-in": "orders-in-eu", [functionAt("orders")]: functionAt("orders", "eu-west-1") },
    });
    expect(missing).toEqual([]);
    expect(found.configuration).toEqual({
      LambdaFunctionConfigurations: [calling(`${functionAt("orders", "eu-west-1")}:live`, "a")],
    });
  });

  test("and with rules of the default bus, the flag that hands them the bucket's events comes too", () => {
    const told = (rule: string) =>
      translate({
        target: HOME,
        restored: new Set([functionAt("orders"), `arn:aws:events:us-east-1:${HOME.account}:rule/${rule}`]),
      }).document.configuration.EventBridgeConfiguration;
    expect([told("uploads"), told("shop/uploads")]).toEqual([{}, undefined]);
  });

  test("under another name the qualified entries follow", () => {
    const { document: found } = translate({
      target: HOME,
      restored: new Set([functionAt("orders")]),
      map: { [functionAt("orders")]: functionAt("drill") },
    });
    expect(found.configuration.LambdaFunctionConfigurations).toEqual([
      calling(`${functionAt("drill")}:live`, "a"),
    ]);
  });

  test("none of which the bucket calls, nothing is taken", () => {
    const { document: found, source } = translate({ target: HOME, restored: new Set([functionAt("ord")]) });
    expect([found.configuration, source.configuration]).toEqual([{}, {}]);
  });
});

test("every destination is a reference that counts when events arrive; the bucket's name is the map's to say", () => {
  expect(s3Notifications.references(document)).toEqual([
    ...[`${functionAt("orders")}:live`, functionAt("other"), functionAt("orders-api")].map((to, at) => ({
      path: `configuration.LambdaFunctionConfigurations[${at}].LambdaFunctionArn`,
      to,
      needs: "at-activation",
    })),
    { path: "configuration.QueueConfigurations[0].QueueArn", to: QUEUE.QueueArn, needs: "at-activation" },
  ]);
  expect(s3Notifications.names(document, { target: EUROPE })).toEqual({});
});
