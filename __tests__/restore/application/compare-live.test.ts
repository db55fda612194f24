import { expect, test } from "vitest";
import { describeComparison } from "../../../modules/cli/describe/describe-comparison.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { compareLive, type LiveComparison } from "../../../modules/restore/compare-live.ts";
import { NAME, type Region, restorePorts } from "../../support/application.ts";
import { everyKind, keptEveryKind } from "../../support/every-kind.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { ofPolicy, runAt, shop } from "../../support/shop.ts";

async function compared(store: MemoryStore, live: Region): Promise<LiveComparison> {
  const { download, spool } = live.ports();
  const { things, ...selection } = await ofPolicy(store);
  return compareLive(
    { ...restorePorts(live, store), download, spool },
    { things, selection, map: {}, alone: false, replace: false, allowPublic: false },
  );
}
const states = ({ things }: LiveComparison): string[] =>
  things.map((one) => `${thingName(one)} ${one.state}`);

test("what nobody has changed is the same", async () => {
  const home = shop();
  const store = new MemoryStore();
  await runAt(home, store, "2026-11-23T21:08:00.000Z");
  const found = await compared(store, home);
  expect(states(found)).toEqual([
    "lambda/orders same",
    "lambda/orders-audit same",
    "lambda/refunds same",
    "sqs-queue/orders same",
    "sqs-queue/orders-dead same",
    "s3-notifications/orders same",
  ]);
});

test("what differs is told by its path, secrets only by the fact, what is gone by name; nothing is changed", async () => {
  const home = shop();
  const store = new MemoryStore();
  const { run } = await runAt(home, store, "2026-11-23T21:08:00.000Z");
  home.sqs.SetQueueAttributes({ QueueUrl: home.sqs.url(NAME), Attributes: { VisibilityTimeout: "90" } });
  home.lambda.functions.delete("refunds");
  home.lambda.mappings.delete("m2");
  const orders = home.lambda.functions.get(NAME);
  if (orders !== undefined)
    orders.latest = {
      ...orders.latest,
      revision: "another",
      config: { ...orders.latest.config, Environment: { Variables: { TOKEN: "canary-other" } } },
    };
  const before = home.wire.calls.length;
  const found = await compared(store, home);
  expect(states(found).filter((one) => !one.endsWith(" same"))).toEqual([
    "lambda/orders differs",
    "lambda/orders-audit differs",
    "lambda/refunds gone",
    "sqs-queue/orders differs",
  ]);
  const text = describeComparison(found).map((line) =>
    Array.isArray(line) ? line.map((part) => (typeof part === "string" ? part : part.text)).join("") : line,
  );
  expect(text).toContain('  attributes.VisibilityTimeout: "60" -> "90"');
  expect(text).toContain(
    "  secrets (values of environment variables, or what filters of its mappings look for) differ",
  );
  expect(text).toContain(`lambda/refunds, point ${run}: gone`);
  expect(JSON.stringify(found)).not.toContain("canary");
  const made = home.wire.calls.slice(before).map(({ name }) => name);
  expect(made.filter((name) => !/^(Get|List|Describe|Head)/.test(name))).toEqual([]);
});

test("what others have at a topic is no difference", async () => {
  const home = everyKind();
  const { store, things } = await keptEveryKind(home);
  const { sns, lambda } = home;
  sns.Subscribe({
    TopicArn: sns.arn("topic-0"),
    Protocol: "lambda",
    Endpoint: lambda.arn("theirs"),
    Attributes: { FilterPolicy: '{"kind":["theirs"]}' },
  });
  const { download, spool } = home.ports();
  const found = await compareLive(
    { ...restorePorts(home, store), download, spool },
    { things, map: {}, alone: false, replace: false, allowPublic: false },
  );
  expect(states(found).filter((one) => !one.endsWith(" same"))).toEqual([]);
});
