import type { Json, JsonObject } from "../../../contract/json.ts";
import { matchesGlob } from "../../../core/glob.ts";
import { isObject } from "../../kit/canonical.ts";
import { activationWrites, FUNCTION, restoreWrites } from "../restore-permissions.ts";

/** Calls on a function that restoring and arming make: what denies one of them keeps the next run out. */
const OWN_CALLS = [
  ...new Set(
    [...restoreWrites, ...activationWrites]
      .filter(({ resources }) => resources.includes(FUNCTION))
      .map(({ action }) => action),
  ),
].sort();

/**
 * Which calls of a restore and of `arm` a statement denies to whoever makes them. `self` is their ARN as STS tells it;
 * `undefined`: it is not known, and who is named may be it. Conditions are not weighed: what they spare is not known.
 */
export function deniedToSelf(
  { Effect, Principal, NotPrincipal, Action, NotAction }: JsonObject,
  self: string | undefined,
): readonly string[] {
  if (Effect !== "Deny") return [];
  if (NotPrincipal === undefined && !mayBe(Principal, self)) return [];
  const named = texts(NotAction ?? Action).map((glob) => glob.toLowerCase());
  const isNamed = (call: string): boolean => named.some((glob) => matchesGlob(glob, call.toLowerCase()));
  return OWN_CALLS.filter((call) => isNamed(call) === (NotAction === undefined));
}

/** Whether a principal names accounts, roles or users one by one: only then it matters who asks. */
export function namesSomebody({ Principal }: JsonObject): boolean {
  return isObject(Principal) && texts(Principal.AWS).some((name) => ROLE_OR_USER.test(name));
}

const ROLE_OR_USER = /^arn:[^:]+:(?:iam::[0-9]{12}:(?:role|user)|sts::[0-9]{12}:assumed-role)\//;

function mayBe(principal: Json | undefined, self: string | undefined): boolean {
  if (principal === "*") return true;
  const names = isObject(principal) ? texts(principal.AWS) : [];
  return names.some((name) => {
    if (name === "*" || self === undefined) return true;
    if (!ROLE_OR_USER.test(name)) return self.split(":")[4] === accountOf(name);
    return name === self || sessionOf(name) === sessionOf(self);
  });
}

/** `111122223333` or `arn:aws:iam::111122223333:root`. */
function accountOf(name: string): string | undefined {
  return /^[0-9]{12}$/.test(name) ? name : name.split(":")[4];
}

/** Account and role of a role and of its sessions alike: a session's ARN has the role's name, without its path. */
function sessionOf(arn: string): string {
  const [, , , , account, resource = ""] = arn.split(":");
  const parts = resource.split("/");
  const name = parts[0] === "assumed-role" ? parts[1] : parts.at(-1);
  return `${account} ${parts[0] === "user" ? "user" : "role"} ${name}`;
}

function texts(value: Json | undefined): readonly string[] {
  return [value ?? []].flat().map(String);
}
