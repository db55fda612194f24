import { type Diagnostic, error } from "../core/diagnostic.ts";
import { isEstate, isLock, isZoneLock } from "./parse.ts";

/** What is missing among the files of a folder, whether they could be read or not. */
export function checkPresence(folder: string, paths: readonly string[]): Diagnostic[] {
  const absent = (name: string, message: string, hint: string): Diagnostic =>
    error("FILE", { file: folder === "" ? name : `${folder}/${name}`, line: 1, col: 1 }, message, hint);
  const found: Diagnostic[] = [];
  if (!paths.some(isEstate)) found.push(absent("estate.yaml", "there is no estate", ESTATE));
  if (!paths.some(isZoneLock)) found.push(absent("zones.lock.json", "there is no zone lock", LOCK));
  if (!paths.some((path) => !isEstate(path) && !isLock(path)))
    found.push(absent("estate.yaml", "there is no policy beside the estate", POLICY));
  return found;
}

const ESTATE = 'write the account and its sites: version: 1, account: "123456789012", regions: [us-east-1]';
const LOCK = "take zones.lock.json of zonekeep's own policies folder";
const POLICY = "write a policy: version, name, owner, select, sites";
