import type { PlannedThing } from "../planned-thing.ts";

/**
 * Why a thing is not written, each reason on its own. Where something else is there, or no call makes one of the other,
 * Terraform would destroy what is there to make it anew, and its data with it. Pure.
 */
export function whyUnwritten(
  { plan, unwritable }: Pick<PlannedThing, "plan" | "unwritable">,
  skip: ReadonlySet<string> = new Set(),
): readonly string[] {
  return [
    ...unwritable
      .filter(({ because }) => because === "inexpressible" || because === "live" || because === "held")
      .map(({ message }) => message),
    ...(plan.leftOut ?? []),
    ...(plan.parts ?? [])
      .filter((part) => skip.has(part))
      .map((part) => `--skip ${part}: a part cannot be left out here, so that all of it is`),
  ];
}
