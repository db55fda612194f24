import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import type { DiscoverEvent, Discovered } from "../../modules/contract/events.ts";
import { lambdaInventory } from "../../modules/protectors/lambda/protector.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { jsonLog } from "../shared/log.ts";
import { patient } from "../shared/patient.ts";
import { discover } from "./discover.ts";

const lambda = new LambdaClient(patient);
const s3 = new S3Client(patient);

export const handler = (event: DiscoverEvent): Promise<Discovered> => {
  const { account, region } = event.request.store;
  return discover(
    {
      protector: lambdaInventory({ account, region, lambda, s3 }),
      work: new S3WorkArea(s3, event.request),
      log: jsonLog(console.log),
    },
    event,
  );
};
