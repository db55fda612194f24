import { type BlockDifference, listed, was } from "./difference.ts";

type StayIn = readonly string[] | undefined;

/** Nowhere said is anywhere. A jurisdiction more is one more place that points may lie in. */
export function diffStayIn(before: StayIn, after: StayIn): BlockDifference[] {
  const path = "stay-in";
  if (before === undefined && after === undefined) return [];
  const what = `stays in ${was(before, after, listed, "no jurisdiction")}`;
  if (after === undefined) return [{ class: "widens", path, what }];
  if (before === undefined) return [{ class: "adds", path, what }];
  const wider = after.some((one) => !before.includes(one));
  const narrower = before.some((one) => !after.includes(one));
  if (!wider && !narrower) return [];
  return [{ class: wider ? "widens" : "adds", path, what }];
}
