import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { readGrants } from "../capture/settings.ts";
import type { MappingPorts } from "../restore/ports.ts";
import { statementForm, withoutOwn } from "../restore/statement.ts";

/** The policy of a function, or of one of its versions or aliases. */
export interface PolicyAt {
  /** Name of the function. */
  readonly name: string;
  /** ARN of the function, without the qualifier. */
  readonly arn: string;
  readonly qualifier: string | undefined;
}

export function labelOf({ name, qualifier }: Pick<PolicyAt, "name" | "qualifier">): string {
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}

export function arnAt({ arn, qualifier }: PolicyAt): string {
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** Its statements, without the resource that they are attached to. */
export async function readStatements(
  ports: MappingPorts,
  at: PolicyAt,
  again?: string,
): Promise<readonly JsonObject[]> {
  const what = { resource: labelOf(at), call: "lambda:GetPolicy", ...(again !== undefined && { again }) };
  const found = await attempt(ports.sleep, what, () => readGrants(ports, at.name, at.qualifier));
  return (found?.statements ?? []).map((statement) => withoutOwn(statement, arnAt(at)));
}

/** The statement of the same Sid; one without a Sid is known by all that it says. */
export function sameSid(statements: readonly JsonObject[], wanted: JsonObject): JsonObject | undefined {
  return statements.find(({ Sid, ...rest }) =>
    wanted.Sid === undefined ? Sid === undefined && sameStatement(rest, wanted) : Sid === wanted.Sid,
  );
}

export function sameStatement(a: JsonObject, b: JsonObject): boolean {
  return sameJson(statementForm(a), statementForm(b));
}
