import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MissingTool } from "../../sandbox/missing-tool.ts";
import { requireVersion } from "../../sandbox/terraform/version.ts";

const folder = mkdtempSync(join(tmpdir(), "zonekeep-version-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that answers every call with this. */
function program(name: string, script: string) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return { path, registry: "registry.terraform.io" as const };
}
const says = (name: string, version: string) => program(name, `echo '{"terraform_version":"${version}"}'`);

test.each(["1.5.0", "1.11.4", "2.0.0"])("Terraform %s will do", async (version) => {
  await expect(requireVersion(says(`good-${version}`, version))).resolves.toBeUndefined();
});

test.each(["1.4.7", "0.15.5"])("Terraform %s is refused with its version", async (version) => {
  const old = says(`old-${version}`, version);
  await expect(requireVersion(old)).rejects.toThrow(
    new MissingTool(`${old.path} is version ${version}: install Terraform 1.5 or newer, or OpenTofu`),
  );
});

test.each([
  ["fails", "exit 3"],
  ["says something else", "echo hello"],
])("a program that %s is refused", async (name, script) => {
  const broken = program(name.replaceAll(" ", "-"), script);
  await expect(requireVersion(broken)).rejects.toThrow(`${broken.path} does not run`);
});
