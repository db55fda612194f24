import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatDiagnostic, PolicyError } from "../../modules/core/diagnostic.ts";
import { loadPlan } from "../../modules/load/load-plan.ts";
import { formatSigningLock } from "../../modules/policy/signing/read-signing-lock.ts";
import { testSigner } from "../support/run-witness.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const POLICY = 'version: 1\nname: p\nowner: team\nselect: { names: ["*"] }\nsites: [us-east-1]\n';
const ESTATE = 'version: 1\naccount: "123456789012"\nregions: [us-east-1]\n';

let cwd: string;
beforeEach(() => {
  // A space in the name, because a working folder may well have one.
  cwd = mkdtempSync(join(tmpdir(), "zone keep "));
  mkdirSync(join(cwd, "policies"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (path: string, text: string | Buffer): void => writeFileSync(join(cwd, path), text);
const good = (): void => {
  write("policies/estate.yaml", ESTATE);
  write("policies/p.yaml", POLICY);
};
const load = (...paths: string[]) => loadPlan({ cwd, paths });
async function refused(...paths: string[]): Promise<string[]> {
  const error: unknown = await load(...paths).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PolicyError)) throw new Error("no PolicyError", { cause: error });
  return error.diagnostics.map(formatDiagnostic);
}

describe("the sample policies", () => {
  test("make two sites, a zone and the links between them, without a warning", async () => {
    const { plan, estate, policies, warnings } = await loadPlan({ cwd: ROOT, paths: [] });
    expect(warnings).toEqual([]);
    expect(plan.stacks.map(({ id }) => id)).toEqual([
      "site-eu-west-1",
      "site-us-east-1",
      "zone-us-east-1-bos-1a",
      "links-us-east-1",
    ]);
    expect(policies.map(({ name }) => name)).toEqual(["edge", "media", "orders"]);
    expect(estate.account).toBe("123456789012");
  });

  test("make the same bytes of plan from another working folder", async () => {
    rmSync(join(cwd, "policies"), { recursive: true });
    cpSync(join(ROOT, "policies"), join(cwd, "policies"), { recursive: true });
    const [here, there] = [await loadPlan({ cwd: ROOT, paths: [] }), await load("./policies/")];
    expect(JSON.stringify(there.plan)).toBe(JSON.stringify(here.plan));
  });
});

test("a folder is read with all below it, hidden ones and other files passed over", async () => {
  good();
  mkdirSync(join(cwd, "policies/team/deep"), { recursive: true });
  mkdirSync(join(cwd, "policies/.git"));
  write("policies/team/deep/q.yml", POLICY.replace("name: p", "name: q"));
  write("policies/.git/r.yaml", "not: read");
  write("policies/README.md", "# not: read");
  const { policies } = await load();
  expect(policies.map(({ name, at }) => [name, at.file])).toEqual([
    ["p", "policies/p.yaml"],
    ["q", "policies/team/deep/q.yml"],
  ]);
});

test("a folder that links back to itself is read once", async () => {
  good();
  symlinkSync("..", join(cwd, "policies/again"));
  expect((await load()).policies).toHaveLength(1);
});

test("a file is read with the estate from beside it or above, up to the working folder", async () => {
  good();
  mkdirSync(join(cwd, "policies/team"));
  write("policies/team/q", POLICY.replace("name: p", "name: q"));
  expect((await load("policies/p.yaml")).policies.map(({ name }) => name)).toEqual(["p"]);
  expect((await load("policies/team/q")).policies.map(({ name }) => name)).toEqual(["q"]);
  expect((await load("policies/p.yaml", "./policies", "policies/p.yaml")).policies).toHaveLength(1);
});

describe("the signing lock", () => {
  const { pin } = testSigner();
  const lock = formatSigningLock([pin]);
  const believed = async (...paths: string[]) => (await load(...paths)).estate.signers?.map(({ key }) => key);

  test("is read beside the policies, or from above where they are a file or a folder below", async () => {
    good();
    mkdirSync(join(cwd, "policies/team"));
    write("policies/team/q.yaml", POLICY.replace("name: p", "name: q"));
    expect(await believed()).toBeUndefined();
    write("policies/signing.lock.json", lock);
    expect(await believed()).toEqual([pin.key]);
    expect(await believed("policies/p.yaml")).toEqual([pin.key]);
    expect(await believed("policies/team")).toEqual([pin.key]);
    expect((await load()).policies).toHaveLength(2);
  });

  test("is one: a second below the same folder is a mistake, and the nearest is taken from above", async () => {
    good();
    mkdirSync(join(cwd, "policies/team"));
    write("policies/team/q.yaml", POLICY.replace("name: p", "name: q"));
    write("policies/signing.lock.json", lock);
    write("policies/team/signing.lock.json", formatSigningLock([]));
    expect(await refused()).toEqual([
      "policies/team/signing.lock.json:1:1: error[ESTATE] a second signing lock: the first is policies/signing.lock.json\n  help: keep one of them",
    ]);
    expect(await believed("policies/team/q.yaml")).toEqual([]);
  });

  test("that is wrong fails every command, though no policy is wrong", async () => {
    good();
    write("policies/signing.lock.json", lock.replace(pin.fingerprint, "0".repeat(64)));
    expect(await refused("policies/p.yaml")).toEqual([
      expect.stringMatching(
        /^policies\/signing\.lock\.json:4:\d+: error\[ESTATE\] the fingerprint of that public key is /,
      ),
    ]);
  });
});

test("an estate above the working folder is not looked for", async () => {
  good();
  mkdirSync(join(cwd, "policies/team"));
  write("policies/team/q.yaml", POLICY);
  await expect(loadPlan({ cwd: join(cwd, "policies/team"), paths: ["q.yaml"] })).rejects.toThrow(
    "estate.yaml:1:1: error[FILE] there is no estate",
  );
});

test("a zone lock beside the policies is taken instead of the one that comes with zonekeep", async () => {
  good();
  write(
    "policies/zones.lock.json",
    '{"source":"s","date":"2026-01-31","regions":[{"id":"us-east-2","partition":"aws","optIn":false}],"zones":[]}',
  );
  expect(await refused()).toEqual([
    'policies/estate.yaml:3:11: error[SITE] "us-east-1" is not a region\n  help: did you mean us-east-2?',
  ]);
});

test("warnings come with the plan, and wait while there are mistakes", async () => {
  good();
  write("policies/estate.yaml", ESTATE.replace("[us-east-1]", "[us-east-1, eu-west-1]"));
  expect((await load()).warnings.map(formatDiagnostic).sort()).toEqual(
    [
      "policies/estate.yaml:1:1: warning[PRIVILEGE] restore.principals is not there: whoever the account's IAM lets assume roles may restore\n" +
        "  help: write restore: { principals: [role/backup-operators] }; only these roles and users may restore then",
      "policies/estate.yaml:3:22: warning[ESTATE] no policy uses eu-west-1\n" +
        "  help: name it under sites or copies of a policy, or take it out",
      "policies/estate.yaml:3:11: warning[WATCH] no other region watches us-east-1: if its alarms fall silent or are deleted, nobody is told\n" +
        "  help: add a second region to the estate and copy to it; it then watches this one",
    ].sort(),
  );
  expect((await load("policies/p.yaml", "policies/estate.yaml")).warnings).toHaveLength(3);
  write("policies/q.yaml", "version: 1");
  expect((await refused()).filter((line) => line.includes("warning"))).toEqual([]);
});

test("no file that looks like a policy is passed over in silence, and no other is told", async () => {
  good();
  const policy = readFileSync(join(cwd, "policies/p.yaml"), "utf8");
  write("policies/Orders.YAML", policy.replace("name: p", "name: orders"));
  write("policies/old.yaml.txt", policy);
  write("policies/.hidden.yml", policy);
  write("policies/media.json", '{"version": 1, "select": {"names": ["*"]}}');
  write("policies/package.json", '{"version": "1"}');
  write("policies/README.md", "orders.yaml");
  const { policies, warnings: all } = await load();
  const warnings = all.filter(({ code }) => code === "FILE");
  expect(policies.map(({ name }) => name).sort()).toEqual(["orders", "p"]);
  expect(warnings.map(formatDiagnostic)).toEqual(
    [
      ["policies/.hidden.yml", "its name begins with a dot"],
      ["policies/media.json", "policies are YAML"],
      ["policies/old.yaml.txt", "its name does not end in .yaml or .yml"],
    ].map(
      ([path, why]) =>
        `${path}:1:1: warning[FILE] this file is not read: ${why}\n  help: name it like orders.yaml, or keep it elsewhere`,
    ),
  );
  rmSync(join(cwd, "policies/p.yaml"));
  rmSync(join(cwd, "policies/Orders.YAML"));
  expect((await refused()).map((line) => line.split("\n")[0])).toEqual(
    [
      ...warnings.map(({ at, message }) => `${at.file}:1:1: warning[FILE] ${message}`),
      "policies/estate.yaml:1:1: error[FILE] there is no policy beside the estate",
    ].sort(),
  );
});

test("a byte that is not UTF-8 is told where it is", async () => {
  good();
  write(
    "policies/q.yaml",
    Buffer.concat([Buffer.from("a: b\nowner: \u00fc\ufffd"), Buffer.from([0xe9]), Buffer.from(" \u00fc")]),
  );
  expect((await refused())[0]).toMatch(/^policies\/q\.yaml:2:10: error\[FILE\] this is not UTF-8 text/);
});

test("one policy of many does not hear what it leaves unused of the estate: others may use it", async () => {
  good();
  write("policies/estate.yaml", ESTATE.replace("[us-east-1]", "[us-east-1, eu-west-1]"));
  expect((await load("policies/p.yaml")).warnings).toEqual([]);
});

describe("what cannot be read", () => {
  const NAME_ONE =
    "  help: write policies/estate.yaml and a policy beside it, or name the folder that has them";

  test("no folder: one line that says what to write", async () => {
    rmSync(join(cwd, "policies"), { recursive: true });
    expect(await refused()).toEqual([
      `policies:1:1: error[FILE] there is no such file or folder\n${NAME_ONE}`,
    ]);
  });

  test("an empty folder", async () => {
    expect((await refused()).map((line) => line.split("\n")[0])).toEqual([
      "policies/estate.yaml:1:1: error[FILE] there is no estate",
      "policies/estate.yaml:1:1: error[FILE] there is no policy beside the estate",
    ]);
  });

  test("a named file that is missing is all there is to say, with an estate beside it or without", async () => {
    const gone = (path: string) => [`${path}:1:1: error[FILE] there is no such file or folder\n${NAME_ONE}`];
    expect(await refused("policies/gone.yaml")).toEqual(gone("policies/gone.yaml"));
    good();
    expect(await refused("policies/gone.yaml")).toEqual(gone("policies/gone.yaml"));
    expect(await refused("policies/team")).toEqual(gone("policies/team"));
    expect(await refused("policies/p.yaml", "policies/gone.yaml")).toEqual(gone("policies/gone.yaml"));
  });

  test("a folder with an estate and nothing else still lacks a policy", async () => {
    write("policies/estate.yaml", ESTATE);
    expect(await refused()).toEqual([
      "policies/estate.yaml:1:1: error[FILE] there is no policy beside the estate\n" +
        "  help: write a policy: version, name, owner, select, sites",
    ]);
  });

  test.each(["", "# no more\n", "null\n", "---\n", "~"])(
    "a policy or estate of %j is empty",
    async (text) => {
      good();
      write("policies/p.yaml", text);
      expect(await refused()).toEqual([
        "policies/p.yaml:1:1: error[FILE] the file is empty\n" +
          "  help: a policy starts with version: 1; write one, or delete the file",
      ]);
      write("policies/p.yaml", POLICY);
      write("policies/estate.yaml", text);
      expect(await refused()).toEqual([
        "policies/estate.yaml:1:1: error[FILE] the file is empty\n  help: an estate starts with version: 1",
      ]);
    },
  );

  test("a zone lock of null is the file that is empty", async () => {
    good();
    write("policies/zones.lock.json", "null");
    expect((await refused()).map((line) => line.split("\n")[0])).toEqual([
      "policies/zones.lock.json:1:1: error[MISSING] the file is empty",
    ]);
  });

  test("a file that is missing, beside others that are read all the same", async () => {
    good();
    write("policies/q.yaml", POLICY.replace("owner", "ower"));
    expect((await refused("policies", "gone.yaml")).map((line) => line.split("\n")[0])).toEqual([
      "gone.yaml:1:1: error[FILE] there is no such file or folder",
      'policies/q.yaml:2:7: error[DUPLICATE] a second policy "p": the first is policies/p.yaml:2:7',
      'policies/q.yaml:3:1: error[UNKNOWN_KEY] unknown key "ower"',
    ]);
  });

  test("an empty file, a binary one, one that is not UTF-8, a dangling and a circular link", async () => {
    good();
    write("policies/a.yaml", "");
    write("policies/b.yaml", Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0]));
    write("policies/c.yaml", Buffer.from([0x6e, 0xe9, 0x0a]));
    symlinkSync("nowhere", join(cwd, "policies/d.yaml"));
    symlinkSync("e.yaml", join(cwd, "policies/e.yaml"));
    expect(await refused()).toEqual([
      "policies/a.yaml:1:1: error[FILE] the file is empty\n  help: a policy starts with version: 1; write one, or delete the file",
      "policies/b.yaml:1:3: error[YAML] control character U+0003\n  help: YAML is plain text: remove it",
      "policies/c.yaml:1:2: error[FILE] this is not UTF-8 text\n  help: save the file as UTF-8",
      "policies/d.yaml:1:1: error[FILE] there is no such file or folder\n" +
        "  help: it is a link that leads nowhere: point it to a file, or remove it",
      "policies/e.yaml:1:1: error[FILE] its symbolic links form a loop\n" +
        "  help: it is a link that leads nowhere: point it to a file, or remove it",
    ]);
  });

  test("a link that leads nowhere is named as one, by itself and as the estate beside a policy", async () => {
    good();
    rmSync(join(cwd, "policies/estate.yaml"));
    symlinkSync("nowhere", join(cwd, "policies/estate.yaml"));
    symlinkSync("loop", join(cwd, "policies/loop"));
    const nowhere = "  help: it is a link that leads nowhere: point it to a file, or remove it";
    const estate = `policies/estate.yaml:1:1: error[FILE] there is no such file or folder\n${nowhere}`;
    expect(await refused("policies/p.yaml")).toEqual([estate]);
    expect(await refused("policies/estate.yaml")).toEqual([estate]);
    expect(await refused("policies/loop/p.yaml")).toEqual([
      estate,
      `policies/loop/p.yaml:1:1: error[FILE] its symbolic links form a loop\n${nowhere}`,
    ]);
  });

  test("a pipe, which would never end, is not opened", async () => {
    good();
    execFileSync("mkfifo", [join(cwd, "policies/pipe.yaml")]);
    expect(await refused()).toEqual([
      "policies/pipe.yaml:1:1: error[FILE] this is not a regular file\n  help: name a file or a folder",
    ]);
  });

  test("a file of 50 MB is refused, and never taken into memory", async () => {
    good();
    write("policies/big.yaml", "version: 1\n");
    truncateSync(join(cwd, "policies/big.yaml"), 50 * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    expect(await refused()).toEqual([
      "policies/big.yaml:1:1: error[FILE] the file is larger than 1 MiB\n" +
        "  help: a policy has a few hundred bytes: split or remove it",
    ]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  test("a file of exactly 1 MiB is read, one byte more is not", async () => {
    good();
    const padded = `${POLICY}#`.padEnd(1024 * 1024, "x");
    write("policies/p.yaml", padded);
    expect((await load()).policies).toHaveLength(1);
    write("policies/p.yaml", `${padded}x`);
    expect(await refused()).toHaveLength(1);
  });

  test("a name with a line break in it cannot forge a diagnostic", async () => {
    good();
    write("policies/a\nb.yaml", "");
    expect(await refused()).toEqual([
      "policies/a\\u000ab.yaml:1:1: error[FILE] the file is empty\n  help: a policy starts with version: 1; write one, or delete the file",
    ]);
  });
});
