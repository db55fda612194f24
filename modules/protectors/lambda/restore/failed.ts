import { AGAIN } from "../../kit/restore-error.ts";
import { sameContent } from "./content.ts";
import type { Draft } from "./draft.ts";
import type { Wanted } from "./match-versions.ts";
import { deleteVersion } from "./standing.ts";

/** What Lambda could not make of the function that is there: a restore mends a failed update, and no version. */
export function planFailed(
  { document: { name }, live, blocked, warnings }: Draft,
  wanted: Wanted,
  there: ReadonlyMap<string, string>,
): void {
  if (live === undefined) return;
  if (live.updateFailed !== undefined)
    warnings.push(`the last update of ${name} failed (${live.updateFailed}): the restore writes it again`);
  if (live.failed !== undefined)
    blocked.push({
      because: "live",
      message: `${name} is in State Failed (${live.failed})`,
      hint: `correct that, delete the function, and ${AGAIN}`,
    });
  const used = new Set(there.values());
  for (const { version, content, failed } of live.versions) {
    if (failed === undefined) continue;
    const label = `version ${version} of ${name} is in State Failed (${failed})`;
    if (used.has(version))
      warnings.push(`${label}; it stays as it is. To publish it again: ${deleteVersion(name, version)}`);
    // Published again it would get the same number.
    else if (wanted.some((one) => !there.has(one.version) && sameContent(one.content, content)))
      blocked.push({ because: "live", message: label, hint: deleteVersion(name, version) });
  }
}
