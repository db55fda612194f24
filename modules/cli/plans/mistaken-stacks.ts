import type { Diagnostic } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { StackPlan } from "../../planner/plan.ts";

type MistakenStack = Required<Pick<Diagnostic, "code" | "message" | "hint">> & { readonly pointer: string };

/**
 * Stacks that are not what their id says, which the schema cannot tell: by the id Terraform's state is found, by the
 * kind what it lets go of, by the region where it looks. Pure.
 */
export function mistakenStacks(stacks: readonly StackPlan[]): MistakenStack[] {
  const found: MistakenStack[] = [];
  const seen = new Set<string>();
  for (const [index, { id, kind, site, region }] of stacks.entries()) {
    const pointer = `/stacks/${index}`;
    const expected = `${kind}-${site}`;
    if (id !== expected) {
      const message = `stack ${show(id)} is not of kind ${kind} and site ${show(site)}`;
      found.push({ code: "VALUE", message, hint: `write ${show(expected)}`, pointer: `${pointer}/id` });
    }
    if (kind !== "zone" && region !== site) {
      const message = `stack ${show(id)} lies in region ${show(region)}, not in its site`;
      found.push({ code: "VALUE", message, hint: `write ${show(site)}`, pointer: `${pointer}/region` });
    }
    // A zone is named like its region: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-zones.html
    if (kind === "zone" && !site.startsWith(`${region}-`)) {
      const message = `stack ${show(id)} lies in region ${show(region)}, by whose name its zone does not begin`;
      found.push({
        code: "VALUE",
        message,
        hint: "write the region of its zone",
        pointer: `${pointer}/region`,
      });
    }
    if (seen.has(id)) {
      const message = `stack ${show(id)} is written twice`;
      found.push({ code: "DUPLICATE", message, hint: "keep one of them", pointer: `${pointer}/id` });
    }
    seen.add(id);
  }
  return found;
}
