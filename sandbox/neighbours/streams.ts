import * as K from "@aws-sdk/client-kinesis";
import { type Neighbour, THEIRS, theirs } from "./place.ts";

const SECONDS = { maxWaitTime: 30, minDelay: 1, maxDelay: 1 };

/** A stream that one reads by enhanced fan-out. */
export const theirStreams: Neighbour = {
  make: async (at) => {
    const client = at.client(K.KinesisClient);
    const Tags = { owner: "they" };
    await client.send(new K.CreateStreamCommand({ StreamName: THEIRS, ShardCount: 2, Tags }));
    await K.waitUntilStreamExists({ client, ...SECONDS }, { StreamName: THEIRS });
    const reader = { StreamARN: theirs(at, "kinesis", `stream/${THEIRS}`), ConsumerName: THEIRS };
    await client.send(new K.RegisterStreamConsumerCommand(reader));
    for (let tries = 0; tries < SECONDS.maxWaitTime; tries++) {
      const { ConsumerDescription } = await client.send(new K.DescribeStreamConsumerCommand(reader));
      if (ConsumerDescription?.ConsumerStatus === "ACTIVE") return;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  },
  describe: async (at) => {
    const client = at.client(K.KinesisClient);
    const StreamARN = theirs(at, "kinesis", `stream/${THEIRS}`);
    return {
      stream: [
        await client.send(new K.DescribeStreamSummaryCommand({ StreamARN })),
        await client.send(new K.ListShardsCommand({ StreamARN })),
        await client.send(new K.ListStreamConsumersCommand({ StreamARN })),
        await client.send(new K.GetResourcePolicyCommand({ ResourceARN: StreamARN })),
        await client.send(new K.ListTagsForResourceCommand({ ResourceARN: StreamARN })),
      ],
    };
  },
};
