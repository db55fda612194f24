import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { BOUNDS_VARIABLE } from "../../modules/contract/bounds.ts";
import type { CaptureEvent, CaptureGoingOn, CaptureOutcome } from "../../modules/contract/events.ts";
import { SIGNING_VARIABLES } from "../../modules/contract/signing.ts";
import { SOURCE_REVISION_VARIABLE, type SourceRevisionRule } from "../../modules/contract/source-revision.ts";
import { parseArn } from "../../modules/core/arn.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import { earlierPoints } from "../../modules/recovery/earlier-points.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { SeenStore } from "../../modules/recovery/seen-store.ts";
import { download } from "../../modules/store/download.ts";
import { FileSpool } from "../../modules/store/file-spool.ts";
import { KmsWrapping } from "../../modules/store/kms-keys.ts";
import { openSecret, turnSecrets } from "../../modules/store/kms-secret.ts";
import { KmsSigner } from "../../modules/store/kms-signer.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { ownClients, storeClients } from "../shared/clients.ts";
import { type Invocation, requireOwnPlaces } from "../shared/own-places.ts";
import { ownSigner } from "../shared/own-signer.ts";
import { requireOwnTime } from "../shared/own-time.ts";
import { jsonLog } from "../shared/reporting.ts";
import { runSecrets } from "../shared/run-secrets.ts";
import { capture } from "./capture.ts";
import { ownWitness } from "./own-witness.ts";

const client = ownClients(process.env.AWS_REGION ?? "");
const secretOf = runSecrets((...asked) => openSecret(client(KMSClient), ...asked));
const stores = storeClients("zonekeep-capture");

export const handler = async (
  event: CaptureEvent,
  invocation: Invocation,
): Promise<CaptureOutcome | CaptureGoingOn> => {
  requireOwnPlaces(event.request, invocation, process.env[BOUNDS_VARIABLE]);
  requireOwnTime(event.run.startedAt, Date.now());
  const { store: location, lock } = event.request;
  const { account, region, prefix, key } = location;
  const clients = stores(location);
  const signer = ownSigner(invocation, process.env[SIGNING_VARIABLES.generation]);
  const store = new SeenStore(new S3Store({ client: clients(region)(S3Client), location, lock }));
  const spool = await FileSpool.in(tmpdir());
  try {
    const { partition } = parseArn(key);
    const known = knownBlob(store, prefix);
    const now = (): Date => new Date();
    const believed = {
      pinned: process.env[SIGNING_VARIABLES.pinned],
      inUse: () => new KmsSigner(client(KMSClient), signer).inUse(),
    };
    const rule = process.env[SOURCE_REVISION_VARIABLE];
    const earlier = earlierPoints(store, prefix, ownWitness(store, location, believed, now));
    return await capture(
      {
        aws: { account, region, partition, client, download, spool, known, earlier, sleep },
        protector: loadProtector,
        store,
        keys: new KmsWrapping((where) => clients(where)(KMSClient)),
        random: randomBytes,
        work: new S3WorkArea(client(S3Client), event.request),
        secretOf,
        ...(rule !== undefined && { sourceRevision: JSON.parse(rule) as SourceRevisionRule }),
        turns: turnSecrets(client(KMSClient), event.request.work.key),
        log: jsonLog(console.log),
        now,
      },
      event,
    );
  } finally {
    await spool.clear();
  }
};
