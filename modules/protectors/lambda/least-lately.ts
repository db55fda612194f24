import type { FunctionConfiguration } from "@aws-sdk/client-lambda";

/**
 * When that of a function was changed which was changed least lately, in milliseconds since 1970: Lambda tells no time of
 * its birth, and the function is at least that old. `undefined` where no time can be read.
 */
export function leastLately(
  versions: readonly Pick<FunctionConfiguration, "LastModified">[],
): number | undefined {
  const times = versions
    .map(({ LastModified = "" }) => Date.parse(LastModified))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.min(...times);
}
