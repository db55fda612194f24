import { DeleteResourcePolicyCommand, PutResourcePolicyCommand } from "@aws-sdk/client-kinesis";
import type { JsonObject } from "../../../contract/json.ts";
import { sameJson } from "../../kit/canonical.ts";
import { exactText } from "../../kit/exact-json.ts";
import { publicStatements } from "../../kit/public-statements.ts";
import { renamed } from "../../kit/renamed.ts";
import { deletedWarnings } from "../../kit/resource-policy.ts";
import type { Ids } from "../../protector.ts";
import { policyForm } from "../form.ts";
import { change, type Draft, overwriting } from "./draft.ts";

const PUT = "kinesis:PutResourcePolicy";
const DELETE = "kinesis:DeleteResourcePolicy";

/** Whose policy it is. */
interface Holder {
  readonly resource: string;
  /** ARN, once it is there. */
  readonly arn: (ids: Ids) => string;
  readonly wanted: JsonObject | undefined;
  readonly live: JsonObject | undefined;
}

/** Policies of the stream and of its consumers, which may name consumers by the ARNs that they have now. */
export function planResourcePolicies(draft: Draft, known: ReadonlyMap<string, string>): void {
  const { document, live, resource } = draft;
  planPolicy(draft, known, {
    resource,
    arn: () => document.arn,
    wanted: document.policy,
    live: live?.policy,
  });
  for (const { name, arn, policy } of document.consumers)
    planPolicy(draft, known, {
      resource: `consumer ${name} of ${resource}`,
      arn: (ids) => ids.get(arn) ?? arn,
      wanted: policy,
      live: live?.consumers.find((one) => one.name === name)?.policy,
    });
}

/** Statements that anybody may use come back only when that is said; those that are there already are no news. */
function planPolicy(
  draft: Draft,
  known: ReadonlyMap<string, string>,
  { resource, arn, wanted, live }: Holder,
): void {
  const { ports, request, steps, blocked, warnings } = draft;
  const written = (ids: ReadonlyMap<string, string>) => policyForm(wanted && inWordsOf(ids, wanted));
  const now = written(known);
  if (sameJson(now, policyForm(live))) return;
  warnings.push(...deletedWarnings(resource, wanted));
  if (!request.allowPublic) blocked.push(...publicStatements(resource, now, live));
  const title = `${now === undefined ? "remove" : "set"} the policy of ${resource}`;
  const call = now === undefined ? DELETE : PUT;
  const effect = overwriting(draft);
  steps.push({
    title,
    call,
    effect,
    perform: (ids) =>
      change(draft, call, async () => {
        const ResourceARN = arn(ids);
        const Policy = written(ids);
        if (Policy === undefined) await ports.kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN }));
        else
          await ports.kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy: exactText(Policy) }));
      }),
  });
}

function inWordsOf(ids: ReadonlyMap<string, string>, policy: JsonObject): JsonObject {
  return renamed(policy, Object.fromEntries(ids), { from: "", to: "" }) as JsonObject;
}
