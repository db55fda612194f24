import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import type { DiscoverEvent, Discovered } from "../../modules/contract/events.ts";
import { lambdaInventory } from "../../modules/protectors/lambda/protector.ts";
import { noting } from "../../modules/store/noting.ts";
import { S3WorkArea } from "../../modules/store/s3-work-area.ts";
import { jsonLog } from "../shared/log.ts";
import { patient } from "../shared/patient.ts";
import { told } from "../shared/told.ts";
import { discover } from "./discover.ts";

const lambda = new LambdaClient(patient);
const inventory = new S3Client(patient);
const work = noting(new S3Client(patient), "s3", process.env.AWS_REGION ?? "");

export const handler = told((event: DiscoverEvent): Promise<Discovered> => {
  const { account, region } = event.request.store;
  return discover(
    {
      protector: lambdaInventory({ account, region, lambda, s3: inventory }),
      work: new S3WorkArea(work, event.request),
      log: jsonLog(console.log),
    },
    event,
  );
});
