import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { MissingTool } from "../missing-tool.ts";

export interface Terraform {
  readonly path: string;
  /** Host that `hashicorp/aws` means to it. */
  readonly registry: "registry.terraform.io" | "registry.opentofu.org";
}

/** The first of `terraform` and `tofu` on PATH. @throws MissingTool when there is neither */
export function findTerraform(env: NodeJS.ProcessEnv = process.env): Terraform {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const name of ["terraform", "tofu"] as const) {
    const path = folders.map((folder) => join(folder, name)).find(isProgram);
    if (path !== undefined)
      return { path, registry: name === "tofu" ? "registry.opentofu.org" : "registry.terraform.io" };
  }
  throw new MissingTool(
    "neither terraform nor tofu is on PATH: install Terraform 1.5 or newer, or OpenTofu, to apply stacks",
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
