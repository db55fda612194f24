import { parseArgs } from "node:util";
import { FUNCTIONS } from "./regions.ts";
import { SCENES, type SceneName } from "./scenes.ts";

export interface DemoOptions {
  readonly scene: SceneName;
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
  const { scene, keep, tamper } = parsed(args);
  if (!isScene(scene))
    throw new UsageError(`--scene ${scene}: write one of ${Object.keys(SCENES).join(", ")}`);
  const functions: readonly string[] = scene === "region" ? Object.values(FUNCTIONS) : [];
  if (tamper !== undefined && !functions.includes(tamper))
    throw new UsageError(
      functions.length === 0
        ? `--tamper ${tamper}: only --scene region takes it`
        : `--tamper ${tamper}: write one of ${functions.join(", ")}`,
    );
  return { scene, keep, tamper };
}

function isScene(name: string): name is SceneName {
  return Object.hasOwn(SCENES, name);
}

function parsed(args: readonly string[]): { scene: string; keep: boolean; tamper: string | undefined } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        scene: { type: "string", default: "region" satisfies SceneName },
        keep: { type: "boolean", default: false },
        tamper: { type: "string" },
      },
    });
    return { scene: values.scene, keep: values.keep, tamper: values.tamper };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${why.split(". ")[0]}: npm start takes -- --scene ${Object.keys(SCENES).join("|")}, --keep and --tamper FUNCTION`,
    );
  }
}
