import { expect, test } from "vitest";
import { pipe } from "../../../modules/protectors/pipe/protector.ts";
import { AWAY, captured, FUNCTION, HOME, here, made, QUEUE, ROLE } from "./place.ts";

const there = (arn: string): string => arn.replace(HOME.region, AWAY.region);
const MAP = { [QUEUE]: there(QUEUE), [FUNCTION]: there(FUNCTION) };
const sealed = (secrets: unknown) => (secrets as { sealed: Record<string, unknown> } | undefined)?.sealed;

/** What a pipe becomes elsewhere. */
async function elsewhere(parts: Parameters<typeof made>[0], map: Readonly<Record<string, string>> = MAP) {
  const { document, secrets } = await captured(await made(parts));
  const asked = { target: AWAY, map };
  return pipe.translate(document, secrets, asked);
}

test("what a filter looks for is replaced where it stands: the region of records, and ARNs that the map knows", async () => {
  const Pattern = `{ "awsRegion": ["us-east-1", {"prefix": "us-east-1"}], "eventSourceARN": ["${QUEUE}"], "n": [{"numeric": [">", 4.0]}], "body": {"region": ["us-east-1"]} }`;
  const { secrets, missing, warnings } = await elsewhere({
    SourceParameters: { FilterCriteria: { Filters: [{ Pattern }] } },
  });
  expect(missing).toEqual([]);
  expect(sealed(secrets)).toEqual({
    "settings.SourceParameters.FilterCriteria.Filters[0].Pattern": `{ "awsRegion": ["eu-west-1", {"prefix": "eu-west-1"}], "eventSourceARN": ["${there(QUEUE)}"], "n": [{"numeric": [">", 4.0]}], "body": {"region": ["us-east-1"]} }`,
  });
  expect(warnings).toEqual([
    "a filter of pipe orders still names something of us-east-1 or its account; if that is lost too, map the value it has",
  ]);
});

test.each([
  ['[{"prefix":"us-"}]', true],
  ['[{"prefix":{"equals-ignore-case":"US-"}}]', true],
  ['[{"suffix":"east-1"}]', true],
  ['[{"wildcard":"us-*-1"}]', true],
  ['[{"wildcard":"us-east-1*"}]', true],
  ['[{"anything-but":"eu-west-1"}]', true],
  ['[{"anything-but":{"prefix":["ap-","eu-"]}}]', true],
  ['[{"prefix":"us-"},{"prefix":"eu-"}]', false],
  ['[{"wildcard":"*-1"}]', false],
  ['[{"suffix":"-1"}]', false],
  ['[{"anything-but":["us-west-2"]}]', false],
  ['[{"prefix":"ap-"}]', false],
  ['[{"exists":true}]', false],
  ['["us-east-1"]', false],
])("a filter by regions that takes none of the new one is told: %s", async (regions, isTold) => {
  const Filters = [{ Pattern: `{"$or":[{"awsRegion":${regions}},{"body":{"n":[1]}}]}` }];
  const { warnings } = await elsewhere({ SourceParameters: { FilterCriteria: { Filters } } });
  const told =
    "a filter of pipe orders takes records of us-east-1 and none of eu-west-1 by its awsRegion: change it before arm, or no record goes through";
  expect(warnings.includes(told)).toBe(isTold);
});

test("so is what templates and parameters tell others, and nothing of that is in the document", async () => {
  const { document, secrets, warnings } = await elsewhere({
    Enrichment: FUNCTION,
    EnrichmentParameters: { InputTemplate: `{"queue":"${QUEUE}","body":<$.body>}` },
    TargetParameters: {
      InputTemplate: `{"token":"canary-1","fn":"${FUNCTION}","all":<aws.pipes.event.json>}`,
    },
  });
  expect(sealed(secrets)).toEqual({
    "settings.EnrichmentParameters.InputTemplate": `{"queue":"${there(QUEUE)}","body":<$.body>}`,
    "settings.TargetParameters.InputTemplate": `{"token":"canary-1","fn":"${there(FUNCTION)}","all":<aws.pipes.event.json>}`,
  });
  expect(document.settings).toMatchObject({
    Source: there(QUEUE),
    Enrichment: there(FUNCTION),
    Target: there(FUNCTION),
    EnrichmentParameters: {},
    TargetParameters: {},
  });
  expect(warnings).toEqual([]);
});

test("what has no counterpart is named once by each place, wherever it stands", async () => {
  const Source = here("kinesis", "stream/clicks");
  const { missing } = await elsewhere(
    {
      Source,
      SourceParameters: {
        KinesisStreamParameters: {
          StartingPosition: "LATEST",
          DeadLetterConfig: { Arn: here("sqs", "dead") },
        },
      },
      Target: here("ecs", "cluster/orders"),
      TargetParameters: {
        EcsTaskParameters: {
          TaskDefinitionArn: here("ecs", "task-definition/orders:3"),
          NetworkConfiguration: {
            awsvpcConfiguration: { Subnets: ["subnet-1", "$.subnet"], SecurityGroups: ["sg-1"] },
          },
        },
      },
      KmsKeyIdentifier: "0b1e5f6a-aaaa-bbbb-cccc-000000000001",
      LogConfiguration: {
        Level: "INFO",
        S3LogDestination: { BucketName: "logs", BucketOwner: HOME.account },
      },
    },
    {},
  );
  expect(missing.map(({ path }) => path)).toEqual([
    "settings.KmsKeyIdentifier",
    "settings.LogConfiguration.S3LogDestination.BucketName",
    "settings.Source",
    "settings.SourceParameters.KinesisStreamParameters.DeadLetterConfig.Arn",
    "settings.Target",
    "settings.TargetParameters.EcsTaskParameters.NetworkConfiguration.awsvpcConfiguration.SecurityGroups[0]",
    "settings.TargetParameters.EcsTaskParameters.NetworkConfiguration.awsvpcConfiguration.Subnets[0]",
    "settings.TargetParameters.EcsTaskParameters.TaskDefinitionArn",
  ]);
});

test("a bucket that it logs to is another one elsewhere, of whoever owns it there", async () => {
  const { document, secrets } = await captured(
    await made({
      LogConfiguration: {
        Level: "INFO",
        S3LogDestination: { BucketName: "logs", BucketOwner: HOME.account },
      },
    }),
  );
  const target = { ...AWAY, account: "444455556666" };
  const map = {
    ...MAP,
    "arn:aws:s3:::logs": "arn:aws:s3:::logs-eu",
    [ROLE]: "arn:aws:iam::444455556666:role/caller",
  };
  const translated = pipe.translate(document, secrets, { target, map });
  expect(translated.missing).toEqual([]);
  expect(translated.document.settings.LogConfiguration).toEqual({
    Level: "INFO",
    S3LogDestination: { BucketName: "logs-eu", BucketOwner: "444455556666" },
  });
});

test("what serves what a person leaves out stays away with it", async () => {
  const { document, secrets } = await captured(await made());
  for (const [away, what] of [
    [FUNCTION, "lambda/orders"],
    [QUEUE, "sqs-queue/orders"],
  ]) {
    const translated = pipe.translate(document, secrets, {
      target: AWAY,
      map: { ...(away === QUEUE ? { [FUNCTION]: there(FUNCTION) } : { [QUEUE]: there(QUEUE) }) },
      away: (arn) => (arn === away ? what : undefined),
    });
    expect(translated.away).toEqual([{ what: "pipe orders", with: what, whole: true }]);
  }
});

test("each thing that it reads and calls has to be there first; what a task names, when it is called", async () => {
  const { document } = await captured(
    await made({
      Enrichment: FUNCTION,
      Target: here("ecs", "cluster/orders"),
      TargetParameters: { EcsTaskParameters: { TaskDefinitionArn: here("ecs", "task-definition/orders:3") } },
    }),
  );
  expect(pipe.references(document).map(({ path, needs }) => `${needs} ${path}`)).toEqual([
    "before settings.Source",
    "before settings.Enrichment",
    "before settings.Target",
    "at-activation settings.TargetParameters.EcsTaskParameters.TaskDefinitionArn",
    "before settings.RoleArn",
  ]);
});

test("it is compared as AWS shows it: defaults, a level OFF and where it started make no difference that nobody sees", async () => {
  const bare = await captured(await made());
  const told = await captured(
    await made({
      SourceParameters: { SqsQueueParameters: { BatchSize: 10 } },
      TargetParameters: { LambdaFunctionParameters: { InvocationType: "REQUEST_RESPONSE" } },
      LogConfiguration: { Level: "OFF" },
    }),
  );
  expect(pipe.differences(bare.document, told.document, {}, { armed: true })).toEqual([]);
  const other = await captured(
    await made({ DesiredState: "STOPPED", SourceParameters: { SqsQueueParameters: { BatchSize: 3 } } }),
  );
  expect(pipe.differences(bare.document, other.document, {}, { armed: true })).toEqual([
    { path: "running", was: true, is: false },
    { path: "settings.SourceParameters.SqsQueueParameters.BatchSize", was: 10, is: 3 },
  ]);
});
