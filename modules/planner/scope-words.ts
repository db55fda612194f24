import type { Protect } from "../policy/policy.ts";
import { diffProtect } from "./diff/diff-protect.ts";

/** Whether one keeps less of a function than another, in something at least. */
export function keepsLess(one: Protect, than: Protect): boolean {
  return diffProtect(than, one).some((difference) => difference.class === "weakens");
}

/** `code: latest, triggers: sqs, s3`. */
export function protectWords({ code, triggers }: Protect): string {
  return `code: ${code}, triggers: ${triggers === "all" ? "all" : triggers.join(", ") || "none"}`;
}
