import { lookUp } from "../../kit/translate/scope.ts";
import type { Findings } from "../../kit/translate/walk.ts";
import type { IdMap } from "../../protector.ts";
import { runtimeOf } from "../by-runtime.ts";
import type { FunctionDocument, VersionDocument } from "../document.ts";

/** Versions with the runtimes that a person wants. A layer that says it is for another one is warned of: AWS asks nothing. */
export function translateRuntimes(
  { versions, layers }: Pick<FunctionDocument, "versions" | "layers">,
  runtimes: IdMap,
  into: Findings,
): readonly VersionDocument[] {
  return versions.map((version) => {
    const from = runtimeOf(version);
    const to = from === undefined ? undefined : lookUp(runtimes, from);
    if (from === undefined || to === undefined) return version;
    into.replaced.set(from, to);
    const used = version.configuration.Layers;
    for (const { arn, settings } of layers) {
      const fit = settings.CompatibleRuntimes;
      if (Array.isArray(used) && used.includes(arn) && Array.isArray(fit) && !fit.includes(to))
        into.warnings.add(`layer ${arn} says that it is for ${fit.join(", ")}, not for ${to}`);
    }
    // A build of the old runtime is none of the new one.
    const { runtimeManagement: pinned, ...rest } = version;
    const updates = pinned?.RuntimeVersionArn === undefined && pinned !== undefined;
    return {
      ...rest,
      ...(updates && { runtimeManagement: pinned }),
      configuration: { ...version.configuration, Runtime: to },
    };
  });
}
