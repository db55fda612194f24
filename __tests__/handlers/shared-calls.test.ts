import { expect, test } from "vitest";
import { discover } from "../../handlers/discover/discover.ts";
import type { BackupRequest, CaptureItem } from "../../modules/contract/events.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import { FakeRegion } from "../support/fake-region.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { witness } from "../support/run-witness.ts";
import { ANY, request } from "../support/sample-request.ts";
import { functionArn, seedFunction } from "../support/seed-function.ts";

const LISTS = /^(List|GetResources|GetBucketNotificationConfiguration)/;

function region(): FakeRegion {
  const home = new FakeRegion({ account: request.store.account });
  for (const name of ["orders", "media", "other"]) {
    seedFunction(home.lambda, name).tags = { service: name };
    for (const service of ["mq", "kinesis"])
      home.lambda.mappings.set(`${name}-${service}`, {
        UUID: `${name}-${service}`,
        FunctionArn: functionArn(name),
        EventSourceArn: `arn:aws:${service}:us-east-1:${request.store.account}:${name}`,
      });
    home.buckets.add(name, {
      LambdaFunctionConfigurations: [
        { LambdaFunctionArn: functionArn(name), Events: ["s3:ObjectCreated:*"] },
      ],
    });
  }
  return home;
}

/** Names of the list calls that a run made, with what it took. */
async function run(home: FakeRegion, work: MemoryWork, change: Partial<BackupRequest>) {
  const before = home.wire.calls.length;
  const { items } = await discover(
    {
      ...witness,
      aws: home.ports(),
      protector: loadProtector,
      begun: async () => undefined,
      begunElsewhere: async () => undefined,
      copyRules: async () => [],
      work,
      log: () => undefined,
    },
    {
      request: { ...request, copies: [], select: ANY, minutesIntoWindow: 3, ...change },
      execution: { id: change.policy ?? "", startedAt: "2026-11-23T21:08:00.000Z" },
    },
  );
  const calls = home.wire.calls.slice(before).map(({ name }) => name);
  return {
    items: (await work.get(items.key)) as CaptureItem[],
    lists: calls.filter((call) => LISTS.test(call)),
  };
}

const tagged = (service: string) => ({ select: { ...ANY, tags: { service: [service, "other"] } } });

test("two policies of one window make each list call of a region once, and take what they would alone", async () => {
  const orders = { policy: "orders", ...tagged("orders") };
  const media: Partial<BackupRequest> = {
    policy: "media",
    ...tagged("media"),
    protect: { code: "published", triggers: ["mq", "s3"] },
  };
  const [home, work] = [region(), new MemoryWork()];
  const first = await run(home, work, orders);
  expect(first.lists).toEqual(
    expect.arrayContaining(["ListFunctions", "ListEventSourceMappings", "GetResources"]),
  );
  const second = await run(home, work, media);
  expect(second.lists).toEqual([]);

  const alone = await run(region(), new MemoryWork(), media);
  expect(second.items).toEqual(alone.items);
  expect(second.items.find(({ id, kind }) => kind === "lambda" && id === "media")?.hints).toEqual({
    mappings: ["media-mq"],
  });
  expect((await run(region(), new MemoryWork(), orders)).items).toEqual(first.items);
});

test("what a policy does not keep is not listed for it, and is by the run that comes after it", async () => {
  const [home, work] = [region(), new MemoryWork()];
  const url = await run(home, work, { policy: "url", protect: { code: "latest", triggers: ["url"] } });
  expect(new Set(url.lists)).toEqual(new Set(["ListFunctions"]));
  const all = await run(home, work, { policy: "all" });
  expect(all.lists).toContain("ListEventSourceMappings");
  expect(all.lists).not.toContain("ListFunctions");
});
