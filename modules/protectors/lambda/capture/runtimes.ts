import { runtimeNotice } from "../../../core/runtimes/lifecycle.ts";
import { byRuntime, versionWords } from "../by-runtime.ts";
import type { VersionDocument } from "../document.ts";

/** A line for each runtime that AWS withdraws: what is kept may not come back with it. */
export function runtimeNotices(
  name: string,
  versions: readonly { readonly document: VersionDocument }[],
  today: string,
): readonly string[] {
  return byRuntime(versions.map(({ document }) => document)).flatMap(
    ([runtime, of]) => runtimeNotice(`${versionWords(of)} of ${name}`, runtime, today) ?? [],
  );
}
