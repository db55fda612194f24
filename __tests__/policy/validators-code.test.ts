import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { SCHEMAS, type SchemaFile } from "../../modules/policy/schemas/schema-ajv.ts";
import * as source from "../../modules/policy/schemas/schema-validators.ts";
import { validatorsCode } from "../../modules/policy/schemas/validators-code.ts";
import { plain } from "../../modules/policy/yaml/located.ts";
import { parseYaml } from "../../modules/policy/yaml/parse-yaml.ts";

const root = join(import.meta.dirname, "..", "..");
const FILES = Object.keys(SCHEMAS) as SchemaFile[];

/** The text that the bundle gets, as a module. */
async function compiled(): Promise<typeof source> {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-validators-"));
  try {
    const { outputFiles } = await build({
      stdin: { contents: validatorsCode(), resolveDir: join(root, "modules", "policy", "schemas") },
      bundle: true,
      format: "esm",
      platform: "node",
      write: false,
    });
    const path = join(folder, "validators.mjs");
    writeFileSync(path, outputFiles[0]?.text ?? "");
    return await import(pathToFileURL(path).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Everything that the corpus and the samples hold, and what none of them is. */
function values(): [string, unknown][] {
  const folders = [join(root, "__tests__", "policy", "bad"), join(root, "policies")];
  const found = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(yaml|json)$/.test(name))
      .flatMap((name): [string, unknown][] => {
        const located = parseYaml(name, readFileSync(join(folder, name), "utf8")).root;
        return located === undefined ? [] : [[name, plain(located)]];
      }),
  );
  return [...found, ...[null, 1, "x", [], {}].map((value): [string, unknown] => [String(value), value])];
}

test("schemas that were compiled beforehand find what those compiled at the start find, to the last detail", async () => {
  const { validatorOf } = await compiled();
  const errors = (validators: typeof source, file: SchemaFile, value: unknown) => {
    const validate = validators.validatorOf(file);
    return validate(value) ? [] : validate.errors;
  };
  const all = values();
  expect(all.length).toBeGreaterThan(70);
  let max = 0;
  for (const [name, value] of all)
    for (const file of FILES) {
      const expected = errors(source, file, value);
      max = Math.max(max, expected?.length ?? 0);
      expect({ name, file, found: errors({ validatorOf }, file, value) }).toEqual({
        name,
        file,
        found: expected,
      });
    }
  expect(max).toBeGreaterThan(5);
});
