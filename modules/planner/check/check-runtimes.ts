import { closest } from "../../core/closest.ts";
import { type Diagnostic, warning } from "../../core/diagnostic.ts";
import { matchesGlob } from "../../core/glob.ts";
import { show } from "../../core/printable.ts";
import { shortList } from "../../core/short-list.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { placeOf } from "../place-of.ts";

/**
 * Globs of runtimes that select nothing, such as a language without its version. A warning only: the provider may
 * have a runtime since yesterday.
 */
export function checkRuntimes({ select }: Policy, { refuse, runtimes: known }: Capabilities): Diagnostic[] {
  if (refuse("select.runtimes") !== undefined) return [];
  return select.value.runtimes.flatMap((glob): Diagnostic[] => {
    if (known.some((runtime) => matchesGlob(glob, runtime))) return [];
    const begun = known.some((runtime) => matchesGlob(`${glob}*`, runtime)) ? `write ${glob}*` : undefined;
    const near = closest(glob, known);
    const hint =
      begun ??
      (near === undefined ? `there is ${shortList(known.toReversed(), 5)}` : `did you mean ${near}?`);
    const at = placeOf(select, `runtimes.${glob}`);
    return [warning("VALUE", at, `${show(glob)} matches no runtime that is known here`, hint)];
  });
}
