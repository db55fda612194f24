import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { isPublished } from "../arn.ts";
import { readGrants } from "../capture/settings.ts";
import type { PolicyDocument } from "../document.ts";
import { type Draft, overwriting } from "./draft.ts";
import { resolve, toQualifier } from "./ids.ts";
import type { FunctionRestorePorts } from "./ports.ts";
import { type Grant, grantOf, grantsNobody, isPublic } from "./statement.ts";

/** Statement by statement, for no call takes a policy. A public one comes back only when it is asked for by flag. */
export async function planPermissions(draft: Draft): Promise<void> {
  for (const policy of draft.document.policies) {
    const there = await liveGrants(draft, policy);
    const sids = new Set<string>();
    for (const statement of policy.statements) {
      const name = `statement ${String(statement.Sid)} of ${labelOf(draft, policy)}`;
      sids.add(String(statement.Sid));
      const { Resource: _own, ...rest } = statement;
      if (grantsNobody(rest)) {
        draft.warnings.push(`${name} names a role or user that was deleted; it is left out`);
        continue;
      }
      const grant = grantOf(resolve(rest, draft.document.arn, draft.ids));
      if ("why" in grant)
        draft.blocked.push({
          because: "inexpressible",
          message: `${name} cannot be made: ${grant.why}`,
          hint: "grant it in another way; nothing that AddPermission makes has this form",
        });
      else planGrant(draft, policy, name, grant, there.get(grant.StatementId ?? ""));
    }
    for (const sid of there.keys())
      if (!sids.has(sid))
        draft.warnings.push(`statement ${sid} of ${labelOf(draft, policy)} is not in the point; it stays`);
  }
}

function planGrant(
  draft: Draft,
  policy: PolicyDocument,
  name: string,
  grant: Grant,
  there: Grant | undefined,
): void {
  const { ports, document, steps, blocked } = draft;
  if (there !== undefined && sameJson(formOf(there), formOf(grant))) {
    steps.push({ title: `${name} is as it was`, call: "lambda:GetPolicy", effect: "keep" });
    return;
  }
  if (isPublic(grant) && !draft.allowPublic)
    blocked.push({
      because: "public",
      message: `${name} lets anybody invoke the function`,
      hint: "say --allow-public if that is meant",
    });
  steps.push({
    title: `${there === undefined ? "add" : "replace"} ${name}`,
    call: "lambda:AddPermission",
    effect: there === undefined ? "create" : overwriting(draft),
    perform: async (ids) => {
      const Qualifier = policy.qualifier === undefined ? undefined : toQualifier(policy.qualifier, ids);
      const at = { FunctionName: document.name, ...(Qualifier !== undefined && { Qualifier }) };
      if (there !== undefined) await remove(ports, document.name, { ...at, StatementId: grant.StatementId });
      const { InvokedViaFunctionUrl, ...rest } = grant;
      const input = {
        ...at,
        ...rest,
        ...(InvokedViaFunctionUrl !== undefined && {
          InvokedViaFunctionUrl: InvokedViaFunctionUrl === "true",
        }),
      } as AddPermissionCommandInput;
      const what = { resource: `${document.name}, ${name}`, call: "lambda:AddPermission" };
      await attempt(ports.sleep, what, () => ports.lambda.send(new AddPermissionCommand(input)));
    },
  });
}

async function remove(
  { lambda, sleep }: FunctionRestorePorts,
  name: string,
  input: ConstructorParameters<typeof RemovePermissionCommand>[0],
): Promise<void> {
  const what = { resource: `${name}, statement ${input.StatementId}`, call: "lambda:RemovePermission" };
  await attemptOrNone(sleep, what, () => lambda.send(new RemovePermissionCommand(input)));
}

/** What is granted there now, by Sid. A statement that no call could make counts as another one. */
async function liveGrants(draft: Draft, policy: PolicyDocument): Promise<Map<string, Grant>> {
  const { ports, document, live, ids } = draft;
  const qualifier = policy.qualifier === undefined ? undefined : toQualifier(policy.qualifier, ids);
  const published = policy.qualifier !== undefined && isPublished(policy.qualifier);
  const there =
    policy.qualifier === undefined ||
    (published ? qualifier !== undefined : live?.aliases.some(({ name }) => name === qualifier));
  if (live === undefined || !there) return new Map();
  const what = { resource: labelOf(draft, policy), call: "lambda:GetPolicy" };
  const found = await attempt(ports.sleep, what, () => readGrants(ports, document.name, qualifier));
  return new Map(
    (found?.statements ?? []).map((statement) => {
      const grant = grantOf(statement);
      const sid = String(statement.Sid);
      return [sid, "why" in grant ? { StatementId: sid, Action: undefined, Principal: undefined } : grant];
    }),
  );
}

function formOf(grant: Grant): JsonObject {
  return canonical(grant as unknown as JsonObject);
}

function labelOf({ document }: Draft, { qualifier }: PolicyDocument): string {
  return qualifier === undefined ? document.name : `${document.name}:${qualifier}`;
}
