import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { MissingTool } from "../missing-tool.ts";
import type { Terraform } from "./find.ts";

/** The oldest that the README asks for; every OpenTofu is newer. */
const MIN_VERSION = [1, 5] as const;

/** @throws MissingTool when the program does not say a version, or one that is too old */
export async function requireVersion({ path }: Terraform): Promise<void> {
  const version = await versionOf(path);
  const [major = 0, minor = 0] = version?.split(".").map(Number) ?? [];
  if (major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1])) return;
  throw new MissingTool(
    `${path} ${version === undefined ? "does not run" : `is version ${version}`}: install Terraform ${MIN_VERSION.join(".")} or newer, or OpenTofu`,
  );
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ["version", "-json"], {
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      timeout: 20_000,
    });
    const { terraform_version: version } = JSON.parse(stdout) as { readonly terraform_version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
