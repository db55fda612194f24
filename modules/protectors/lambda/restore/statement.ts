import type { AddPermissionCommandInput } from "@aws-sdk/client-lambda";
import type { Json, JsonObject } from "../../../contract/json.ts";
import { canonical, isObject } from "../../kit/canonical.ts";
import { namesSource } from "../../kit/public-statement.ts";

/** A statement of a resource policy as AddPermission takes it. */
export type Grant = Pick<AddPermissionCommandInput, "StatementId" | "Action" | "Principal"> & {
  -readonly [Key in Condition]?: string;
};

type Condition =
  | "SourceArn"
  | "SourceAccount"
  | "PrincipalOrgID"
  | "FunctionUrlAuthType"
  | "EventSourceToken"
  | "InvokedViaFunctionUrl";

/** Condition key, in lower case, to the parameter that makes it, and the operators it may come with. */
const CONDITIONS: Readonly<Record<string, { readonly as: Condition; readonly operators: RegExp }>> = {
  "aws:sourcearn": { as: "SourceArn", operators: /^(Arn|String)(Like|Equals)$/ },
  "aws:sourceaccount": { as: "SourceAccount", operators: /^StringEquals$/ },
  "aws:principalorgid": { as: "PrincipalOrgID", operators: /^StringEquals$/ },
  "lambda:functionurlauthtype": { as: "FunctionUrlAuthType", operators: /^StringEquals$/ },
  "lambda:eventsourcetoken": { as: "EventSourceToken", operators: /^StringEquals$/ },
  "lambda:invokedviafunctionurl": { as: "InvokedViaFunctionUrl", operators: /^Bool$/ },
};

/**
 * One form for statements that mean the same: as AddPermission's parameters where it can make them, since Lambda spells
 * conditions in its own way.
 */
export function statementForm(statement: JsonObject): JsonObject {
  const grant = grantOf(statement);
  return canonical("why" in grant ? (single(statement) as JsonObject) : ({ ...grant } as JsonObject));
}

/** A list of one text is that text. */
function single(value: Json): Json {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => single(item));
    return items.length === 1 ? (items[0] as Json) : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, single(item)]));
}

/** A statement without the resource that it is attached to: that is the same for all of a policy. */
export function withoutOwn({ Resource, ...rest }: JsonObject, own: string): JsonObject {
  return Resource === undefined || only(Resource) === own ? rest : { ...rest, Resource };
}

/** AddPermission makes a statement, or says why it cannot: then only the whole policy can be written. */
export function grantOf(statement: JsonObject): Grant | { readonly why: string } {
  const { Sid, Effect, Action, Principal, Resource, Condition = {} } = statement;
  if (Resource !== undefined) return { why: "it names another resource" };
  if (typeof Sid !== "string") return { why: "it has no Sid" };
  if (Effect !== "Allow") return { why: "it does not allow" };
  const action = only(Action);
  if (action === undefined) return { why: "it has more than one action" };
  const principal = principalOf(Principal);
  if (principal === undefined) return { why: "its principal is not one service, account, role or *" };
  const grant: Grant = { StatementId: Sid, Action: action, Principal: principal };
  for (const [operator, tests] of Object.entries(isObject(Condition) ? Condition : {})) {
    for (const [key, value] of Object.entries(isObject(tests) ? tests : {})) {
      const known = CONDITIONS[key.toLowerCase()];
      const text = only(value);
      if (
        known === undefined ||
        !known.operators.test(operator) ||
        text === undefined ||
        known.as in grant ||
        widens(operator, text)
      )
        return { why: `AddPermission cannot say ${operator} ${key}` };
      grant[known.as] = text;
    }
  }
  return grant;
}

/** Lambda tests a source with wildcards; under StringEquals they were letters. */
function widens(operator: string, text: string): boolean {
  return operator === "StringEquals" && /[*?]/.test(text);
}

function principalOf(principal: Json | undefined): string | undefined {
  if (principal === "*") return "*";
  if (!isObject(principal) || Object.keys(principal).length !== 1) return undefined;
  const name = only(principal.Service ?? principal.AWS);
  if (name === undefined) return undefined;
  return /^arn:[^:]+:iam::([0-9]{12}):root$/.exec(name)?.[1] ?? name;
}

function only(value: Json | undefined): string | undefined {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof one === "string" || typeof one === "boolean" ? String(one) : undefined;
}

/** Whether anybody at all may invoke by it: no source, account or organisation bounds it. */
export function isPublic(grant: Grant): boolean {
  if (grant.FunctionUrlAuthType === "NONE") return true;
  return (
    grant.Principal === "*" &&
    !(grant.SourceArn !== undefined && namesSource(grant.SourceArn)) &&
    grant.SourceAccount === undefined &&
    grant.PrincipalOrgID === undefined &&
    grant.EventSourceToken === undefined
  );
}
