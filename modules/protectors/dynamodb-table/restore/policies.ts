import { DeleteResourcePolicyCommand, PutResourcePolicyCommand } from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../../contract/json.ts";
import { sameJson } from "../../kit/canonical.ts";
import { exactText } from "../../kit/exact-json.ts";
import { publicStatements } from "../../kit/public-statements.ts";
import { deletedWarnings, livingPolicy } from "../../kit/resource-policy.ts";
import type { Ids } from "../../protector.ts";
import type { TableSettings } from "../document.ts";
import type { Draft } from "./draft.ts";
import { push } from "./push.ts";
import { streamNow } from "./stream.ts";

const PUT = "dynamodb:PutResourcePolicy";
const DELETE = "dynamodb:DeleteResourcePolicy";

/** Last, since they may keep out whoever restores. What anybody may use comes back only when that is said. */
export function planTablePolicies(
  draft: Draft,
  there: TableSettings,
  wanted: JsonObject,
  is: JsonObject,
): void {
  const document = draft.request.translation.document;
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
        const Policy = withStream(draft, exactText(living), ids);
        return draft.ports.dynamodb.send(new PutResourcePolicyCommand({ ResourceArn: arnOf(ids), Policy }));
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

/** What names the stream, also in the table's own policy, names the one that is there now. */
function withStream(draft: Draft, policy: string, ids: Ids): string {
  const stream = draft.request.translation.document.stream?.arn;
  if (stream === undefined || !policy.includes(JSON.stringify(stream))) return policy;
  return policy.replaceAll(JSON.stringify(stream), JSON.stringify(streamNow(draft, ids)));
}
