import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { livingStatement } from "../../kit/deleted-principal.ts";
import { type Argument, OwnAttribute } from "../../kit/terraform/argument.ts";
import { snakeCase } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../../kit/terraform/says-otherwise.ts";
import { toQualifier } from "../restore/ids.ts";
import { type Grant, grantOf, statementForm } from "../restore/statement.ts";
import { hasQualifier } from "./aliases.ts";
import { FUNCTION, type FunctionInTerraform, qualified } from "./draft.ts";

/** Whoever may invoke the function, a resource for each statement that AddPermission makes. */
export function permissionResources(draft: FunctionInTerraform): readonly TerraformResource[] {
  return draft.document.policies.flatMap(({ qualifier, statements }) =>
    statements.flatMap((statement): TerraformResource[] => {
      const made = permission(draft, qualifier, statement);
      if (typeof made !== "string") return made === undefined ? [] : [made];
      draft.left.push(`its statement ${String(statement.Sid ?? "without a Sid")}: ${made}`);
      return [];
    }),
  );
}

function permission(
  draft: FunctionInTerraform,
  qualifier: string | undefined,
  { Resource: _own, ...written }: JsonObject,
): TerraformResource | string | undefined {
  const { document, live } = draft;
  const { statement } = livingStatement(written);
  // It allowed nobody but roles or users that were deleted since.
  if (statement === undefined) return undefined;
  const grant = grantOf(draft.resolved(statement));
  if ("why" in grant) return grant.why;
  if (grant.InvokedViaFunctionUrl !== undefined)
    return "the provider has no argument for lambda:InvokedViaFunctionUrl";
  if (qualifier !== undefined && !hasQualifier(draft, qualifier)) return `${qualifier} is not there`;
  const now = qualifier && toQualifier(qualifier, draft.ids);
  const there = live?.policies
    .find((one) => one.qualifier === now)
    ?.statements.find(({ Sid }) => Sid === grant.StatementId);
  if (there !== undefined && !isSame(there, draft.resolved(statement))) return SAYS_OTHERWISE;
  const { StatementId, Action, Principal: _, ...conditions } = grant;
  return {
    type: "aws_lambda_permission",
    key: [qualifier, StatementId].filter(Boolean).join("_"),
    arguments: {
      statement_id: StatementId,
      action: Action,
      principal: principalIn(statement.Principal) ?? grant.Principal,
      function_name: new OwnAttribute(FUNCTION, "", "function_name"),
      ...(qualifier !== undefined && { qualifier: qualifierOf(draft, qualifier) }),
      ...Object.fromEntries(
        Object.entries(conditions satisfies Partial<Grant>).map(([key, value]) => [snakeCase(key), value]),
      ),
    },
    ...(there !== undefined && { importId: `${qualified(document.name, now, ":")}/${StatementId}` }),
    opens: true,
    permits: true,
  };
}

/** Whether one that is there lets the same in. */
function isSame({ Resource: _, ...there }: JsonObject, wanted: JsonObject): boolean {
  const { statement } = livingStatement(there);
  return statement !== undefined && sameJson(statementForm(statement), statementForm(wanted));
}

/** As Lambda shows it: of an account it makes the ARN of its root. */
function principalIn(principal: Json | undefined): string | undefined {
  const one = isObject(principal) ? (principal.Service ?? principal.AWS) : principal;
  const only = Array.isArray(one) && one.length === 1 ? one[0] : one;
  return typeof only === "string" ? only : undefined;
}

/** An alias that comes with it, so that it is made first; a version by its number there. */
export function qualifierOf(draft: FunctionInTerraform, qualifier: string): Argument {
  const isAlias = draft.document.aliases.some(({ name }) => name === qualifier);
  return isAlias
    ? new OwnAttribute("aws_lambda_alias", qualifier, "name")
    : (toQualifier(qualifier, draft.ids) ?? qualifier);
}
