import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import type { CaptureEvent, CaptureOutcome } from "../../modules/contract/events.ts";
import { lambdaCapture } from "../../modules/protectors/lambda/protector.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { download } from "../../modules/store/download.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";
import { KmsKeys } from "../../modules/store/kms-keys.ts";
import { noting } from "../../modules/store/noting.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { jsonLog } from "../shared/log.ts";
import { brief, patient } from "../shared/patient.ts";
import { roleCredentials } from "../shared/role-credentials.ts";
import { siteClients } from "../shared/site-clients.ts";
import { capture } from "./capture.ts";

const lambda = new LambdaClient(patient);
const s3 = new S3Client(patient);
const work = noting(new S3Client(patient), "s3", process.env.AWS_REGION ?? "");

const stores = siteClients((role, region) => {
  const credentials = roleCredentials(role, region, "zonekeep-capture");
  const kms = new Map<string, KMSClient>();
  return {
    s3: noting(new S3Client({ ...patient, region, ...credentials }), "s3", region),
    kmsFor: (where: string): KMSClient => {
      const pace = where === region ? patient : brief;
      const client = kms.get(where) ?? new KMSClient({ ...pace, region: where, ...credentials });
      kms.set(where, client);
      return client;
    },
  };
});

export const handler = async (event: CaptureEvent): Promise<CaptureOutcome> => {
  const { store: location, lock } = event.request;
  const { account, region, prefix } = location;
  const clients = stores.for(location);
  const store = new S3Store({ client: clients.s3, location, lock });
  const spool = await FileSpool.in(tmpdir());
  try {
    const known = knownBlob(store, prefix);
    return await capture(
      {
        protector: lambdaCapture({ account, region, lambda, s3, download, spool, known, pause }),
        store,
        keys: new KmsKeys(clients.kmsFor),
        random: randomBytes,
        work: new S3WorkArea(work, event.request),
        log: jsonLog(console.log),
        now: () => new Date(),
      },
      event,
    );
  } finally {
    await spool.clear();
  }
};
