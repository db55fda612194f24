import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { BOUNDS_VARIABLE } from "../../modules/contract/bounds.ts";
import { METRICS, type RunSummary, type SummariseEvent } from "../../modules/contract/events.ts";
import { SIGNING_VARIABLES } from "../../modules/contract/signing.ts";
import { openSecret } from "../../modules/store/kms-secret.ts";
import { KmsSigner } from "../../modules/store/kms-signer.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { ownClients, storeClients } from "../shared/clients.ts";
import { type Invocation, requireOwnPlaces } from "../shared/own-places.ts";
import { ownSigner } from "../shared/own-signer.ts";
import { requireOwnTime } from "../shared/own-time.ts";
import { jsonLog, told } from "../shared/reporting.ts";
import { runSecrets } from "../shared/run-secrets.ts";
import { summarise } from "./summarise.ts";

const client = ownClients(process.env.AWS_REGION ?? "");
const secretOf = runSecrets((...asked) => openSecret(client(KMSClient), ...asked));
const stores = storeClients("zonekeep-summarise");

export const handler = told(async (event: SummariseEvent, invocation: Invocation): Promise<RunSummary> => {
  requireOwnPlaces(event.request, invocation, process.env[BOUNDS_VARIABLE]);
  requireOwnTime(event.run.startedAt, Date.now());
  const { store: location, lock } = event.request;
  const own = ownSigner(invocation, process.env[SIGNING_VARIABLES.generation]);
  return summarise(
    {
      store: new S3Store({ client: stores(location)(location.region)(S3Client), location, lock }),
      work: new S3WorkArea(client(S3Client), event.request),
      count: async (site, counts) => {
        const Dimensions = [{ Name: METRICS.dimension, Value: site }];
        const MetricData = [
          { MetricName: METRICS.protected, Value: counts.protected, Unit: "Count" as const, Dimensions },
          { MetricName: METRICS.failed, Value: counts.failed, Unit: "Count" as const, Dimensions },
        ];
        await client(CloudWatchClient).send(
          new PutMetricDataCommand({ Namespace: METRICS.namespace, MetricData }),
        );
      },
      secretOf,
      signer: (key) => (key === own ? new KmsSigner(client(KMSClient), key) : undefined),
      log: jsonLog(console.log),
      now: () => new Date(),
    },
    event,
  );
});
