import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { checkSchema } from "../schemas/check-schema.ts";
import { locate } from "../yaml/located.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";

/** What the schema of a lock file cannot say. */
export interface LockFault {
  /** JSON pointer. */
  readonly pointer: string;
  readonly message: string;
}

interface LockForm<T> {
  readonly schema: "zones" | "signing";
  /** `zone lock` */
  readonly noun: string;
  readonly faults: (lock: T) => readonly LockFault[];
  /** What to do about any of the faults. */
  readonly hint: string;
}

/**
 * A lock file: written by a command, committed, read by people. It is JSON and nearly always right, so it is read as such;
 * only when something is wrong is it read again with the place of every value. Half a lock would make good policies look
 * bad: with anything wrong in it there is none.
 */
export function readLockFile<T>(
  file: string,
  text: string,
  { schema, noun, faults, hint }: LockForm<T>,
): { readonly lock: T | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const value = parseJson(text);
  const located = parseYaml.bind(undefined, file, text);
  if (value === undefined) {
    const { diagnostics } = located();
    return { lock: undefined, diagnostics: diagnostics.length > 0 ? diagnostics : [notJson(file, noun)] };
  }
  const diagnostics = checkSchema(schema, value, () => located().root);
  if (diagnostics.length > 0) return { lock: undefined, diagnostics };

  const lock = value as T;
  const found = faults(lock);
  if (found.length === 0) return { lock, diagnostics: [] };
  const { root } = located();
  return {
    lock: undefined,
    diagnostics: found.map(({ pointer, message }) => {
      const at = (root && locate(root, pointer).node?.at) ?? { file, line: 1, col: 1 };
      return error("ESTATE", at, message, hint);
    }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notJson(file: string, noun: string): Diagnostic {
  const at = { file, line: 1, col: 1 };
  return error("YAML", at, `the ${noun} is not valid JSON`, "take it as it was committed");
}
