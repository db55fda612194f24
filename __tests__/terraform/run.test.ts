import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cliConfig } from "../../sandbox/terraform/cli-config.ts";
import { findTerraform } from "../../sandbox/terraform/find.ts";
import {
  TerraformError,
  type TerraformRun,
  terraformApply,
  terraformInit,
  terraformPlan,
} from "../../sandbox/terraform/run.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "zonekeep terraform "));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** A shell script in Terraform's place. */
async function fake(script: string, name = "terraform"): Promise<TerraformRun> {
  const binary = join(dir, name);
  await writeFile(binary, `#!/bin/sh\n${script}\n`);
  await chmod(binary, 0o755);
  return { binary, folder: dir, env: process.env };
}

const line = (message: object): string => `echo '${JSON.stringify(message)}'`;

test("an apply tells what it added and what it does meanwhile", async () => {
  const said: string[] = [];
  const run = await fake(
    [
      `echo "$*" > args`,
      line({ type: "planned_change", change: { resource: { addr: "aws_kms_key.key" }, action: "create" } }),
      line({ type: "apply_complete", "@message": "aws_kms_key.key: Creation complete after 1s" }),
      line({ type: "change_summary", changes: { add: 1, change: 0, remove: 0 } }),
    ].join("\n"),
  );
  expect(await terraformApply({ ...run, onProgress: (text) => said.push(text) })).toEqual({
    added: 1,
    changed: 0,
    destroyed: 0,
    resources: ["aws_kms_key.key (create)"],
  });
  expect(said).toEqual(["aws_kms_key.key: Creation complete after 1s"]);
  expect(await readFile(join(dir, "args"), "utf8")).toBe(
    "apply -auto-approve -input=false -json -parallelism=20\n",
  );
});

test("a plan with changes is no error", async () => {
  const change = line({
    type: "planned_change",
    change: { resource: { addr: "aws_sqs_queue.q" }, action: "update" },
  });
  const summary = line({ type: "change_summary", changes: { add: 0, change: 1, remove: 0 } });
  expect(await terraformPlan(await fake(`${change}\n${summary}\nexit 2`))).toMatchObject({
    changed: 1,
    resources: ["aws_sqs_queue.q (update)"],
  });
});

test("a refused apply says each error of Terraform's with the resource it is about, and no warning", async () => {
  const diagnostic = (severity: string, summary: string, detail: string, address?: string): string =>
    line({ type: "diagnostic", diagnostic: { severity, summary, detail, address } });
  const run = await fake(
    [
      diagnostic("warning", "Deprecated", "soon gone"),
      diagnostic("error", "creating KMS Key", "AccessDenied", "aws_kms_key.key"),
      diagnostic("error", "No credentials", ""),
      "exit 1",
    ].join("\n"),
  );
  const refused = terraformApply(run);
  await expect(refused).rejects.toBeInstanceOf(TerraformError);
  await expect(refused).rejects.toThrow(/^aws_kms_key\.key: creating KMS Key: AccessDenied\nNo credentials$/);
});

test("a refused init says Terraform's text from its error on", async () => {
  const run = await fake("echo Initializing; echo 'Error: no provider' >&2; echo 'none at all' >&2; exit 1");
  await expect(terraformInit(run)).rejects.toThrow(/^Error: no provider\nnone at all$/);
});

test("aborting kills Terraform", async () => {
  const abort = new AbortController();
  let said = false;
  const run = await fake(`${line({ "@message": "started" })}\nsleep 600`);
  const onProgress = (): void => {
    said = true;
  };
  const killed = terraformApply({ ...run, signal: abort.signal, onProgress });
  const refused = expect(killed).rejects.toThrow("enough");
  await vi.waitFor(() => expect(said).toBe(true));
  abort.abort(new Error("enough"));
  await refused;
});

test("terraform goes before tofu, wherever each stands on PATH", async () => {
  const path = (...folders: string[]) => ({ PATH: folders.join(":") });
  await fake("", "tofu");
  expect(findTerraform(path(dir))).toEqual({ path: join(dir, "tofu"), registry: "registry.opentofu.org" });
  await fake("", "terraform");
  expect(findTerraform(path(dir))).toEqual({
    path: join(dir, "terraform"),
    registry: "registry.terraform.io",
  });
});

test("without either, one line says how to get one", () => {
  expect(() => findTerraform({ PATH: dir })).toThrow(
    "neither terraform nor tofu is on PATH: install Terraform 1.5 or newer, or OpenTofu, to apply stacks",
  );
});

test("with a mirror Terraform takes the AWS provider from it and from nowhere else", async () => {
  const settings = await cliConfig(dir, { registry: "registry.terraform.io" }, '/mirrors/"aws"');
  expect(settings).toMatchObject({ TF_CLI_CONFIG_FILE: join(dir, "terraform.rc"), TF_PLUGIN_CACHE_DIR: "" });
  expect(await readFile(join(dir, "terraform.rc"), "utf8")).toBe(`provider_installation {
  filesystem_mirror {
    path    = "/mirrors/\\"aws\\""
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
});
