import { readdirSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Terraform } from "./find.ts";
import { findMirror } from "./mirror.ts";

/**
 * Writes a CLI configuration of our own, when the provider lies on this machine, and returns the settings that
 * make Terraform use it. The user's configuration is neither read nor changed then; without a mirror it counts.
 */
export async function cliConfig(
  dir: string,
  { registry }: Pick<Terraform, "registry">,
  mirror = findMirror({ ...thisMachine(), registry }),
): Promise<Record<string, string>> {
  const settings = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0", TF_PLUGIN_CACHE_DIR: "" };
  if (mirror === undefined) return settings;
  await mkdir(dir, { recursive: true });
  const file = join(dir, "terraform.rc");
  await writeFile(file, providerInstallation(mirror, `${registry}/hashicorp/aws`));
  return { ...settings, TF_CLI_CONFIG_FILE: file };
}

function providerInstallation(mirror: string, provider: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["${provider}"]
  }
  direct {
    exclude = ["${provider}"]
  }
}
`;
}

function thisMachine(): Omit<Parameters<typeof findMirror>[0], "registry"> {
  return {
    env: process.env,
    platform: process.platform,
    home: homedir(),
    namesIn: (folder) => {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  };
}
