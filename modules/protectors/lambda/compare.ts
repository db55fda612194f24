import { type Difference, differencesOf } from "../kit/differences.ts";
import type { IdMap } from "../protector.ts";
import { viewOf } from "./compare/view.ts";
import type { FunctionDocument } from "./document.ts";

/**
 * Where a restored function differs from what was captured: code, configuration, weights, permissions, triggers.
 * `idMap` is the restore's; what AWS makes by itself (domain: ARNs, dates, states, revisions) is left out. Mappings'
 * state counts only when the function is `armed`.
 */
export function compareFunctions(
  captured: FunctionDocument,
  restored: FunctionDocument,
  idMap: IdMap,
  { armed }: { readonly armed: boolean } = { armed: false },
): Difference[] {
  const was = viewOf(captured, restored, idMap, armed);
  const is = viewOf(restored, restored, {}, armed);
  return differencesOf(was, is);
}
