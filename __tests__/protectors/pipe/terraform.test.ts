import { expect, test } from "vitest";
import type { PipeDocument } from "../../../modules/protectors/pipe/document.ts";
import { pipeInTerraform } from "../../../modules/protectors/pipe/terraform.ts";

const ARN = "arn:aws:pipes:eu-west-1:123456789012:pipe/orders";

function pipe(start: object): PipeDocument {
  return {
    kind: "pipe",
    name: "orders",
    arn: ARN,
    account: "123456789012",
    region: "eu-west-1",
    running: true,
    tags: {},
    settings: {
      Source: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders",
      Target: "arn:aws:sqs:eu-west-1:123456789012:orders",
      RoleArn: "arn:aws:iam::123456789012:role/pipe",
      SourceParameters: { KinesisStreamParameters: { BatchSize: 5, ...start } },
    },
  };
}

function said(live?: PipeDocument) {
  const document = pipe({ StartingPosition: "TRIM_HORIZON" });
  const { resources } = pipeInTerraform.form({
    ...{
      document,
      secrets: undefined,
      isThere: live !== undefined,
      ids: {},
      source: ARN,
      now: 0,
      imports: {},
    },
    ...(live !== undefined && { live }),
  });
  return resources[0];
}

test("a pipe that is there keeps its start, as the provider shows times, for another one would make it anew", () => {
  const live = pipe({
    StartingPosition: "AT_TIMESTAMP",
    StartingPositionTimestamp: "2026-11-30T10:00:00.000Z",
  });
  const at = "source_parameters[0].kinesis_stream_parameters[0]";
  expect(said(live)).toMatchObject({
    importId: "orders",
    arguments: {
      source_parameters: {
        kinesis_stream_parameters: {
          batch_size: 5,
          starting_position: "AT_TIMESTAMP",
          starting_position_timestamp: "2026-11-30T10:00:00Z",
        },
      },
    },
    ignoreChanges: [`${at}.starting_position`, `${at}.starting_position_timestamp`],
  });
});

test("a pipe that is gone starts where the point says", () => {
  expect(said()?.arguments).toMatchObject({
    source_parameters: { kinesis_stream_parameters: { starting_position: "TRIM_HORIZON" } },
  });
});
