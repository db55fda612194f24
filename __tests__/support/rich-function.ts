import type { CaptureItem } from "../../modules/contract/events.ts";
import { FakeRegion } from "./fake-region.ts";
import { functionArn, seedFunction, seedLayer, seedVersions } from "./seed-function.ts";

export const SECRET = "canary-env-91b2";
export const LAYER = "arn:aws:lambda:us-east-1:123456789012:layer:base:4";
const arn = functionArn("orders");

export const item: CaptureItem = {
  kind: "lambda",
  id: "orders",
  name: "orders",
  arn,
  related: [{ kind: "s3-notifications", id: "photos", arn: "arn:aws:s3:::photos", calls: [`${arn}:live`] }],
  hints: { mappings: ["m1"] },
};

const allowing = (Sid: string) => [{ Sid, Effect: "Allow" }];

/** A function with one of everything that a capture reads. */
export function richFunction(): FakeRegion {
  const source = new FakeRegion();
  const { lambda } = source;
  const orders = seedFunction(lambda, "orders", {
    Environment: { Variables: { API_KEY: SECRET, A: "1" } },
    Layers: [{ Arn: LAYER, CodeSize: 3 }],
  });
  seedVersions(orders, "orders", 9);
  orders.aliases.set("live", {
    Name: "live",
    FunctionVersion: "2",
    RoutingConfig: { AdditionalVersionWeights: { "3": 0.25 } },
  });
  orders.policies.set("", allowing("function"));
  orders.policies.set("live", allowing("live"));
  orders.policies.set("8", allowing("eight"));
  orders.urls.set("live", {
    FunctionArn: `${arn}:live`,
    FunctionUrl: "https://x",
    AuthType: "NONE",
    Cors: { AllowOrigins: ["*"] },
  });
  orders.asyncConfigs.set("$LATEST", {
    FunctionArn: `${arn}:$LATEST`,
    MaximumRetryAttempts: 0,
    LastModified: new Date(0),
  });
  orders.concurrency = 0;
  orders.tags = { team: "shop" };
  Object.assign(orders.published.get("8")?.config ?? {}, {
    CapacityProviderConfig: {
      LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: "arn:aws:lambda:x" },
    },
  });
  seedLayer(lambda, "base", 4, "layer");
  lambda.mappings.set("m1", {
    UUID: "m1",
    FunctionArn: `${arn}:1`,
    State: "Enabled",
    EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:orders",
    FilterCriteria: { Filters: [{ Pattern: '{"body":[1]}' }] },
    LastModified: new Date(0),
  });
  return source;
}
