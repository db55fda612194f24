import { createHash, generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { formatSigningLock } from "../../../modules/policy/signing/read-signing-lock.ts";
import { DONE, repository } from "./repository.ts";

const { commit, git, edit, write, plan, against } = repository();

const PASS = 'pass-roles: ["orders-*", "media-*", "edge-*"]';
const WHO = "  principals: [role/backup-operators, role/pipeline]\n";

describe("a pull request alone", () => {
  const gate = async (): Promise<string[]> => {
    const { code, stdout, stderr } = await against();
    expect({ code, told: stderr.includes("not accepted") }).toEqual({ code: 1, told: true });
    const lines = stdout.split("\n").filter((line) => line.startsWith("widens"));
    return lines.map((line) => line.replaceAll(/ {2,}/g, " ").trim());
  };

  test("lets no restore pass roles that it could not pass, as long as nobody accepts it", async () => {
    edit("estate", PASS, PASS.replace("]", ', "Admin*"]'));
    expect(await gate()).toEqual(["widens estate 123456789012 a restore may pass roles Admin* too"]);
    await expect(against("--accept", "weakens,destroys,irreversible")).resolves.toMatchObject({ code: 1 });
    const { stdout, ...ended } = await against("--accept", "widens");
    expect(ended).toEqual(DONE);
    expect(stdout).toContain("Admin* too; accepted: --accept");
    edit("estate", "version: 1", "version: 1\naccept: [{ change: widens, reason: trust me }]");
    await gate();
  });

  test("lets nobody else restore: neither another role nor whoever the account lets", async () => {
    edit("estate", "role/pipeline", "role/pipe*");
    expect(await gate()).toEqual(["widens estate 123456789012 role/pipe* may take the standby role too"]);
    git("checkout", "-q", "-f", "main");
    edit("estate", WHO, "");
    expect(await gate()).toEqual([
      "widens estate 123456789012 who may take the standby role: whoever the account's IAM lets (was role/backup-operators, role/pipeline)",
    ]);
  });

  test("moves no state, not even its prefix", async () => {
    edit("estate", "state: local", "state: { s3: { bucket: theirs, region: us-east-1 } }");
    expect(await gate()).toEqual([
      "widens estate 123456789012 keeps Terraform's state in s3://theirs/zonekeep of us-east-1 (was local files)",
    ]);
  });
});

describe("whose signatures are believed", () => {
  const made = () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const der = publicKey.export({ type: "spki", format: "der" });
    return {
      fingerprint: createHash("sha256").update(der).digest("hex"),
      publicKey: der.toString("base64"),
    };
  };
  const both = { a: made(), b: made() };
  const key = (name: "a" | "b", more: object = {}) => ({
    region: "us-east-1",
    key: `arn:aws:kms:us-east-1:123456789012:key/${name}`,
    ...both[name],
    from: "2026-11-01T00:00:00Z",
    ...more,
  });
  const pinned = (...keys: ReturnType<typeof key>[]) => ({
    "policies/signing.lock.json": formatSigningLock(keys),
  });

  test("is not chosen by a pull request alone: a first key, another, a rotation, none", async () => {
    git("checkout", "-q", "-b", "pinned");
    write(pinned(key("a")));
    const first = await against();
    commit("pinned", {});
    const same = await plan("--against", "pinned");
    const told = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
      write(files);
      const { code, stdout } = await plan("--against", "pinned");
      expect(code).toBe(1);
      const lines = stdout.split("\n").filter((line) => line.startsWith("widens"));
      return lines.map((line) => line.replace(/^.*?arn/, "arn").trim());
    };
    const replaced = await told(pinned(key("b")));
    const rotated = await told(
      pinned(key("a", { until: "2026-11-29T00:00:00Z" }), key("b", { from: "2026-11-29T00:00:00Z" })),
    );
    const other = await told(pinned(key("a", both.b)));
    const none = await told(pinned());
    git("checkout", "-q", "-f", "main");
    git("branch", "-q", "-D", "pinned");
    const [a, b] = ["a", "b"].map((name) => `arn:aws:kms:us-east-1:123456789012:key/${name} of us-east-1`);
    expect(first.stdout).toContain(`signatures by ${a} are believed too`);
    expect(first.code).toBe(1);
    expect(same).toEqual({ ...DONE, stdout: "nothing changes\n" });
    expect(replaced).toEqual([`${a} are no longer known`, `${b} are believed too`]);
    expect(rotated).toEqual([a, `${b} are believed too`]);
    expect(other).toEqual([a]);
    expect(none).toEqual([`${a} are no longer known`]);
  });
});

describe("where points may lie", () => {
  test("is seen when the estate's stay-in goes, and when a target comes or moves", async () => {
    const NAS = "targets: { nas: { endpoint: https://nas.example.com, bucket: copies } }";
    git("checkout", "-q", "-b", "bound");
    edit("estate", "state: local", `state: local\nstay-in: [EU, US]\n${NAS}`);
    const added = await against();
    commit("bounds", {});
    edit("estate", "stay-in: [EU, US]\n", "");
    edit("estate", "nas.example.com", "theirs.example.com");
    const moved = await plan("--against", "bound");
    const json = JSON.parse((await plan("--against", "bound", "--json")).stdout);
    const stacks = await plan("--against", "bound", "--affected");
    git("checkout", "-q", "-f", "main");
    git("branch", "-q", "-D", "bound");
    expect(added).toMatchObject({ code: 1 });
    expect(added.stdout).toMatch(/^widens +estate 123456789012 +copies may go to target nas /m);
    expect(added.stdout).toMatch(/^adds +estate 123456789012 +stays in EU, US \(was no jurisdiction\)/m);
    expect(moved).toMatchObject({ code: 1 });
    expect(moved.stdout).toMatch(/^widens +estate 123456789012 +stays in no jurisdiction \(was EU, US\)/m);
    expect(json.changes.map((one: { class: string; path: string }) => [one.class, one.path])).toEqual([
      ["widens", "stay-in"],
      ["widens", "targets.nas"],
    ]);
    expect(stacks).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("who is told", () => {
  beforeEach(() => {
    edit("estate", "state: local", "state: local\nnotify: [a@example.com, b@example.com]");
    git("checkout", "-q", "-b", "told");
    commit("mailboxes", {});
  });

  test("is not silenced by a pull request, and passes by a word that was merged before", async () => {
    edit("estate", ", b@example.com", "");
    const silent = await plan("--against", "told");
    git("checkout", "-q", "-f", "told");
    edit("estate", "state: local", "accept: [{ change: widens, reason: b left }]\nstate: local");
    commit("word", {});
    edit("estate", ", b@example.com", "");
    edit("estate", "accept: [{ change: widens, reason: b left }]\n", "");
    const accepted = await plan("--against", "told");
    git("checkout", "-q", "-f", "main");
    git("branch", "-q", "-D", "told");
    expect(silent).toMatchObject({ code: 1 });
    expect(silent.stdout).toMatch(
      /^widens +estate 123456789012 +b@example.com is no longer told of failures/m,
    );
    expect(accepted).toMatchObject(DONE);
    expect(accepted.stdout).toContain("is no longer told of failures; accepted: b left");
  });
});
