import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** JSON, in which the text `*` stands for any value, and `*` within a text for any characters. */
export type Facts =
  | string
  | number
  | boolean
  | null
  | readonly Facts[]
  | { readonly [member: string]: Facts };

/** One call and how AWS answered it; without `recorded`, a step that only sets the scene. */
export interface Step {
  /** `lambda:GetFunction` */
  readonly call: string;
  /** Members of the input; `${name}` is what an earlier step or the scene has made. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Where the real AWS's answer stands among the recorded ones: file, case, step. */
  readonly recorded?: readonly [file: string, scenario: string, step: string];
  readonly status?: number;
  /** Every member of the answer, with the values that do not change from call to call. */
  readonly answer?: { readonly [member: string]: Facts };
  readonly refused?: { readonly code: string; readonly message: string };
  /** Members of the answer that later steps need, by the name they go by there. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Members, or `refused`, in which the sandbox differs, each with the reason. */
  readonly differs?: Readonly<Record<string, string>>;
}

interface Scenario {
  readonly says: string;
  /** What must be there before: see scene.ts. */
  readonly given?: readonly string[];
  readonly steps: readonly Step[];
}

export interface FactFile {
  /** `lambda-aliases` */
  readonly subject: string;
  readonly scenarios: readonly Scenario[];
}

/** All that is written down, by file. */
export function allFacts(): FactFile[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({
      subject: basename(name, ".json"),
      scenarios: JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8")) as Scenario[],
    }));
}
