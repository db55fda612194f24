import { matchesGlob } from "../../core/glob.ts";
import { compareText, uniqueSorted } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { PlannedRun } from "../planned-runs.ts";
import type { NamesResource } from "./cover-attached.ts";
import type { Inventory } from "./inventory.ts";

/** What a policy names, and what no thing of the regions fits where it runs. */
export interface NotThere {
  readonly policy: string;
  readonly key: "names" | "arns" | "resources";
  readonly written: string;
  /** Sorted. */
  readonly regions: readonly SiteId[];
}

interface Around {
  /** Those that were read to the end. */
  readonly regions: readonly SiteId[];
  readonly runs: (region: SiteId) => readonly PlannedRun[];
  readonly names: NamesResource;
  readonly findable: (one: string, region: SiteId) => boolean;
}

/** By policy, then by key and as it is written. Of resources only what the inventory has looked for. */
export function notThereOf(
  inventory: Inventory,
  { regions, runs, names: isNamedBy, findable }: Around,
): NotThere[] {
  const looked = new Set(inventory.named ?? []);
  const found = new Map<string, NotThere>();
  for (const region of regions) {
    const here = inventory.resources.filter((one) => one.region === region);
    const functions = here.filter(({ kind }) => kind === "lambda");
    const others = here.filter(({ kind }) => kind !== "lambda");
    const known = new Map<string, boolean>();
    const isThere = { names: isNamed, arns: isArnOf, resources: isResource };
    for (const { policy, unit } of runs(region)) {
      // An edge zone has functions alone.
      const resources =
        unit.zone === undefined ? policy.select.resources.filter((one) => looked.has(one)) : [];
      const { names, arns } = policy.select;
      for (const [key, entries] of [
        ["names", names],
        ["arns", arns],
        ["resources", resources],
      ] as const) {
        for (const written of entries.filter((one) => findable(one, region))) {
          if (once(`${key} ${written}`, () => isThere[key](written))) continue;
          const id = JSON.stringify([policy.name, key, written]);
          const regions = uniqueSorted([...(found.get(id)?.regions ?? []), region]);
          found.set(id, { policy: policy.name, key, written, regions });
        }
      }
    }

    /** A thousand policies name the same few. */
    function once(id: string, ask: () => boolean): boolean {
      const answer = known.get(id) ?? ask();
      known.set(id, answer);
      return answer;
    }
    function isNamed(glob: string): boolean {
      return functions.some(({ name }) => matchesGlob(glob, name));
    }
    function isArnOf(glob: string): boolean {
      return functions.some(({ arn }) => matchesGlob(glob, arn));
    }
    function isResource(entry: string): boolean {
      return others.some(({ arn }) => isNamedBy([entry], arn) !== undefined);
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      compareText(a.policy, b.policy) || compareText(a.key, b.key) || compareText(a.written, b.written),
  );
}
