import {
  UpdateContinuousBackupsCommand,
  UpdateContributorInsightsCommand,
  UpdateKinesisStreamingDestinationCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../../contract/json.ts";
import { comparable } from "../comparable.ts";
import type { TableDocument, TableSettings } from "../document.ts";
import { viewOf } from "../view.ts";
import type { Draft } from "./draft.ts";
import { planTablePolicies } from "./policies.ts";
import { push, stays } from "./push.ts";
import { planScaling } from "./scaling.ts";
import { planStream } from "./stream.ts";
import { planTableSettings } from "./table-settings.ts";

/** Steps that make a table as it was captured, from what is there or will be: exactly what differs. */
export function planSettings(draft: Draft, there: TableSettings): void {
  const { document } = draft.request.translation;
  const [wanted = {}, is = {}] = comparable(viewOf(document), viewOf(there), document.scaling);
  planTableSettings(draft, there, wanted.settings as JsonObject, is.settings as JsonObject);
  planStream(draft, there, wanted, is);
  planTtl(draft, there);
  planRecovery(draft, there);
  planInsights(draft, there);
  planScaling(draft, there);
  planPrecision(draft, there);
  planTablePolicies(draft, there, wanted, is);
}

function documentOf({ request }: Draft): TableDocument {
  return request.translation.document;
}

const TTL = "dynamodb:UpdateTimeToLive";

/** One attribute at a time, and one change an hour. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
function planTtl(draft: Draft, { ttl: is }: TableSettings): void {
  const { name, ttl } = documentOf(draft);
  const { ports, blocked } = draft;
  const set = (AttributeName: string, Enabled: boolean) =>
    ports.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName, Enabled },
      }),
    );
  if (ttl === is) return;
  if (ttl !== undefined && is !== undefined)
    blocked.push({
      because: "inexpressible",
      message: `table ${name} is there, and its items expire by ${is} and not by ${ttl}: DynamoDB takes one change of it an hour`,
      hint: `switch it off (aws dynamodb update-time-to-live), and run the restore again after an hour`,
    });
  else if (ttl !== undefined) push(draft, `let items expire by ${ttl}`, TTL, () => set(ttl, true));
  else if (is !== undefined) push(draft, `let items no longer expire by ${is}`, TTL, () => set(is, false));
}

function planRecovery(draft: Draft, { recovery: is }: TableSettings): void {
  const { name, recovery: days } = documentOf(draft);
  if (days === is) return;
  if (days === undefined) {
    stays(draft, "point-in-time recovery");
    return;
  }
  const { dynamodb } = draft.ports;
  push(draft, `switch on point-in-time recovery over ${days} days`, "dynamodb:UpdateContinuousBackups", () =>
    dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: name,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days },
      }),
    ),
  );
}

function planInsights(draft: Draft, there: TableSettings): void {
  const { name, insights } = documentOf(draft);
  const { dynamodb } = draft.ports;
  const of = (index: string | undefined): string => (index === undefined ? "" : ` of index ${index}`);
  for (const { index, mode } of insights) {
    if (there.insights.some((one) => one.index === index && one.mode === mode)) continue;
    push(
      draft,
      `switch on Contributor Insights (${mode})${of(index)}`,
      "dynamodb:UpdateContributorInsights",
      () =>
        dynamodb.send(
          new UpdateContributorInsightsCommand({
            TableName: name,
            ...(index !== undefined && { IndexName: index }),
            ContributorInsightsAction: "ENABLE",
            ContributorInsightsMode: mode as "THROTTLED_KEYS",
          }),
        ),
    );
  }
  for (const { index } of there.insights)
    if (!insights.some((one) => one.index === index)) stays(draft, `Contributor Insights${of(index)}`);
}

/** Streams that are told changes are told to by arm; how exactly the times are that one is told already is a setting. */
function planPrecision(draft: Draft, there: TableSettings): void {
  const { name, destinations } = documentOf(draft);
  const { dynamodb } = draft.ports;
  for (const { stream } of there.destinations)
    if (!destinations.some((one) => one.stream === stream))
      stays(draft, `what ${stream} is told of the changes`);
  for (const { stream, precision } of destinations) {
    const live = there.destinations.find((one) => one.stream === stream);
    if (live === undefined || precision === undefined || precision === live.precision) continue;
    push(
      draft,
      `tell ${stream} the times of changes by the ${precision}`,
      "dynamodb:UpdateKinesisStreamingDestination",
      () =>
        dynamodb.send(
          new UpdateKinesisStreamingDestinationCommand({
            TableName: name,
            StreamArn: stream,
            UpdateKinesisStreamingConfiguration: {
              ApproximateCreationDateTimePrecision: precision as "MILLISECOND",
            },
          }),
        ),
    );
  }
}
