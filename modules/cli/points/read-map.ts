import { PolicyError } from "../../core/diagnostic.ts";
import type { IdMap, RestoreTarget } from "../../protectors/protector.ts";
import { parseMap } from "../../restore/id-map.ts";
import { readTextFile } from "../terminal/files.ts";

/**
 * Reads the file of `--map`.
 * @throws PolicyError with every mistake of the file, none of whose lines may be shown; CommandError when it cannot be read
 */
export function readMap(cwd: string, file: string, target: RestoreTarget): IdMap {
  const { map, diagnostics } = parseMap(readTextFile(cwd, file), file, target);
  if (diagnostics.length > 0) throw new PolicyError(diagnostics, "secret");
  return map;
}
