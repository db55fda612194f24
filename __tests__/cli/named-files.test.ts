import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { targetFile } from "../../modules/cli/terminal/target-file.ts";
import { type Ran, runIn } from "./support/io.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep files "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
  execFileSync("mkfifo", [join(folder, "pipe")]);
  mkdirSync(join(folder, "folder"));
  symlinkSync("loop", join(folder, "loop"));
  symlinkSync("nowhere", join(folder, "dangling"));
  writeFileSync(join(folder, "latin"), Buffer.from("ab\nc\xe9", "latin1"));
  writeFileSync(join(folder, "huge"), "");
  truncateSync(join(folder, "huge"), 300 * 1024 * 1024);
});
afterAll(() => rmSync(folder, { recursive: true }));

const RESTORE = ["restore", "orders", "--site", "us-east-1", "--to", "eu-west-1"];
const zonekeep = (...args: readonly string[]): Promise<Ran> =>
  // Nobody answers there: whoever came as far as to ask would say so.
  runIn(folder, args, { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9" } });

describe("a file that is read is a regular one, of bounded size, in UTF-8:", () => {
  const LARGEST: Readonly<Record<string, number>> = {
    "--map": 16,
    arm: 16,
    disarm: 16,
    "--inventory": 128,
    "--against": 256,
  };
  describe.each([
    ["--map", (file: string) => [...RESTORE, "--map", file]],
    ["arm", (file: string) => ["arm", file]],
    ["disarm", (file: string) => ["disarm", file]],
    ["--inventory", (file: string) => ["coverage", "--inventory", file]],
    ["--inventory", (file: string) => ["cost", "--inventory", file]],
  ])("%s", (option, command) => {
    test.each([
      ["pipe", "this is not a regular file"],
      ["folder", "this is not a regular file"],
      ["/dev/zero", "this is not a regular file"],
      ["/dev/null", "this is not a regular file"],
      ["loop", "its symbolic links form a loop"],
      ["dangling", "there is no such file or folder"],
      ["none", "there is no such file or folder"],
      [`${"x".repeat(300)}`, "the name is too long"],
    ])("%s", async (file, why) => {
      const { code, stdout, stderr } = await zonekeep(...command(file));
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(new RegExp(`^error: cannot read ${file}: ${why}\n  help: .*\n$`));
    });

    test("what is not UTF-8, with its place, and what is too large", async () => {
      expect((await zonekeep(...command("latin"))).stderr).toBe(
        "error: cannot read latin:2:2: this is not UTF-8 text\n  help: save the file as UTF-8\n",
      );
      expect((await zonekeep(...command("huge"))).stderr).toBe(
        `error: cannot read huge: the file is larger than ${LARGEST[option]} MiB\n  help: is it the file that was meant?\n`,
      );
    });
  });

  test("--against", async () => {
    expect((await zonekeep("plan", "--against", "./huge")).stderr).toContain("larger than 256 MiB");
    expect((await zonekeep("plan", "--against", "./latin")).stderr).toContain("latin:2:2: this is not UTF-8");
    for (const file of ["pipe", "/dev/zero", "folder"])
      expect(await zonekeep("plan", "--against", file)).toMatchObject({ code: 1, stdout: "" });
  });

  test.each([
    ["coverage", "--inventory", '{"format":1,"account":"1","account":"2"}'],
    ["plan", "--against", undefined],
  ])("%s %s refuses a key that is written twice, with its place", async (command, option, text) => {
    const { stdout } = await zonekeep("plan", "--json");
    writeFileSync(
      join(folder, "twice.json"),
      text ?? stdout.replace('"account"', '"account": "1", "account"'),
    );
    const { code, stderr } = await zonekeep(command, option, "twice.json");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^twice\.json:\d+:\d+: error\[YAML\] duplicate key "account"\n/);
  });
});

test("a map shows none of its lines", async () => {
  writeFileSync(join(folder, "map.yaml"), "version: 1\nmap:\n  postgres://ann:canary@db: 7\n");
  const { code, stdout, stderr } = await zonekeep(...RESTORE, "--map", "map.yaml", "--json");
  expect(code).toBe(1);
  expect(stderr).toBe(
    "map.yaml:3:29: error[TYPE] the counterpart of this key is not text\n  help: write one ARN or id, in quotes\n1 mistake\n",
  );
  expect(stdout).not.toContain("canary");
});

describe("a file that will be written is looked at before the work begins:", () => {
  describe.each([
    ["plan --output", (file: string) => ["plan", "--output", file]],
    ["restore --result", (file: string) => [...RESTORE, "--result", file]],
    ["restore --write-map", (file: string) => [...RESTORE, "--dry-run", "--write-map", file]],
    ["coverage --write-inventory", (file: string) => ["coverage", "--write-inventory", file]],
  ])("%s", (_option, command) => {
    test.each([
      ["pipe", "it is a pipe, a socket or a disk"],
      ["folder", "it is a folder"],
      ["dangling", "it is a link that leads nowhere"],
      ["loop", "its symbolic links form a loop"],
      ["no/where", "no such file or folder"],
      ["latin/where", "a part of the path is not a folder"],
    ])("%s", async (file, why) => {
      const { code, stdout, stderr } = await zonekeep(...command(file));
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(new RegExp(`^error: cannot write ${file}: ${why}\n(  help: .*\n)?$`));
    });
  });

  test("a zone lock", async () => {
    mkdirSync(join(folder, "locks"));
    cpSync(join(folder, "policies/estate.yaml"), join(folder, "locks/estate.yaml"));
    symlinkSync("nowhere", join(folder, "locks/zones.lock.json"));
    expect(await zonekeep("zones", "refresh", "--policies", "locks")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("it is a link that leads nowhere"),
    });
  });
});

describe("a file is written in one step:", () => {
  test("nothing lies beside it, its rights stay, and a link to it stays one", async () => {
    writeFileSync(join(folder, "kept.json"), "old");
    chmodSync(join(folder, "kept.json"), 0o640);
    symlinkSync("kept.json", join(folder, "linked.json"));
    const before = readdirSync(folder);
    await (await targetFile(folder, "linked.json")).write("new");
    expect(readFileSync(join(folder, "kept.json"), "utf8")).toBe("new");
    expect(lstatSync(join(folder, "linked.json")).isSymbolicLink()).toBe(true);
    expect(statSync(join(folder, "kept.json")).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("a secret one is its owner's alone, also where others could read it before", async () => {
    writeFileSync(join(folder, "old.restore.json"), "old", { mode: 0o644 });
    for (const name of ["old.restore.json", "new.restore.json"]) {
      await (await targetFile(folder, name, { secret: true })).write("{}");
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  test("a fresh one replaces none, also one that came meanwhile", async () => {
    const target = await targetFile(folder, "map.new.yaml", { fresh: true });
    writeFileSync(join(folder, "map.new.yaml"), "filled in");
    await expect(target.write("empty")).rejects.toThrow("cannot write map.new.yaml: it exists already");
    expect(readFileSync(join(folder, "map.new.yaml"), "utf8")).toBe("filled in");
  });

  test("what cannot be written leaves what was there, and nothing beside it", async () => {
    const before = readdirSync(folder);
    const full = await targetFile(folder, "/dev/full");
    await expect(full.write("x")).rejects.toMatchObject({
      message: "cannot write /dev/full: the disk is full",
      hint: "make room on it",
    });
    const gone = mkdtempSync(join(tmpdir(), "zonekeep gone "));
    const target = await targetFile(gone, "a");
    rmSync(gone, { recursive: true });
    await expect(target.write("x")).rejects.toThrow("cannot write a: no such file or folder");
    expect(readdirSync(folder)).toEqual(before);
  });
});
