import { parseArgs } from "node:util";
import { FUNCTIONS } from "./regions.ts";

export interface DemoOptions {
  /** Leave everything running until Ctrl-C. */
  readonly keep: boolean;
  /** Overwrite the kept code of this function before it is restored: the comparison must notice. */
  readonly tamper: string | undefined;
}

/** The command line of `npm start` is not what it takes. One line; exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws UsageError */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { keep, tamper } = parsed(args);
  const functions: readonly string[] = Object.values(FUNCTIONS);
  if (tamper !== undefined && !functions.includes(tamper))
    throw new UsageError(`--tamper ${tamper}: write one of ${functions.join(", ")}`);
  return { keep, tamper };
}

function parsed(args: readonly string[]): { keep: boolean; tamper: string | undefined } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { keep: { type: "boolean", default: false }, tamper: { type: "string" } },
    });
    return { keep: values.keep, tamper: values.tamper };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${why.split(". ")[0]}: npm start takes -- --keep and --tamper FUNCTION`);
  }
}
