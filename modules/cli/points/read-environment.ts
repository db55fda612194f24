import { PolicyError } from "../../core/diagnostic.ts";
import { type Environments, parseEnvironments } from "../../restore/environment-file.ts";
import { readTextFile } from "../terminal/files.ts";

/**
 * Reads the file of `--environment`.
 * @throws PolicyError with every mistake of the file, none of whose lines may be shown; CommandError when it cannot be read
 */
export function readEnvironment(cwd: string, file: string): Environments {
  const { environments, diagnostics } = parseEnvironments(readTextFile(cwd, file), file);
  if (diagnostics.length > 0) throw new PolicyError(diagnostics, "secret");
  return environments;
}
