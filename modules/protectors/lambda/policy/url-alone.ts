import type { JsonObject } from "../../../contract/json.ts";
import { grantOf } from "../restore/statement.ts";

const URL = "lambda:InvokeFunctionUrl";
const FUNCTION = "lambda:InvokeFunction";

/**
 * The statements that let somebody call a URL where none lets him invoke the function: the URL answers them with 403.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function urlAlone(statements: readonly JsonObject[]): readonly JsonObject[] {
  const lets = (action: string): JsonObject[] =>
    statements.filter(
      ({ Effect, Action }) =>
        Effect === "Allow" &&
        [Action].flat().some((one) => one === action || one === "lambda:*" || one === "*"),
    );
  return lets(FUNCTION).length > 0 ? [] : lets(URL);
}

/** The commands that let those invoke the function by the URL as well; of what AddPermission cannot say, in words. */
export function allowToo(
  statements: readonly JsonObject[],
  {
    name,
    region,
    qualifier,
  }: { readonly name: string; readonly region: string; readonly qualifier?: string | undefined },
): string {
  const commands = statements.map((statement, at) => {
    const grant = grantOf(statement);
    if ("why" in grant)
      return `allow ${FUNCTION} to whom statement ${String(statement.Sid ?? "without Sid")} lets in`;
    const { Principal = "", PrincipalOrgID: org } = grant;
    return [
      `aws lambda add-permission --region ${region} --function-name ${name}`,
      ...(qualifier === undefined ? [] : [`--qualifier ${qualifier}`]),
      `--statement-id invoke-by-url${at === 0 ? "" : `-${at + 1}`} --action ${FUNCTION}`,
      `--principal ${Principal === "*" ? "'*'" : Principal}`,
      ...(org === undefined ? [] : [`--principal-org-id ${org}`]),
      "--invoked-via-function-url",
    ].join(" ");
  });
  return commands.join("; ");
}
