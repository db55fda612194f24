import type { RecordedCall } from "./gateway/call.ts";
import { CONTROL_PATH } from "./gateway/control.ts";
import type { FaultRule } from "./gateway/faults.ts";

/** What tests and commands may do to a running sandbox, in this process or another. */
export interface SandboxControl {
  /** Loses a region: its calls break off. With us-east-1 lost, IAM cannot be written from anywhere. */
  readonly cut: (region: string) => Promise<void>;
  readonly heal: (region: string) => Promise<void>;
  /** Regions that are cut off, sorted. */
  readonly regionsCut: () => Promise<string[]>;
  /** Calls that have ended, in that order; only those after the call with the id `after`, when given. */
  readonly calls: (after?: number) => Promise<RecordedCall[]>;
  /** Replaces all fault rules; an empty list ends them. */
  readonly faults: (rules: readonly FaultRule[]) => Promise<void>;
}

/** Process that a gateway says it runs in; undefined when nothing like it answers there. */
export async function processBehind(endpoint: string): Promise<number | undefined> {
  try {
    const response = await fetch(`${endpoint}${CONTROL_PATH}health`, { signal: AbortSignal.timeout(2000) });
    const { pid } = (await response.json()) as { pid?: unknown };
    return typeof pid === "number" ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param endpoint - of the gateway, `http://127.0.0.1:<port>` */
export function controlOf(endpoint: string): SandboxControl {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${endpoint}${CONTROL_PATH}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`the sandbox refuses ${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    cut: async (region) => void (await ask("POST", "cut", { region })),
    heal: async (region) => void (await ask("POST", "heal", { region })),
    regionsCut: async () => ((await ask("GET", "cut")) as { regions: string[] }).regions,
    calls: async (after = 0) => (await ask("GET", `calls?after=${after}`)) as RecordedCall[],
    faults: async (rules) => void (await ask("POST", "faults", rules)),
  };
}
