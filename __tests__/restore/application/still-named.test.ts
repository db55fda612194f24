import { expect, test } from "vitest";
import { describeStillNamed } from "../../../modules/cli/describe/describe-restore.ts";
import type { RestorePlan } from "../../../modules/restore/plan.ts";
import { destination, HOME, MAP, NAME, plan } from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { seedFunction, seedLayer } from "../../support/seed-function.ts";
import { runAt, shop } from "../../support/shop.ts";

/** The function has a text of its own, a tag, a variable and a layer that name the region it comes from. */
async function planned(region: string): Promise<RestorePlan> {
  const home = shop();
  seedLayer(home.lambda, "base", 4, "layer");
  const fn = seedFunction(home.lambda, NAME, {
    Description: "orders of us-east-1",
    Layers: [{ Arn: "arn:aws:lambda:us-east-1:123456789012:layer:base:4" }],
    Environment: {
      Variables: {
        TABLES: '{"a":"https://dynamodb.us-east-1.amazonaws.com"}',
        ZONE: "us-east-1a",
        QUEUE: `https://sqs.us-east-1.amazonaws.com/123456789012/${NAME}`,
        OTHER: "us-east-12",
      },
    },
  });
  fn.tags = { home: "us-east-1", env: "prod" };
  const store = new MemoryStore();
  await runAt(home, store, "2026-11-23T21:08:00.000Z");
  return plan(await destination(store, region), store, { map: region === HOME ? {} : MAP });
}

test("what still names the source's region is listed, secrets without what they hold", async () => {
  const { stillNamed } = await planned("eu-west-1");
  const thing = { kind: "lambda", id: NAME };
  expect(stillNamed).toEqual([
    { ...thing, path: "tags.home", value: "us-east-1" },
    { ...thing, path: "versions[0].configuration.Description", value: "orders of us-east-1" },
    { ...thing, path: "secrets.$LATEST.TABLES" },
    { ...thing, path: "secrets.$LATEST.ZONE" },
  ]);
  const lines = describeStillNamed({ stillNamed: [...stillNamed, ...stillNamed.slice(1, 2)] });
  expect(lines.map((line) => (Array.isArray(line) ? line[1] : line))).toEqual([
    '"us-east-1": lambda/orders tags.home',
    '"orders of us-east-1": lambda/orders versions[0].configuration.Description, lambda/orders versions[0].configuration.Description',
    "a secret: lambda/orders secrets.$LATEST.TABLES, lambda/orders secrets.$LATEST.ZONE",
  ]);
});

test("at home nothing is", async () => {
  expect((await planned(HOME)).stillNamed).toEqual([]);
});
