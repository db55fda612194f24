import { type Diagnostic, warning } from "../../core/diagnostic.ts";
import type { Estate } from "../../policy/estate.ts";
import type { SiteAsk } from "../expand/site-asks.ts";

/** Alarms of a region lie in it. Where there is no other one, nobody tells when it falls silent, and that is told here. */
export function checkWatch({ regions }: Estate, asks: ReadonlyMap<string, SiteAsk>): Diagnostic[] {
  const used = regions.filter(({ id }) => asks.has(id));
  const [only, ...others] = used;
  if (only === undefined || others.length > 0) return [];
  return [
    warning(
      "WATCH",
      only.at,
      `no other region watches ${only.id}: if its alarms fall silent or are deleted, nobody is told`,
      "add a second region to the estate and copy to it; it then watches this one",
    ),
  ];
}
