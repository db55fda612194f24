import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { withoutAws } from "../../../sandbox/environment.ts";
import { cliConfig } from "../../../sandbox/terraform/cli-config.ts";
import { findTerraform } from "../../../sandbox/terraform/find.ts";
import { terraformInit } from "../../../sandbox/terraform/run.ts";
import { type ProviderBlock, SCHEMA_FILE } from "../../support/provider-schema.ts";
import { writtenTypes } from "../../support/written-types.ts";

interface Schema {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: ProviderBlock }>> }>
  >;
}

// With --update it is written from the provider.
test("the arguments that unit tests judge by are those of the provider that was tried", async () => {
  const terraform = findTerraform();
  const folder = await mkdtemp(join(tmpdir(), "zonekeep schema "));
  try {
    const provider = { source: "hashicorp/aws", version: "5.100.0" };
    await writeFile(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { aws: provider } } }),
    );
    const env = { ...withoutAws(process.env), ...(await cliConfig(folder, terraform)) };
    await terraformInit({ binary: terraform.path, folder, env });
    const { stdout } = await promisify(execFile)(terraform.path, ["providers", "schema", "-json"], {
      cwd: folder,
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    const [aws] = Object.values((JSON.parse(stdout) as Schema).provider_schemas);
    const all = writtenTypes().map((type) => {
      const resource = aws?.resource_schemas[type];
      if (resource === undefined) throw new Error(`the provider has no ${type}`);
      return [type, argumentsOf(resource.block)] as const;
    });
    const text = `${JSON.stringify(Object.fromEntries(all), undefined, 1)}\n`;
    await expect(text).toMatchFileSnapshot(SCHEMA_FILE);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Without descriptions, and without what is only read. */
function argumentsOf({ attributes = {}, block_types: blocks = {} }: ProviderBlock): ProviderBlock {
  const settable = Object.entries(attributes).flatMap(([name, { type, required, optional }]) =>
    required || optional ? [[name, { type, ...(required ? { required } : { optional }) }] as const] : [],
  );
  const nested = Object.entries(blocks)
    .filter(([name]) => name !== "timeouts")
    .map(
      ([name, { block, min_items, max_items }]) =>
        [name, { block: argumentsOf(block), min_items, max_items }] as const,
    );
  return {
    ...(settable.length > 0 && { attributes: Object.fromEntries(settable) }),
    ...(nested.length > 0 && { block_types: Object.fromEntries(nested) }),
  } as ProviderBlock;
}
