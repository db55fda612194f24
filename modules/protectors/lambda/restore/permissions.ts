import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { isPublicStatement } from "../../kit/public-statement.ts";
import { isPublished } from "../arn.ts";
import type { PolicyDocument } from "../document.ts";
import { labelOf, readStatements, sameSid, sameStatement } from "../policy/read.ts";
import { MAX_POLICY_BYTES, policyBytes } from "../policy/size.ts";
import { callFor, writeStatement } from "../policy/write.ts";
import { cannotComeBack, comesBack, type Draft, overwriting } from "./draft.ts";
import { resolve, toQualifier } from "./ids.ts";
import { statementPart } from "./parts.ts";
import { grantOf, grantsNobody, isPublic, statementForm } from "./statement.ts";

/**
 * What lets anybody in is written by `arm`, for a bucket, a topic or a rule may still call a function that was deleted.
 * What keeps somebody out comes back with the function. A public statement only when it is asked for by flag.
 */
export async function planPermissions(draft: Draft): Promise<void> {
  for (const policy of draft.document.policies) {
    const there = await liveStatements(draft, policy);
    const whole: JsonObject[] = [];
    for (const statement of policy.statements)
      whole.push(...(await planStatement(draft, policy, statement, there)));
    for (const one of there)
      if (sameSid(policy.statements, one) === undefined) {
        whole.push(one);
        draft.warnings.push(
          `statement ${sidOf(one)} of ${label(draft, policy)} is not in the point; it stays`,
        );
      }
    planSize(draft, policy, whole);
  }
}

/** Each statement repeats the ARN of its function, so that a longer name makes a policy longer that was near the limit. */
function planSize(draft: Draft, policy: PolicyDocument, statements: readonly JsonObject[]): void {
  const { name, arn } = draft.document;
  const bytes = policyBytes({ name, arn, qualifier: policy.qualifier }, statements);
  if (bytes > MAX_POLICY_BYTES)
    draft.warnings.push(
      `the policy of ${label(draft, policy)} would have ${bytes} bytes, and Lambda takes ${MAX_POLICY_BYTES}: ` +
        "not every statement can be written; take a shorter name (--as), or leave some out (--skip statement/SID)",
    );
}

/** Plans one. What it is to say; none where it is left out. */
async function planStatement(
  draft: Draft,
  policy: PolicyDocument,
  statement: JsonObject,
  live: readonly JsonObject[],
): Promise<readonly JsonObject[]> {
  const name = `statement ${sidOf(statement)} of ${label(draft, policy)}`;
  const part = statementPart(statement);
  if (grantsNobody(statement)) {
    draft.warnings.push(`${name} names a role or user that was deleted; it is left out`);
    return [];
  }
  if (!comesBack(draft, part, name)) return [];
  const gone = await goneRole(draft, statement);
  if (gone !== undefined) {
    cannotComeBack(draft, part, name, `role ${gone} does not exist`);
    return [];
  }
  const wanted = resolve(statement, draft.document.arn, draft.ids);
  const there = sameSid(live, wanted);
  const same = there !== undefined && sameStatement(there, wanted);
  if (!same && letsAnybodyIn(wanted) && !draft.allowPublic)
    draft.blocked.push({
      because: "public",
      message: `${name} lets anybody invoke the function`,
      hint: `say --allow-public if that is meant, or --skip ${part}`,
    });
  const over = there !== undefined && !same ? { over: statementForm(there) } : {};
  const [call, verb] = [callFor(wanted), there === undefined ? "add" : "replace"];
  if (same) draft.steps.push({ title: `${name} is as it was`, call: "lambda:GetPolicy", effect: "keep" });
  if (statement.Effect === "Allow") {
    if (!same) draft.atArm.push({ title: `${verb} ${name}`, call, effect: there ? "replace" : "create" });
    const at = policy.qualifier === undefined ? {} : { qualifier: policy.qualifier };
    draft.arming.statements.push({ ...at, statement, ...over });
  } else if (!same)
    draft.steps.push({
      title: `${verb} ${name}`,
      call,
      effect: there === undefined ? "create" : overwriting(draft),
      part,
      perform: async (ids) => {
        const { name: fn, arn } = draft.document;
        const qualifier = policy.qualifier === undefined ? undefined : toQualifier(policy.qualifier, ids);
        const now = { statement: resolve(statement, arn, ids), ...over };
        await writeStatement(draft.ports, { name: fn, arn, qualifier }, now);
      },
    });
  return [wanted];
}

/** A role of this account that a statement lets in, and that is not there: no call takes it. */
async function goneRole({ ports, document }: Draft, { Principal }: JsonObject): Promise<string | undefined> {
  const named = isObject(Principal) ? [Principal.AWS].flat() : [];
  const own = new RegExp(`^arn:[^:]+:iam::${document.account}:role/`);
  for (const role of named)
    if (typeof role === "string" && own.test(role) && (await ports.role(role)) === "absent") return role;
  return undefined;
}

function letsAnybodyIn(statement: JsonObject): boolean {
  const grant = grantOf(statement);
  return "why" in grant ? isPublicStatement(statement) : isPublic(grant);
}

/** What a policy says there now. */
async function liveStatements(draft: Draft, policy: PolicyDocument): Promise<readonly JsonObject[]> {
  const { ports, document, live, ids } = draft;
  const qualifier = policy.qualifier === undefined ? undefined : toQualifier(policy.qualifier, ids);
  const published = policy.qualifier !== undefined && isPublished(policy.qualifier);
  const there =
    policy.qualifier === undefined ||
    (published ? qualifier !== undefined : live?.aliases.some(({ name }) => name === qualifier));
  if (live === undefined || !there) return [];
  return readStatements(ports, { name: document.name, arn: document.arn, qualifier });
}

function sidOf({ Sid }: JsonObject): string {
  return typeof Sid === "string" ? Sid : "without-sid";
}

function label({ document: { name } }: Draft, { qualifier }: PolicyDocument): string {
  return labelOf({ name, qualifier });
}
