import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { bundleHandlers, writeHandlerZips } from "../../modules/aws/handler-zip.ts";
import { RUNNERS } from "../../modules/aws/names.ts";
import { temporaryFolder } from "../support/synthesized.ts";

const MODULE = join(import.meta.dirname, "..", "..", "modules", "aws", "handler-zip.ts");
const TSX = createRequire(import.meta.url).resolve("tsx/cli");

/** Runners with a module beside the entry point, a comment and a string that must survive. */
function writeHandlers(folder: string): string {
  for (const runner of RUNNERS) {
    mkdirSync(join(folder, runner), { recursive: true });
    writeFileSync(
      join(folder, runner, "index.ts"),
      `/*! legal */ import { greet } from "./greet.ts";\nexport const handler = async (event: { name: string }) => greet(event.name, "${runner}");\n`,
    );
    writeFileSync(
      join(folder, runner, "greet.ts"),
      "/** Says it. */ export const greet = async (name: string, by: string) => (await import('node:path')).posix.join(name, by);\n",
    );
  }
  return folder;
}

test("the package runs, and holds one readable file without a trace of where it came from", async () => {
  const folder = temporaryFolder();
  const zips = await writeHandlerZips(writeHandlers(join(folder, "handlers")), join(folder, "zips"));
  const bytes = readFileSync(zips.capture.path);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(zips.capture.sha256);
  expect(bytes.length).toBe(zips.capture.size);
  const files = unzipSync(bytes);
  expect(Object.keys(files)).toEqual(["index.cjs"]);
  const code = new TextDecoder().decode(files["index.cjs"]);
  expect(code).not.toMatch(/legal|greet\.ts|handlers/);
  expect(code).not.toContain(folder);
  expect(code).not.toContain("import(");

  const file = join(folder, "index.cjs");
  writeFileSync(file, code);
  const { handler } = createRequire(file)(file) as { handler: (event: unknown) => Promise<string> };
  await expect(handler({ name: "orders" })).resolves.toBe("orders/capture");
});

test("the entry is a file of Unix that everybody may read", async () => {
  const folder = temporaryFolder();
  const zips = await writeHandlerZips(writeHandlers(join(folder, "handlers")), join(folder, "zips"));
  const bytes = readFileSync(zips.discover.path);
  const central = bytes.indexOf(Buffer.from("PK\x01\x02", "latin1"));
  expect(bytes[central + 5]).toBe(3);
  expect(bytes.readUInt32LE(central + 38)).toBe(0o100644 * 65_536);
});

test("the same sources give the same bytes in another folder, working folder and time zone", async () => {
  const folder = temporaryFolder();
  const here = await writeHandlerZips(writeHandlers(join(folder, "handlers")), join(folder, "zips"));
  const elsewhere = join(folder, "with a space", "again");
  writeHandlers(join(elsewhere, "handlers"));
  const script = join(elsewhere, "zip.mts");
  writeFileSync(
    script,
    `import { writeHandlerZips } from ${JSON.stringify(MODULE)};\nawait writeHandlerZips("handlers", "zips");\n`,
  );
  const run = spawnSync(process.execPath, [TSX, script], {
    cwd: elsewhere,
    env: { ...process.env, TZ: "Pacific/Kiritimati" },
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  for (const runner of RUNNERS)
    expect(
      readFileSync(join(elsewhere, "zips", `${runner}.zip`)).equals(readFileSync(here[runner].path)),
    ).toBe(true);
});

test("fails with the file and line that cannot be bundled", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "runner"));
  writeFileSync(join(folder, "runner", "index.ts"), 'import "./missing.ts";\n');
  await expect(bundleHandlers(folder, ["runner"])).rejects.toThrow(
    'runner/index.ts:1:7: ERROR: Could not resolve "./missing.ts"',
  );
});
