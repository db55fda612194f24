import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient, type Dimension, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { BOUNDS_VARIABLE } from "../../modules/contract/bounds.ts";
import { type DiscoverEvent, type Discovered, METRICS } from "../../modules/contract/events.ts";
import { parseArn } from "../../modules/core/arn.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import { runContext } from "../../modules/runs/run-secret.ts";
import { makeSecret, openSecret } from "../../modules/store/kms-secret.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { otherClients, ownClients } from "../shared/clients.ts";
import { type Invocation, isAsked, requireOwnPlaces } from "../shared/own-places.ts";
import { requireOwnTime } from "../shared/own-time.ts";
import { jsonLog, told } from "../shared/reporting.ts";
import { copyRulesOf } from "./copy-rules.ts";
import { discover } from "./discover.ts";

const client = ownClients(process.env.AWS_REGION ?? "");

export const handler = told(async (event: DiscoverEvent, invocation: Invocation): Promise<Discovered> => {
  requireOwnPlaces(event.request, invocation, process.env[BOUNDS_VARIABLE], event.marks);
  requireOwnTime(event.execution.startedAt, Date.now());
  const { account, region, key, bucket } = event.request.store;
  return discover(
    {
      aws: { account, region, partition: parseArn(key).partition, client, sleep },
      protector: loadProtector,
      asked: (request) => isAsked(request, invocation, process.env[BOUNDS_VARIABLE], event.marks),
      begun: (site, policy) =>
        tell(client(CloudWatchClient), [
          { Name: METRICS.dimension, Value: site },
          { Name: METRICS.policyDimension, Value: policy },
        ]),
      begunElsewhere: (watchedBy, watched) =>
        tell(otherClients(watchedBy)(CloudWatchClient), [{ Name: METRICS.watchedDimension, Value: watched }]),
      copyRules: () => copyRulesOf(client(S3Client), bucket),
      secretFor: (request, run) => makeSecret(client(KMSClient), request.work.key, runContext(request, run)),
      listSecret: {
        make: (request, context) => makeSecret(client(KMSClient), request.work.key, context),
        open: (request, context, secret) => openSecret(client(KMSClient), request.work.key, secret, context),
      },
      now: Date.now,
      work: new S3WorkArea(client(S3Client), event.request),
      log: jsonLog(console.log),
    },
    event,
  );
});

async function tell(cloudwatch: CloudWatchClient, Dimensions: Dimension[]): Promise<void> {
  const MetricData = [{ MetricName: METRICS.begun, Value: 1, Unit: "Count" as const, Dimensions }];
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: METRICS.namespace, MetricData }));
}
