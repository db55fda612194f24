import * as scaling from "@aws-sdk/client-application-auto-scaling";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import * as events from "@aws-sdk/client-eventbridge";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as s3 from "@aws-sdk/client-s3";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as states from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";

/** SDKs of the services whose things have a kind, by the prefix of their IAM actions. Lambda's stands in docs/settings.md. */
export const SDKS: Readonly<Record<string, object>> = {
  "application-autoscaling": scaling,
  dynamodb,
  elasticloadbalancing: elb,
  events,
  kinesis,
  logs,
  s3,
  scheduler,
  sns,
  sqs,
  states,
};
