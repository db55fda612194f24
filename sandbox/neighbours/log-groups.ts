import * as L from "@aws-sdk/client-cloudwatch-logs";
import { type Neighbour, THEIRS, theirFunction, theirs } from "./place.ts";

const logGroupName = `/${THEIRS}/orders`;
const of = { logGroupName };

/** A log group with a retention, a filter that calls their function, and one that counts. */
export const theirLogGroups: Neighbour = {
  make: async (at) => {
    const logs = at.client(L.CloudWatchLogsClient);
    await logs.send(new L.CreateLogGroupCommand({ ...of, tags: { owner: "they" } }));
    await logs.send(new L.PutRetentionPolicyCommand({ ...of, retentionInDays: 30 }));
    await logs.send(
      new L.PutSubscriptionFilterCommand({
        ...{ ...of, filterName: THEIRS, filterPattern: "ERROR" },
        destinationArn: theirFunction(at),
      }),
    );
    await logs.send(
      new L.PutMetricFilterCommand({
        ...{ ...of, filterName: THEIRS, filterPattern: "ERROR" },
        metricTransformations: [{ metricName: "Theirs", metricNamespace: "Theirs", metricValue: "1" }],
      }),
    );
  },
  describe: async (at) => {
    const logs = at.client(L.CloudWatchLogsClient);
    const resourceArn = theirs(at, "logs", `log-group:${logGroupName}`);
    return {
      "log group": [
        await logs.send(new L.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName })),
        await logs.send(new L.ListTagsForResourceCommand({ resourceArn })),
      ],
      "log filters": [
        await logs.send(new L.DescribeSubscriptionFiltersCommand(of)),
        await logs.send(new L.DescribeMetricFiltersCommand(of)),
      ],
    };
  },
};
