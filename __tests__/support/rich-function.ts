import type { CaptureItem } from "../../modules/contract/events.ts";
import { FakeSource, functionArn, version } from "./fake-source.ts";

export const SECRET = "canary-env-91b2";
export const LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:base:4";
const arn = functionArn("orders");

export const item: CaptureItem = {
  kind: "lambda",
  name: "orders",
  arn,
  mappings: ["m1"],
  buckets: ["photos"],
};

const statement = (Sid: string): string =>
  JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: [{ Sid, Effect: "Allow" }] });

/** A function with one of everything that a capture reads. */
export function richFunction(): FakeSource {
  const source = new FakeSource();
  const orders = source.add("orders", {
    Environment: { Variables: { API_KEY: SECRET, A: "1" } },
    Layers: [{ Arn: LAYER, CodeSize: 3 }],
  });
  source.publish("orders", 9);
  orders.aliases = [
    { Name: "live", FunctionVersion: "2", RoutingConfig: { AdditionalVersionWeights: { "3": 0.25 } } },
  ];
  orders.policies = { "": statement("function"), live: statement("live"), "8": statement("eight") };
  orders.urls = [
    { FunctionArn: `${arn}:live`, FunctionUrl: "https://x", AuthType: "NONE", Cors: { AllowOrigins: ["*"] } },
  ];
  orders.asyncConfigs = [
    { FunctionArn: `${arn}:$LATEST`, MaximumRetryAttempts: 0, LastModified: new Date(0) },
  ];
  orders.concurrency = 0;
  orders.tags = { team: "shop" };
  source.layers.set(LAYER, version("layer"));
  source.mappings.set("m1", {
    UUID: "m1",
    FunctionArn: `${arn}:1`,
    State: "Enabled",
    EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:orders",
    FilterCriteria: { Filters: [{ Pattern: '{"body":[1]}' }] },
    LastModified: new Date(0),
  });
  source.buckets.set("photos", {
    region: "us-east-1",
    entries: [
      { Id: "mine", LambdaFunctionArn: `${arn}:live`, Events: ["s3:ObjectCreated:*"] },
      { Id: "foreign", LambdaFunctionArn: functionArn("orders-2"), Events: ["s3:ObjectCreated:*"] },
    ],
  });
  return source;
}
