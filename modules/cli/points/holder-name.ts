import type { Io } from "../terminal/io.ts";

/**
 * Who restores, for whoever finds the function taken: `ana@laptop:3f9a`. 30 characters at most, of those that the value of
 * a tag may have. `random` tells two restores of one person apart.
 */
export function holderName(env: Io["env"], host: string, random: string): string {
  const user = env.USER ?? env.USERNAME ?? "somebody";
  const place = `${user}@${host}`.replace(/[^A-Za-z0-9+\-=._@]/g, "-").slice(0, 29 - random.length);
  return `${place}:${random}`;
}
