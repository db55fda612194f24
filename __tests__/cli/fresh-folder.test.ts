import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshFolder } from "../../modules/cli/terminal/fresh-folder.ts";

let cwd = "";
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "zonekeep fresh "));
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function* bytes(...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part);
}

const modeOf = (path: string): number => statSync(join(cwd, path)).mode & 0o777;

test.each([
  ["that is not there", false],
  ["that is empty", true],
])("a folder %s is written whole, for its owner alone", async (_words, there) => {
  const path = `out ${there}`;
  if (there) mkdirSync(join(cwd, path));
  const folder = await freshFolder(cwd, path);
  await folder.write(
    new Map<string, string | AsyncIterable<Uint8Array>>([
      ["main.tf.json", "{}"],
      ["packages/a.zip", bytes("a", "b")],
    ]),
  );
  expect(readFileSync(join(cwd, path, "packages", "a.zip"), "utf8")).toBe("ab");
  const modes = [path, `${path}/packages`, `${path}/main.tf.json`, `${path}/packages/a.zip`].map(modeOf);
  expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
});

test("bytes that break off leave nothing", async () => {
  const folder = await freshFolder(cwd, "broken");
  async function* broken() {
    yield Buffer.from("a");
    throw new Error("its SHA-256 is another one");
  }
  await expect(folder.write(new Map([["a", broken()]]))).rejects.toThrow("its SHA-256 is another one");
  expect(existsSync(join(cwd, "broken"))).toBe(false);
  expect(readdirSync(cwd).filter((name) => name.includes("broken"))).toEqual([]);
});

test("what a person keeps in a folder is never written over", async () => {
  mkdirSync(join(cwd, "kept"));
  writeFileSync(join(cwd, "kept", "terraform.tfstate"), "{}");
  await expect(freshFolder(cwd, "kept")).rejects.toMatchObject({
    message: "cannot write kept: something is in it",
    hint: "name a folder that is empty or not there: it is made",
  });
  await expect(freshFolder(cwd, "kept/terraform.tfstate")).rejects.toThrow(
    /^cannot write kept\/terraform.tfstate: /,
  );
  await expect(freshFolder(cwd, "nowhere/else")).rejects.toThrow(/^cannot write nowhere\/else: /);
});
