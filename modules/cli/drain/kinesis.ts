import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { parseArn } from "../../core/arn.ts";
import type { FilledQueue } from "../../drain/ports.ts";
import type { RecordStream } from "../../drain/stream.ts";
import { loadProtector } from "../../protectors/load.ts";
import type { ClientOf } from "../../protectors/protector.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

/** What PutRecords takes. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MOST = 500;
/** Bytes that a shard takes in a second: more would be refused, were they all for one. */
const LARGEST = 1024 * 1024;

/** A stream of this account and region, by its name. @throws CommandError where there is none */
export async function findStream(
  client: ClientOf,
  name: string,
  region: string,
): Promise<RecordStream & FilledQueue> {
  const kinesis = client(KinesisClient);
  const stream = await (await loadProtector("kinesis-stream")).records?.({ client }, name);
  if (stream === undefined) throw noStream(name, region);
  const { arn, isSpread } = stream;
  return {
    ...stream,
    fifo: !isSpread,
    most: MOST,
    largest: LARGEST,
    refuses: (from, ungrouped) => {
      if (parseArn(from).service !== "kinesis") return `${arn} is a stream, and ${from} is not`;
      if (isSpread || ungrouped === 0) return undefined;
      return `${arn} takes no record without a partition key, and ${ungrouped} ${ungrouped === 1 ? "has" : "have"} none (aws kinesis update-stream-record-distribution-strategy sets AUTO, which takes them)`;
    },
    send: async (messages) => {
      const { Records = [] } = await kinesis.send(
        new PutRecordsCommand({
          StreamARN: arn,
          Records: messages.map(({ body, group, hashKey }) => ({
            Data: Buffer.from(body, "base64"),
            // Kept as an empty text by earlier versions where there was none.
            ...(group && { PartitionKey: group }),
            ...(hashKey !== undefined && { ExplicitHashKey: hashKey }),
          })),
        }),
      );
      return Records.flatMap(({ ErrorCode, ErrorMessage = "" }, at) =>
        ErrorCode === undefined
          ? []
          : [{ at, id: messages[at]?.id ?? "", why: [ErrorCode, ErrorMessage].filter(Boolean).join(": ") }],
      );
    },
  };
}

function noStream(name: string, region: string): CommandError {
  return new CommandError(
    `there is no stream ${name} in ${region}`,
    EXIT.bad,
    `aws kinesis list-streams --region ${region} shows those that are there`,
  );
}
