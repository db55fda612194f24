import type { Diagnostic, DiagnosticCode } from "../core/diagnostic.ts";
import { formatDuration, MINUTES_A_DAY } from "../core/duration.ts";
import type { Policy } from "../policy/policy.ts";
import type { Capabilities, Limit } from "./capabilities.ts";

/** Promises that the provider would refuse or could not keep. A bound itself is allowed. */
export function checkPromises({ every, retention, lock }: Policy, capabilities: Capabilities): Diagnostic[] {
  const found: Diagnostic[] = [];
  const say = (
    code: DiagnosticCode,
    { at }: { at: Diagnostic["at"] },
    message: string,
    hint: string,
  ): void => {
    found.push({ severity: "error", code, message, hint, at });
  };

  const { least, most } = capabilities.retention;
  if (retention.value < least.value)
    say(
      "LIMIT",
      retention,
      `retention ${retention.value}d, the least is ${least.value}d`,
      orMore(least, `${least.value}d`),
    );
  if (retention.value > most.value)
    say(
      "LIMIT",
      retention,
      `retention ${retention.value}d, the most is ${most.value}d`,
      orLess(most, `${most.value}d`),
    );

  const [shortest, longest] = [capabilities.every.least, capabilities.every.most];
  const interval = formatDuration(every.value);
  if (every.value < shortest.value)
    say(
      "LIMIT",
      every,
      `every ${interval}, the least is ${formatDuration(shortest.value)}`,
      orMore(shortest, formatDuration(shortest.value)),
    );
  else if (every.value > longest.value)
    say(
      "LIMIT",
      every,
      `every ${interval}, the most is ${formatDuration(longest.value)}`,
      orLess(longest, formatDuration(longest.value)),
    );
  else if (every.value >= retention.value * MINUTES_A_DAY)
    say(
      "LIMIT",
      every,
      `every ${interval} with retention ${retention.value}d: a point would expire before the next one exists`,
      "keep points longer, or make them more often",
    );

  if (!capabilities.lockModes.includes(lock.value))
    say(
      "UNSUPPORTED",
      lock,
      `lock ${lock.value} is not offered yet`,
      `write lock: ${capabilities.lockModes.join(" or ")}`,
    );
  return found;
}

function orMore({ source }: Limit, written: string): string {
  return `write ${written} or more: ${source}`;
}

function orLess({ source }: Limit, written: string): string {
  return `write ${written} or less: ${source}`;
}
