import { runtimeNotice } from "../../core/runtimes/lifecycle.ts";
import { shortList } from "../../core/short-list.ts";
import { compareText } from "../../core/source-order.ts";
import type { Coverage } from "./coverage.ts";
import type { Inventory, InventoryResource } from "./inventory.ts";

/** A runtime that AWS withdraws, and who has it. */
export interface RuntimeInUse {
  readonly runtime: string;
  /** ARNs of functions whose `$LATEST` has it, sorted: an inventory shows no other version. */
  readonly functions: readonly string[];
  /** Since or until when AWS creates and updates such functions, and what to do. */
  readonly notice: string;
}

const MAX_NAMED = 10;

/** One entry for each runtime of protected functions, by name. `today` is a day in UTC. */
export function runtimesInUse(
  { resources }: Pick<Coverage, "resources">,
  inventory: Pick<Inventory, "resources">,
  today: string,
): readonly RuntimeInUse[] {
  const kept = new Set(resources.flatMap(({ arn, status }) => (status === "protected" ? [arn] : [])));
  const byRuntime = new Map<string, Pick<InventoryResource, "arn" | "name">[]>();
  for (const { kind, arn, name, attributes } of inventory.resources) {
    const runtime = attributes?.runtime;
    if (kind !== "lambda" || runtime === undefined || !kept.has(arn)) continue;
    byRuntime.set(runtime, [...(byRuntime.get(runtime) ?? []), { arn, name }]);
  }
  return [...byRuntime]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([runtime, having]) => {
      const names = having.map(({ name }) => name).sort(compareText);
      const notice = runtimeNotice(`$LATEST of ${shortList(names, MAX_NAMED)}`, runtime, today);
      const arns = having.map(({ arn }) => arn).sort(compareText);
      return notice === undefined ? [] : [{ runtime, functions: arns, notice }];
    });
}
