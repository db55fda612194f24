import type { IdMap } from "../protector.ts";
import { sameJson } from "./canonical.ts";
import { isObject } from "./canonical-configuration.ts";
import { type View, viewOf } from "./compare/view.ts";
import type { FunctionDocument, Json } from "./document.ts";

/** One thing that is not as it was. Documents hold no secrets, so neither do these. */
export interface Difference {
  /** `versions.2.configuration.MemorySize`, as the restored function numbers it. */
  readonly path: string;
  /** Absent: it was not there. */
  readonly was?: Json;
  /** Absent: it is not there. */
  readonly is?: Json;
}

/**
 * Where a restored function differs from what was captured: code, configuration, weights, permissions, triggers.
 * `idMap` is the restore's; what AWS makes by itself (domain: ARNs, dates, states, revisions) is left out. Mappings'
 * state and buckets' notifications count only when the function is `armed`.
 */
export function compareFunctions(
  captured: FunctionDocument,
  restored: FunctionDocument,
  idMap: IdMap,
  { armed }: { readonly armed: boolean } = { armed: false },
): Difference[] {
  const was = viewOf(captured, restored, idMap, armed);
  const is = viewOf(restored, restored, {}, armed);
  return differences(was, is, "");
}

function differences(was: View | Json | undefined, is: View | Json | undefined, path: string): Difference[] {
  if (sameJson(was, is)) return [];
  if (isObject(was) && isObject(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return keys.flatMap((key) => differences(was[key], is[key], path === "" ? key : `${path}.${key}`));
  }
  return [{ path, ...(was !== undefined && { was }), ...(is !== undefined && { is }) }];
}
