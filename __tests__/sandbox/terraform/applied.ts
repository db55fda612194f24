import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withoutAws } from "../../../sandbox/environment.ts";
import { cliConfig } from "../../../sandbox/terraform/cli-config.ts";
import { findTerraform } from "../../../sandbox/terraform/find.ts";
import { type Provider, startProvider } from "../../../sandbox/terraform/provider.ts";
import {
  type Changes,
  type TerraformRun,
  terraformApply,
  terraformDestroy,
  terraformInit,
  terraformPlan,
} from "../../../sandbox/terraform/run.ts";

/** What a person's folder needs for an AWS that is no AWS. */
const OVERRIDE = {
  provider: { aws: { s3_use_path_style: true, skip_metadata_api_check: "true", max_retries: 2 } },
};

/** The real Terraform in a folder, with a state of its own. */
export class Applied {
  private constructor(
    private readonly run: TerraformRun,
    private readonly provider: Provider,
  ) {}

  static async in(folder: string, settings: Readonly<Record<string, string>>): Promise<Applied> {
    const terraform = findTerraform();
    await writeFile(join(folder, "sandbox_override.tf.json"), JSON.stringify(OVERRIDE));
    const env = {
      GOGC: "400",
      ...withoutAws(process.env),
      ...settings,
      ...(await cliConfig(join(folder, ".rc"), terraform)),
    };
    const run = { binary: terraform.path, folder, env };
    await terraformInit(run);
    const provider = await startProvider({ folder, env, registry: terraform.registry });
    return new Applied({ ...run, env: { ...env, ...provider.env } }, provider);
  }

  apply(variables: Readonly<Record<string, string>> = {}): Promise<Changes> {
    return terraformApply(this.with(variables));
  }

  plan(variables: Readonly<Record<string, string>> = {}): Promise<Changes> {
    return terraformPlan(this.with(variables));
  }

  destroy(): Promise<Changes> {
    return terraformDestroy(this.run);
  }

  stop(): Promise<void> {
    return this.provider.stop();
  }

  private with(variables: Readonly<Record<string, string>>): TerraformRun {
    const given = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value] as const);
    return { ...this.run, env: { ...this.run.env, ...Object.fromEntries(given) } };
  }
}
