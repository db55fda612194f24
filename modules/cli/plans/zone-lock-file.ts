import { join } from "node:path";
import shipped from "../../../policies/zones.lock.json" with { type: "json" };
import { PolicyError } from "../../core/diagnostic.ts";
import { readPolicyFiles } from "../../load/policy-files.ts";
import { readZoneLock } from "../../policy/estate/read-zones.ts";
import type { ZoneLock } from "../../policy/estate.ts";
import { isZoneLock } from "../../policy/parse.ts";
import { formatZoneLock } from "../../policy/zones/format-zone-lock.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

export interface ZoneLockFile {
  /** Where it is, or will be. */
  readonly path: string;
  readonly lock: ZoneLock;
}

/**
 * The zone lock that the policies of a file or folder have; where there is none, the one that comes with zonekeep
 * stands for it. The policies themselves are not looked at: they may name what only a newer lock has.
 * @throws PolicyError when there is no such folder, or its lock is wrong
 */
export function readZoneLockFile(cwd: string, policies: string): ZoneLockFile {
  const { files, names, folder, diagnostics } = readPolicyFiles(cwd, [policies]);
  const unread = diagnostics.filter(({ at }) => names.length === 0 || isZoneLock(at.file));
  if (unread.length > 0) throw new PolicyError(unread);
  const [found, another] = files.filter(({ path }) => isZoneLock(path));
  if (found !== undefined && another !== undefined)
    throw new CommandError(`two zone locks: ${found.path} and ${another.path}`, EXIT.bad, "keep one of them");
  if (found === undefined) return { path: join(folder, "zones.lock.json"), lock: shipped };
  const { zoneLock, diagnostics: faults } = readZoneLock(found.path, found.text);
  if (zoneLock === undefined) throw new PolicyError(faults);
  return { path: found.path, lock: zoneLock };
}

/**
 * The text of a lock as it can be read again.
 * @throws CommandError when AWS lists what a lock cannot hold, such as a longer name
 */
export function zoneLockText(source: string, date: string, lock: ZoneLock): string {
  const text = formatZoneLock(source, date, lock);
  const [fault] = readZoneLock("zones.lock.json", text).diagnostics;
  if (fault === undefined) return text;
  throw new CommandError(`AWS lists what the zone lock cannot hold: ${fault.message}`, EXIT.bad, fault.hint);
}
