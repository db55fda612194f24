import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Terraform merges every file of this ending over the others, last. */
const FILE = "zonekeep_sandbox_override.tf.json";

/**
 * Lays the sandbox's settings over a stack: its own state file instead of the stack's backend, and what the
 * provider needs for an AWS that is no AWS. Addresses and keys come from the environment, which covers every
 * service without a list.
 */
export async function writeOverride(stackFolder: string, stateFile: string): Promise<void> {
  const override = {
    // CDKTF writes provider configurations as a list; a list merges with it, alias by alias.
    provider: { aws: [{ s3_use_path_style: true, skip_metadata_api_check: "true", max_retries: 2 }] },
    terraform: { backend: { local: { path: stateFile } } },
  };
  await writeFile(join(stackFolder, FILE), `${JSON.stringify(override, null, 2)}\n`);
}
