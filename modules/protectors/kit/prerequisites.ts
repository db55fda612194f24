import type { Blocked } from "../blocked.ts";
import type { RestoreStep } from "../restore-step.ts";
import type { Presence } from "./presence.ts";

/** A plan in the making, as far as what has to be there goes. */
interface Planning {
  readonly steps: { push(step: RestoreStep): unknown };
  readonly blocked: Blocked[];
}

/**
 * Roles and keys are used as they are: with us-east-1 lost, IAM cannot be written, so a restore never does. One of which
 * nobody can tell whether it is there counts as there, which the step says, and AWS will say the rest.
 * @param told it with what it is of: `role arn:... of topic orders`
 */
export async function planRoleUse(
  { steps, blocked }: Planning,
  presence: (arn: string) => Promise<Presence>,
  role: string,
  told: string,
): Promise<void> {
  const found = await presence(role);
  if (found === "absent")
    blocked.push({
      because: "role",
      message: `${told} does not exist`,
      hint: "create it first, or map it to one that exists",
    });
  else steps.push({ title: `use role ${role}${unless(found)}`, call: "iam:GetRole", effect: "keep" });
}

/** @param told it with what it is of: `key arn:... of queue orders` */
export async function planKeyUse(
  { steps, blocked }: Planning,
  presence: (key: string) => Promise<Presence>,
  key: string,
  told: string,
): Promise<void> {
  const found = await presence(key);
  if (found === "absent")
    blocked.push({
      because: "key",
      message: `${told} does not exist or is not enabled`,
      hint: "create or enable it first, or map it to one that is",
    });
  else steps.push({ title: `use key ${key}${unless(found)}`, call: "kms:DescribeKey", effect: "keep" });
}

/** Nothing of one that is there. */
function unless(found: Presence): string {
  return found === "unknown" ? ", which cannot be asked for" : "";
}
