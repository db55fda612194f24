import {
  DeleteResourcePolicyCommand,
  PutResourcePolicyCommand,
  UpdateContinuousBackupsCommand,
  UpdateContributorInsightsCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../../contract/json.ts";
import { sameJson } from "../../kit/canonical.ts";
import { exactText } from "../../kit/exact-json.ts";
import { publicStatements } from "../../kit/public-statements.ts";
import { deletedWarnings, livingPolicy } from "../../kit/resource-policy.ts";
import type { Ids } from "../../protector.ts";
import type { TableDocument, TableSettings } from "../document.ts";
import { comparable, viewOf } from "../view.ts";
import type { Draft } from "./draft.ts";
import { push, stays } from "./push.ts";
import { planScaling } from "./scaling.ts";
import { planStream, streamNow } from "./stream.ts";
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
  planPolicies(draft, there, wanted, is);
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

const PUT = "dynamodb:PutResourcePolicy";
const DELETE = "dynamodb:DeleteResourcePolicy";

/** Last, since they may keep out whoever restores. What anybody may use comes back only when that is said. */
function planPolicies(draft: Draft, there: TableSettings, wanted: JsonObject, is: JsonObject): void {
  const document = documentOf(draft);
  const { allowPublic } = draft.request;
  const resource = `table ${document.name}`;
  const streams = [wanted, is].map(({ stream }) => (stream as JsonObject | undefined)?.policy);
  const plan = (
    what: string,
    differs: boolean,
    policy: JsonObject | undefined,
    live: JsonObject | undefined,
    arnOf: (ids: Ids) => string,
  ): void => {
    if (!differs) return;
    const living = livingPolicy(policy);
    draft.warnings.push(...deletedWarnings(`${what}${resource}`, policy));
    if (!allowPublic) draft.blocked.push(...publicStatements(`${what}${resource}`, policy, live));
    if (living === undefined)
      push(draft, `take the policy away ${what}`.trim(), DELETE, (ids) =>
        draft.ports.dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn: arnOf(ids) })),
      );
    else
      push(draft, `put the policy ${what}`.trim(), PUT, (ids) => {
        const ResourceArn = arnOf(ids);
        const own = document.stream?.arn ?? ResourceArn;
        // What names the stream names the one that is there now.
        const Policy = exactText(living).replaceAll(JSON.stringify(own), JSON.stringify(ResourceArn));
        return draft.ports.dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
      });
  };
  if (document.stream !== undefined)
    plan(
      "of the stream ",
      !sameJson(streams[0], streams[1]),
      document.stream.policy,
      there.stream?.policy,
      (ids) => streamNow(draft, ids),
    );
  plan("", !sameJson(wanted.policy, is.policy), document.policy, there.policy, () => document.arn);
}
