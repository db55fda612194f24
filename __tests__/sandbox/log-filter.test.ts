import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import * as L from "@aws-sdk/client-cloudwatch-logs";
import { AddPermissionCommand, DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, eventually, fresh, HOME, makeFunction, required } from "./extension/clients.ts";
import { arnOf, SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";

const MASKED = JSON.stringify({
  Name: "masked",
  Version: "2021-06-01",
  Statement: [
    {
      Sid: "mask",
      DataIdentifier: ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
      Operation: { Deidentify: { MaskConfig: {} } },
    },
  ],
});

const here = besideNeighbours();

const logsIn = (region: string): L.CloudWatchLogsClient =>
  here.application.ports(region).client(L.CloudWatchLogsClient);
const groupArn = (name: string, region = HOME): string =>
  `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`;

interface Scene {
  readonly group: string;
  readonly name: string;
  readonly other: string;
}

/** A group whose events a function is told of by a filter, and another's function too. */
async function scene(): Promise<Scene> {
  const logs = logsIn(HOME);
  const group = `/shop/${fresh("orders")}`;
  const of = { logGroupName: group };
  const [name, other] = [
    await makeFunction(here.aws, SAYS_WHAT_IT_GOT),
    await makeFunction(here.aws, SAYS_WHAT_IT_GOT),
  ];
  for (const FunctionName of [name, other])
    await here.aws.lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "logs",
        Action: "lambda:InvokeFunction",
        Principal: `logs.${HOME}.amazonaws.com`,
        SourceArn: `${groupArn(group)}:*`,
        SourceAccount: ACCOUNT,
      }),
    );
  await logs.send(new L.CreateLogGroupCommand({ ...of, tags: { team: "shop" } }));
  await logs.send(new L.PutRetentionPolicyCommand({ ...of, retentionInDays: 14 }));
  await logs.send(
    new L.PutDataProtectionPolicyCommand({ logGroupIdentifier: group, policyDocument: MASKED }),
  );
  await logs.send(
    new L.PutMetricFilterCommand({
      ...of,
      filterName: "errors",
      filterPattern: "ERROR",
      metricTransformations: [{ metricName: "Errors", metricNamespace: "Shop", metricValue: "1" }],
    }),
  );
  await put(group, "to-intake", arnOf(name));
  await put(group, "zz-theirs", arnOf(other));
  return { group, name, other };
}

async function put(logGroupName: string, filterName: string, destinationArn: string): Promise<void> {
  await logsIn(HOME).send(
    new L.PutSubscriptionFilterCommand({
      ...{ logGroupName, filterName, destinationArn, filterPattern: "ERROR" },
      distribution: "Random",
    }),
  );
}

/** An event of the group. */
async function say(logGroupName: string, message: string, region = HOME): Promise<void> {
  const at = { logGroupName, logStreamName: fresh("stream") };
  await logsIn(region).send(new L.CreateLogStreamCommand(at));
  await logsIn(region).send(
    new L.PutLogEventsCommand({ ...at, logEvents: [{ timestamp: Date.now(), message }] }),
  );
}

/** Messages that a function was invoked with. */
async function heard(name: string, region = HOME): Promise<string[]> {
  const lines = await logLines(here.sandbox.endpoint, `/aws/lambda/${name}`, region);
  return lines
    .filter((line) => line.startsWith("got "))
    .flatMap((line) => {
      const { awslogs } = JSON.parse(line.slice(4)) as { awslogs: { data: string } };
      const told = JSON.parse(String(gunzipSync(Buffer.from(awslogs.data, "base64"))));
      return (told.logEvents as { message: string }[]).map(({ message }) => message);
    });
}

const hears = (name: string, region = HOME): Promise<string[]> =>
  eventually(here.aws, async () => {
    const found = await heard(name, region);
    return found.length === 0 ? undefined : found;
  });

/** All of a group as Logs describes it, but filters of these names. */
async function described(logGroupName: string, ...but: string[]) {
  const logs = logsIn(HOME);
  const { logGroups = [] } = await logs.send(
    new L.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
  );
  const { metricFilters } = await logs.send(new L.DescribeMetricFiltersCommand({ logGroupName }));
  const { subscriptionFilters = [] } = await logs.send(
    new L.DescribeSubscriptionFiltersCommand({ logGroupName }),
  );
  const { tags } = await logs.send(new L.ListTagsForResourceCommand({ resourceArn: groupArn(logGroupName) }));
  const { policyDocument } = await logs.send(
    new L.GetDataProtectionPolicyCommand({ logGroupIdentifier: logGroupName }),
  );
  const filters = subscriptionFilters.filter(({ filterName = "" }) => !but.includes(filterName));
  return {
    groups: logGroups.map(({ storedBytes: _, ...group }) => group),
    metricFilters,
    filters,
    tags,
    policyDocument,
  };
}

/** What does not depend on when it was made. */
function lasting({
  groups,
  metricFilters = [],
  filters,
  tags,
  policyDocument,
}: Awaited<ReturnType<typeof described>>) {
  const plain = <One extends { creationTime?: number }>(all: One[]) =>
    all.map(({ creationTime: _, ...one }) => one);
  return {
    groups: plain(groups as { creationTime?: number }[]),
    metricFilters: plain(metricFilters as { creationTime?: number }[]),
    filters: plain(filters as { creationTime?: number }[]),
    tags,
    policyDocument,
  };
}

async function backup({ name, group }: Scene) {
  const kept = await here.application.backup(HOME, name, (text) => {
    throw new Error(text);
  });
  expect(kept.map(({ item }) => `${item.kind}/${item.id}`)).toEqual([
    `lambda/${name}`,
    `log-filter/${group}`,
  ]);
  expect(kept[0]?.item.related).toEqual([
    { kind: "log-filter", id: group, arn: groupArn(group), calls: [arnOf(name)] },
  ]);
  return kept;
}

const filtersOf = (done: readonly string[]): string[] =>
  done.filter((one) => /subscription filter/.test(one));

test("a group and a function that were deleted come back, and an event of the group invokes the function after arm and not before", async () => {
  const made = await scene();
  const { group, name, other } = made;
  const before = await described(group);
  const kept = await backup(made);
  const bucket = fresh("points");
  await here.application.stage(HOME, bucket, kept);
  await logsIn(HOME).send(new L.DeleteLogGroupCommand({ logGroupName: group }));
  await here.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));

  const restored = await here.application.restore(kept, HOME, bucket);
  expect(lasting(await described(group))).toEqual({ ...lasting(before), filters: [] });
  await say(group, "ERROR before");
  await sleep(1_000);
  expect(await heard(name)).toEqual([]);
  expect(await heard(other)).toEqual([]);

  const titles = [
    `put subscription filter to-intake of log group ${group}, which calls ${arnOf(name)}`,
    `put subscription filter zz-theirs of log group ${group}, which calls ${arnOf(other)}`,
  ];
  expect(filtersOf(await here.application.arm(HOME, restored))).toEqual(
    titles.map((one) => `written: ${one}`),
  );
  await say(group, "all is well");
  await say(group, "ERROR after");
  expect(await hears(name)).toEqual(["ERROR after"]);
  expect(await hears(other)).toEqual(["ERROR after"]);
  expect(lasting(await described(group))).toEqual(lasting(before));

  const armed = await described(group);
  expect(filtersOf(await here.application.arm(HOME, restored))).toEqual(titles.map((one) => `kept: ${one}`));
  expect(await described(group)).toEqual(armed);
});

/** Another group, of the same beginning. */
async function beside(): Promise<string> {
  const logGroupName = `/shop/${fresh("others")}`;
  await logsIn(HOME).send(new L.CreateLogGroupCommand({ logGroupName }));
  return logGroupName;
}

test("of a group that lives on, others' filters and metrics stay byte for byte, and so do other groups", async () => {
  const made = await scene();
  const { group, name, other } = made;
  const third = await beside();
  const SourceArn = `${groupArn(third)}:*`;
  await here.aws.lambda.send(
    new AddPermissionCommand({
      ...{ FunctionName: other, StatementId: "third", Action: "lambda:InvokeFunction" },
      ...{ Principal: "logs.amazonaws.com", SourceArn },
    }),
  );
  await put(third, "theirs", arnOf(other));
  const kept = await backup(made);
  const bucket = fresh("points");
  await here.application.stage(HOME, bucket, kept);
  await logsIn(HOME).send(
    new L.DeleteSubscriptionFilterCommand({ logGroupName: group, filterName: "to-intake" }),
  );
  await here.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  await logsIn(HOME).send(
    new L.PutMetricFilterCommand({
      ...{ logGroupName: group, filterName: "theirs", filterPattern: '{ $.shop = "theirs" }' },
      metricTransformations: [
        { metricName: "Theirs", metricNamespace: "Theirs", metricValue: "$.n", defaultValue: 0 },
      ],
    }),
  );
  const [before, beforeThird] = [await described(group), await described(third)];
  expect(before.filters).toHaveLength(1);

  const restored = await here.application.restore(kept, HOME, bucket);
  expect(await described(group)).toEqual(before);
  await say(group, "ERROR before");
  await sleep(1_000);
  expect(await heard(name)).toEqual([]);
  expect(filtersOf(await here.application.arm(HOME, restored))).toEqual([
    `written: put subscription filter to-intake of log group ${group}, which calls ${arnOf(name)}`,
  ]);
  await say(group, "ERROR after");
  expect(await hears(name)).toEqual(["ERROR after"]);
  expect(await described(group, "to-intake")).toEqual(before);
  expect(await described(third)).toEqual(beforeThird);
});

test("elsewhere a group calls what was restored with it, and names nothing of the region that it was in", async () => {
  const made = await scene();
  const { group, name, other } = made;
  const kept = await backup(made);
  const bucket = fresh("points");
  await here.application.stage(AWAY, bucket, kept);
  await logsIn(HOME).send(new L.DeleteLogGroupCommand({ logGroupName: group }));

  const restored = await here.application.restore(kept, AWAY, bucket);
  await say(group, "ERROR before", AWAY);
  await sleep(1_000);
  expect(await heard(name, AWAY)).toEqual([]);
  const moved = arnOf(name).replace(HOME, AWAY);
  expect(filtersOf(await here.application.arm(AWAY, restored))).toEqual([
    `written: put subscription filter to-intake of log group ${group}, which calls ${moved}`,
  ]);
  await say(group, "ERROR after", AWAY);
  expect(await hears(name, AWAY)).toEqual(["ERROR after"]);
  expect(await heard(other)).toEqual([]);
  const found = await here.application.backup(AWAY, name, (text) => {
    throw new Error(text);
  });
  const { captured } = required(found.find(({ item }) => item.kind === "log-filter" && item.id === group));
  expect(JSON.stringify(captured.document)).not.toContain(HOME);
  expect(captured.document.settings).toEqual({ retentionInDays: 14 });
});
