import { type Diagnostic, error, type SourcePos } from "../../core/diagnostic.ts";
import { formatDuration } from "../../core/duration.ts";
import { EVENT_KINDS, type Policy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import { aboveMax, type LimitFault } from "../limit.ts";
import { placeOf } from "../place-of.ts";

/** Names, lists and durations that are longer than the provider takes. A bound itself is allowed. */
export function checkLimits(
  policy: Policy,
  { policyName, resources: most, selection, events }: Capabilities,
): Diagnostic[] {
  const { select, protect, name } = policy;
  const { tags, names, arns, runtimes, exclude, resources } = select.value;
  const size = Buffer.byteLength(
    JSON.stringify({
      tags,
      names,
      arns,
      runtimes,
      exclude: exclude.map((one) => one.name),
      ...(resources.length > 0 && { resources }),
    }),
  );
  return [
    ...at(
      policy.nameAt,
      aboveMax(`the name ${name} has ${name.length} characters`, name.length, policyName, {
        format: String,
        hint: () => "write a shorter name",
      }),
    ),
    ...at(
      placeOf(select, "resources"),
      aboveMax(`select.resources has ${resources.length} entries`, resources.length, most, {
        format: String,
        hint: () => "write several policies",
      }),
    ),
    ...at(
      select.at,
      aboveMax(`select of ${name} takes ${size} bytes`, size, selection, {
        format: String,
        hint: () => "write globs or tags instead of names, or several policies",
      }),
    ),
    ...EVENT_KINDS.flatMap((kind) => {
      const kept = protect.value.events[kind];
      if (typeof kept !== "number") return [];
      const subject = `events.${kind} ${formatDuration(kept)}`;
      return at(
        placeOf(protect, `events.${kind}`),
        aboveMax(subject, kept, events, {
          hint: (bound) => `write ${bound}, or all, which is what it holds`,
        }),
      );
    }),
  ];
}

function at(place: SourcePos, faults: readonly LimitFault[]): Diagnostic[] {
  return faults.map(({ code, message, hint }) => error(code, place, message, hint));
}
