import { leash } from "../leash.ts";

/** One line of Terraform's machine-readable output, as far as we read it. */
interface Message {
  readonly type?: string;
  readonly "@message"?: string;
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number };
  readonly change?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

export interface TerraformRun {
  readonly binary: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Kills Terraform and its providers. */
  readonly signal?: AbortSignal;
  /** Called with what Terraform says as it goes on: `aws_kms_key.key: Creation complete after 1s`. */
  readonly onProgress?: (line: string) => void;
}

export interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  /** `aws_s3_bucket.store (update)`, in Terraform's order. */
  readonly resources: readonly string[];
}

/** Terraform refused; the message is its own error text. */
export class TerraformError extends Error {
  override readonly name = "TerraformError";
}

/** Calls that wait overlap: most of a provider's time is sleeping until AWS is surely consistent. */
const PARALLELISM = "-parallelism=20";

export async function terraformInit(run: TerraformRun): Promise<void> {
  await terraform(run, ["init", "-input=false", "-no-color"], [0]);
}

export async function terraformApply(run: TerraformRun): Promise<Changes> {
  return changesIn(
    await terraform(run, ["apply", "-auto-approve", "-input=false", "-json", PARALLELISM], [0]),
  );
}

/** What an apply would change; nothing, when the real things are as the stack says. */
export async function terraformPlan(run: TerraformRun): Promise<Changes> {
  const args = ["plan", "-detailed-exitcode", "-input=false", "-lock=false", "-json", PARALLELISM];
  return changesIn(await terraform(run, args, [0, 2]));
}

export async function terraformDestroy(run: TerraformRun): Promise<Changes> {
  return changesIn(
    await terraform(run, ["destroy", "-auto-approve", "-input=false", "-json", PARALLELISM], [0]),
  );
}

async function terraform(
  { binary, folder, env, signal, onProgress }: TerraformRun,
  args: readonly string[],
  good: readonly number[],
): Promise<string> {
  signal?.throwIfAborted();
  let output = "";
  let shown = 0;
  const child = await leash(binary, args, {
    cwd: folder,
    env,
    onOutput: (text) => {
      output += text;
      for (let end = output.indexOf("\n", shown); end >= 0; end = output.indexOf("\n", shown)) {
        const said = messageIn(output.slice(shown, end))["@message"];
        shown = end + 1;
        if (said !== undefined) onProgress?.(said);
      }
    },
  });
  const kill = (): void => void child.kill();
  signal?.addEventListener("abort", kill, { once: true });
  const code = await child.exited;
  signal?.removeEventListener("abort", kill);
  signal?.throwIfAborted();
  if (code === null || !good.includes(code)) throw new TerraformError(errorsIn(output));
  return output;
}

function messageIn(line: string): Message {
  if (!line.startsWith("{")) return {};
  try {
    return JSON.parse(line) as Message;
  } catch {
    return {}; // a line of text that only looks like it
  }
}

function changesIn(output: string): Changes {
  const messages = output.split("\n").map(messageIn);
  const summary = messages.findLast(({ type }) => type === "change_summary")?.changes;
  const resources = messages.flatMap(({ type, change }) =>
    type === "planned_change" ? [`${change?.resource?.addr} (${change?.action})`] : [],
  );
  const { add = 0, change = 0, remove = 0 } = summary ?? {};
  return { added: add, changed: change, destroyed: remove, resources };
}

/** Every error Terraform reported; its last lines, when it did so as plain text. */
function errorsIn(output: string): string {
  const errors = output
    .split("\n")
    .flatMap((line) => messageIn(line).diagnostic ?? [])
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail, address }) =>
      [address, summary, detail].filter((part) => part !== undefined && part !== "").join(": "),
    );
  if (errors.length > 0) return errors.join("\n");
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const first = lines.findIndex((line) => line.includes("Error:"));
  return lines.slice(first < 0 ? -10 : first, first < 0 ? undefined : first + 20).join("\n");
}
