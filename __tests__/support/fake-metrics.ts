import type * as C from "@aws-sdk/client-cloudwatch";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

export interface Told {
  /** Such as `AWS/Lambda IteratorAge orders`: namespace, metric and its one dimension's value. */
  readonly metric: string;
  /** ISO 8601, a minute's beginning. */
  readonly at: string;
  readonly value: number;
}

/** CloudWatch's metrics of one account and region in memory, by the minute, the newest first as AWS gives them. */
export class FakeMetrics extends FakeService<C.CloudWatchClient> {
  readonly service = "cloudwatch";
  told: readonly Told[] = [];

  GetMetricData({ MetricDataQueries = [], StartTime, EndTime, NextToken }: C.GetMetricDataInput) {
    const [query, ...more] = MetricDataQueries;
    const { Metric, Period } = query?.MetricStat ?? {};
    if (more.length > 0 || Period !== 60 || StartTime === undefined || EndTime === undefined)
      throw awsError("ValidationError", 400, "the fake answers one metric by the minute");
    const asked = `${Metric?.Namespace} ${Metric?.MetricName} ${Metric?.Dimensions?.[0]?.Value}`;
    const found = this.told
      .filter(({ metric }) => metric === asked)
      .map(({ at, value }) => ({ at: new Date(at), value }))
      // CloudWatch takes a period whole in which the start lies.
      .filter(({ at }) => at.getTime() > StartTime.getTime() - 60_000 && at < EndTime)
      .sort((one, other) => other.at.getTime() - one.at.getTime());
    const page = this.paged("Found", found, NextToken, { token: "NextToken" });
    const values = page.Found as typeof found;
    return {
      ...(page.NextToken !== undefined && { NextToken: page.NextToken }),
      MetricDataResults: [
        { Id: query?.Id, Timestamps: values.map(({ at }) => at), Values: values.map(({ value }) => value) },
      ],
    };
  }
}
