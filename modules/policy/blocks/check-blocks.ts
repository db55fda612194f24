import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { get, type Located, text } from "../yaml/located.ts";

/** What a schema cannot say of the promises under one mapping: keys that contradict or need each other. */
export function checkBlocks(root: Located | undefined): Diagnostic[] {
  return [...checkTiming(get(root, "schedule")), ...checkLock(get(root, "lock"))];
}

function checkTiming(node: Located | undefined): Diagnostic[] {
  if (node?.kind !== "map") return [];
  const [first, ...more] = [...node.entries].filter(([key]) => TIMINGS.includes(key));
  return more.map(([key, { keyAt }]) =>
    error("SCHEDULE", keyAt, `schedule has ${first?.[0]} and ${key}`, "keep one of them"),
  );
}

const TIMINGS: readonly string[] = ["every", "rate", "cron"];

/** A compliance lock is for ever, so no single word may set it. */
function checkLock(node: Located | undefined): Diagnostic[] {
  if (node === undefined) return [];
  const mode = text(node) ?? text(get(node, "mode"));
  const armed = get(node, "armed-on");
  if (mode === "compliance" && armed === undefined)
    return [
      error(
        "MISSING",
        node.at,
        "lock compliance without armed-on, the day from which nobody can take it back",
        "write lock: { mode: compliance, armed-on: 2027-01-15 }",
      ),
    ];
  if (mode === "governance" && armed !== undefined)
    return [error("VALUE", armed.at, "armed-on with lock governance, which is never armed", "leave it out")];
  return [];
}
