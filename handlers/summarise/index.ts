import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { S3Client } from "@aws-sdk/client-s3";
import { METRICS, type RunSummary, type SummariseEvent } from "../../modules/contract/events.ts";
import { noting } from "../../modules/store/noting.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { jsonLog } from "../shared/log.ts";
import { patient } from "../shared/patient.ts";
import { roleCredentials } from "../shared/role-credentials.ts";
import { siteClients } from "../shared/site-clients.ts";
import { told } from "../shared/told.ts";
import { summarise } from "./summarise.ts";

const here = process.env.AWS_REGION ?? "";
const s3 = noting(new S3Client(patient), "s3", here);
const cloudwatch = noting(new CloudWatchClient(patient), "cloudwatch", here);

const stores = siteClients((role, region) => {
  const credentials = roleCredentials(role, region, "zonekeep-summarise");
  return noting(new S3Client({ ...patient, region, ...credentials }), "s3", region);
});

export const handler = told((event: SummariseEvent): Promise<RunSummary> => {
  const { store: location, lock } = event.request;
  return summarise(
    {
      store: new S3Store({ client: stores.for(location), location, lock }),
      work: new S3WorkArea(s3, event.request),
      count: async (site, counts) => {
        const Dimensions = [{ Name: METRICS.dimension, Value: site }];
        const MetricData = [
          { MetricName: METRICS.protected, Value: counts.protected, Unit: "Count" as const, Dimensions },
          { MetricName: METRICS.failed, Value: counts.failed, Unit: "Count" as const, Dimensions },
        ];
        await cloudwatch.send(new PutMetricDataCommand({ Namespace: METRICS.namespace, MetricData }));
      },
      log: jsonLog(console.log),
      now: () => new Date(),
    },
    event,
  );
});
