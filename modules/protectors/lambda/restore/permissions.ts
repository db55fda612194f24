import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { livingStatement } from "../../kit/deleted-principal.ts";
import { isPublicStatement } from "../../kit/public-statement.ts";
import { isPublished } from "../arn.ts";
import type { PolicyDocument } from "../document.ts";
import { labelOf, readStatements, sameSid, sameStatement } from "../policy/read.ts";
import { MAX_POLICY_BYTES, policyBytes } from "../policy/size.ts";
import { callFor, writeStatement } from "../policy/write.ts";
import { cannotComeBack, comesBack, type Draft, overwriting } from "./draft.ts";
import { resolve, toQualifier } from "./ids.ts";
import { deniedToSelf, namesSomebody } from "./lockout.ts";
import { statementPart } from "./parts.ts";
import { grantOf, isPublic, statementForm } from "./statement.ts";

/**
 * What lets anybody in is written by `arm`, for a bucket, a topic or a rule may still call a function that was deleted.
 * What keeps somebody out comes back with the function; only what keeps out whoever restores is the last that `arm` does.
 * A public statement only when it is asked for by flag.
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
  const known = livingStatement(statement);
  if (known.gone.length > 0)
    draft.warnings.push(
      `${name} names ${known.gone.join(", ")}: roles or users that were deleted are left out` +
        (known.statement === undefined ? ", and so is the statement, which names nobody else" : ""),
    );
  if (known.statement === undefined || !comesBack(draft, part, name)) return [];
  const roles = await goneRoles(draft, known.statement);
  const { statement: living } = livingStatement(known.statement, (one) => roles.includes(one));
  const why = `${roles.length === 1 ? "role" : "roles"} ${roles.join(", ")} ${roles.length === 1 ? "does" : "do"} not exist`;
  if (living === undefined) {
    cannotComeBack(draft, part, name, why);
    return [];
  }
  if (roles.length > 0) draft.without.push(`${name}: ${why}; it comes back without`);
  const wanted = resolve(living, draft.document.arn, draft.ids);
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
  const locksOut = !same && (await keepsOutSelf(draft, name, living));
  if (statement.Effect === "Allow" || locksOut) {
    if (!same) draft.atArm.push({ title: `${verb} ${name}`, call, effect: there ? "replace" : "create" });
    const at = policy.qualifier === undefined ? {} : { qualifier: policy.qualifier };
    draft.arming.statements.push({ ...at, statement: living, ...over });
  } else if (!same)
    draft.steps.push({
      title: `${verb} ${name}`,
      call,
      effect: there === undefined ? "create" : overwriting(draft),
      part,
      perform: async (ids) => {
        const { name: fn, arn } = draft.document;
        const qualifier = policy.qualifier === undefined ? undefined : toQualifier(policy.qualifier, ids);
        const now = { statement: resolve(living, arn, ids), ...over };
        const note = (text: string) => draft.notes.push(text);
        await writeStatement(draft.ports, { name: fn, arn, qualifier }, now, { note });
      },
    });
  return [wanted];
}

/** Whether a statement denies calls of this restore or of `arm` to whoever makes them: told by name. */
async function keepsOutSelf(
  { ports, warnings }: Draft,
  name: string,
  statement: JsonObject,
): Promise<boolean> {
  if (deniedToSelf(statement, undefined).length === 0) return false;
  const [first, ...others] = deniedToSelf(
    statement,
    namesSomebody(statement) ? await ports.self() : undefined,
  );
  if (first === undefined) return false;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  warnings.push(
    `${name} denies calls that restoring and arming make (${first}${more}): it is the last that arm writes, keeps ` +
      "nobody out until then, and after that whoever it denies can neither restore, arm nor back up the function",
  );
  return true;
}

/** Roles of this account that a statement names, and that are not there: no call takes them. */
async function goneRoles(
  { ports, document }: Draft,
  { Principal, NotPrincipal }: JsonObject,
): Promise<readonly string[]> {
  const own = new RegExp(`^arn:[^:]+:iam::${document.account}:role/`);
  const named = [Principal, NotPrincipal].flatMap((one) => (isObject(one) ? [one.AWS ?? []].flat() : []));
  const gone: string[] = [];
  for (const role of new Set(named))
    if (typeof role === "string" && own.test(role) && (await ports.role(role)) === "absent") gone.push(role);
  return gone;
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
