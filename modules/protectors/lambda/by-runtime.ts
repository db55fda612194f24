import { shortList } from "../../core/short-list.ts";
import type { VersionDocument } from "./document.ts";

/** A container image has none. */
export function runtimeOf({ configuration }: Pick<VersionDocument, "configuration">): string | undefined {
  return typeof configuration.Runtime === "string" ? configuration.Runtime : undefined;
}

/** Versions by their runtime, in the order in which the runtimes come. */
export function byRuntime(
  versions: readonly VersionDocument[],
): readonly (readonly [runtime: string, versions: readonly string[]])[] {
  const found = new Map<string, string[]>();
  for (const version of versions) {
    const runtime = runtimeOf(version);
    if (runtime !== undefined) found.set(runtime, [...(found.get(runtime) ?? []), version.version]);
  }
  return [...found];
}

/** `version 7`, `versions 1, 2, $LATEST`. */
export function versionWords(versions: readonly string[]): string {
  const [only, ...others] = versions;
  if (others.length > 0) return `versions ${shortList(versions, 8)}`;
  return only === "$LATEST" ? only : `version ${only}`;
}
