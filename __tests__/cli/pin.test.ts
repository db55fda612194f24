import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signersParameters } from "../../modules/aws/signers-parameters.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import { readSigningLock } from "../../modules/policy/signing/read-signing-lock.ts";
import { type TestSigner, testSigner } from "../support/run-witness.ts";
import { useFakeKms } from "./support/fake-kms.ts";
import { type Ran, runIn } from "./support/io.ts";

const [EAST, WEST] = ["us-east-1", "eu-west-1"] as const;
const LOCK = "policies/signing.lock.json";
const NOW = "2026-11-23T12:00:00.000Z";

const kms = useFakeKms();

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep pin "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, LOCK);
const lock = () => readSigningLock(LOCK, readFileSync(path(), "utf8")).keys;
const pin = (...args: string[]): Promise<Ran> =>
  runIn(folder, ["pin", ...args], {
    now: () => new Date(NOW),
    env: { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL },
  });

/** The region's stack made a key. */
function deployed(region: string, id = 1, generation?: number): TestSigner["pin"] {
  const { pin: made } = testSigner(`arn:aws:kms:${region}:123456789012:key/${id}`, region);
  const later = generation !== undefined && { generation };
  const one = { ...made, from: `2026-01-0${id}T00:00:00.000Z`, ...later };
  kms.keys.set(region, { arn: one.key, publicKey: one.publicKey, from: one.from, ...later });
  return one;
}

/** What a deployment of the estate as it is now makes of the parameters: the west receives what the east keeps. */
async function applied(): Promise<void> {
  const { stacks } = JSON.parse((await runIn(folder, ["plan", "--json"])).stdout) as Plan;
  for (const { region, units } of stacks)
    for (const unit of units)
      if (unit.kind === "standby")
        kms.parameters.set(
          region,
          Object.fromEntries(signersParameters(unit.signers ?? []).map(({ name, value }) => [name, value])),
        );
}
const short = ({ fingerprint }: TestSigner["pin"]): string => `sha256:${fingerprint.slice(0, 16)}...`;

const BOTH_MISSING = `error: no region told its signing key
  eu-west-1: kms:DescribeKey of arn:aws:kms:eu-west-1:123456789012:alias/zonekeep-eu-west-1-signing in eu-west-1: NotFoundException: Alias arn:aws:kms:eu-west-1:123456789012:alias/zonekeep-eu-west-1-signing is not found.
  us-east-1: kms:DescribeKey of arn:aws:kms:us-east-1:123456789012:alias/zonekeep-us-east-1-signing in us-east-1: NotFoundException: Alias arn:aws:kms:us-east-1:123456789012:alias/zonekeep-us-east-1-signing is not found.
  help: deploy site-eu-west-1 first; deploy site-us-east-1 first
`;

describe("the first time", () => {
  test("before anything is deployed, it says what to deploy, and writes nothing", async () => {
    await expect(pin()).resolves.toEqual({ code: 1, stdout: "", stderr: BOTH_MISSING });
    await expect(pin("--check")).resolves.toMatchObject({ code: 1 });
    expect(existsSync(path())).toBe(false);
  });

  test("each region's key is written beside the estate, which commands believe from then on; again, nothing changes", async () => {
    const [west, east] = [deployed(WEST), deployed(EAST)];
    await expect(pin()).resolves.toEqual({
      code: 0,
      stdout: `eu-west-1 pinned ${short(west)}\nus-east-1 pinned ${short(east)}\n${LOCK} written: commit it, and deploy\n`,
      stderr: "",
    });
    expect(lock()).toEqual([west, east]);
    const text = readFileSync(path(), "utf8");
    await expect(pin()).resolves.toEqual({ code: 0, stdout: `${LOCK} pins the 2 keys in use\n`, stderr: "" });
    expect(readFileSync(path(), "utf8")).toBe(text);
    expect(readdirSync(join(folder, "policies")).filter((name) => name.startsWith("."))).toEqual([]);
    const { stdout } = await runIn(folder, ["plan", "--json"]);
    expect(stdout).toContain(east.fingerprint);
    const standby = (await runIn(folder, ["plan"])).stdout.match(/^(?:eu-west|us-east)-1\.standby.*$/gm);
    expect(standby?.map((line) => /; (keys .* pinned) /.exec(line)?.[1])).toEqual([
      "keys of eu-west-1, us-east-1 pinned",
      "keys of us-east-1 pinned",
    ]);
  });

  test("a key is asked by its alias, and its public half by its own name", async () => {
    const east = deployed(EAST);
    await pin();
    expect(kms.asked.filter((question) => question.includes(EAST)).sort()).toEqual([
      `DescribeKey arn:aws:kms:${EAST}:123456789012:alias/zonekeep-${EAST}-signing`,
      `GetPublicKey ${east.key}`,
    ]);
  });

  test("of policies in a folder below, it lies beside the estate above, where all others find it", async () => {
    deployed(EAST);
    deployed(WEST);
    mkdirSync(join(folder, "policies/team"));
    renameSync(join(folder, "policies/orders.yaml"), join(folder, "policies/team/orders.yaml"));
    await expect(pin("--policies", "policies/team")).resolves.toMatchObject({ code: 0 });
    expect(existsSync(path())).toBe(true);
    await applied();
    await expect(pin("--check")).resolves.toMatchObject({ code: 0 });
  });
});

describe("a region that does not tell", () => {
  test.each([
    [
      "lost",
      /^warning: eu-west-1 did not tell its signing key, so what is pinned for it stays: .*kms:DescribeKey/,
    ],
    [
      "denied",
      /\n {2}help: kms:DescribeKey and kms:GetPublicKey on the key of alias\/zonekeep-eu-west-1-signing are needed\n$/,
    ],
  ] as const)(
    "since it is %s leaves its keys as they were; the others are written, and the exit code is 3",
    async (trouble, words) => {
      const [west] = [deployed(WEST), deployed(EAST)];
      await pin();
      kms.trouble.set(WEST, trouble);
      const next = deployed(EAST, 2);
      const { code, stdout, stderr } = await pin();
      expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringContaining(`${LOCK} written`) });
      expect(stderr).toMatch(words);
      expect(lock()).toEqual([west, expect.objectContaining({ until: NOW }), next]);
      await expect(pin()).resolves.toMatchObject({ code: 3, stdout: `${LOCK} pins the 1 key in use\n` });
    },
  );

  test("whose stack is not deployed yet is told with the stack to deploy", async () => {
    deployed(EAST);
    const { code, stderr } = await pin();
    expect({ code, help: stderr.split("\n")[1] }).toEqual({
      code: 3,
      help: "  help: deploy site-eu-west-1 first",
    });
    expect(lock()?.map(({ region }) => region)).toEqual([EAST]);
  });
});

describe("a key that was replaced", () => {
  test("stays for what it signed, and whoever pins the next is asked to look", async () => {
    const [west, east] = [deployed(WEST), deployed(EAST)];
    await pin();
    const next = deployed(EAST, 2);
    const { code, stdout } = await pin();
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `us-east-1 replaced ${short(next)}, was ${short(east)}, which stays for what it signed: if none of you replaced it, find out who did before you commit this\n${LOCK} written: commit it, and deploy\n`,
    });
    expect(lock()).toEqual([west, { ...east, until: NOW }, next]);
  });

  test("is what a pipeline is told by --check, with exit code 3 and nothing written", async () => {
    deployed(WEST);
    const east = deployed(EAST);
    await pin();
    const text = readFileSync(path(), "utf8");
    await applied();
    const next = deployed(EAST, 2);
    const { code, stdout } = await pin("--check");
    expect({ code, last: stdout.trimEnd().split("\n").at(-1) }).toEqual({
      code: 3,
      last: `1 key not pinned: npx zonekeep pin writes ${LOCK}`,
    });
    expect(JSON.parse((await pin("--check", "--json")).stdout)).toEqual({
      ...{ ok: false, file: LOCK, written: false, parameters: [], unanswered: [] },
      changes: [
        { region: EAST, change: "replaced", fingerprint: next.fingerprint, before: east.fingerprint },
      ],
    });
    expect(readFileSync(path(), "utf8")).toBe(text);
  });

  test("by one of another kind signs no run: the alias was moved", async () => {
    deployed(WEST);
    const east = deployed(EAST);
    kms.keys.set(EAST, { arn: east.key, ...east, spec: "RSA_4096" });
    const { code, stderr } = await pin();
    expect(code).toBe(3);
    expect(stderr).toContain(
      `alias/zonekeep-us-east-1-signing leads to a key of RSA_4096, which signs no run: find out who moved the alias`,
    );
  });
});

describe("a key that is rotated", () => {
  test("is followed by the next as soon as that one is deployed and pinned, and ends only then", async () => {
    const [west, east] = [deployed(WEST), deployed(EAST)];
    await pin();
    const { code, stdout } = await pin("--rotate", EAST);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${LOCK} written: once deployed, key 2 signs the runs of us-east-1; the one before no longer signs, and stays for what it signed
1. commit it, and npx cdktf deploy '*' while no run goes on: one that does ends unsigned
2. npx zonekeep pin: until then new points are unpinned
3. commit that, and deploy again
`,
    });
    expect([lock(), JSON.parse(readFileSync(path(), "utf8")).rotating]).toEqual([
      [west, east],
      { [EAST]: 2 },
    ]);
    expect((await runIn(folder, ["plan"])).stdout).toContain("discover, capture, summarise; key 2 signs");
    // Not deployed yet: what is asked for is the next one.
    expect(await pin()).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("help: deploy site-us-east-1 first"),
    });
    expect(await pin("--rotate", EAST)).toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: key 2 of us-east-1 is not pinned yet\n  help: npx cdktf deploy '*', then npx zonekeep pin\n`,
    });
    const next = deployed(EAST, 2, 2);
    expect(await pin()).toMatchObject({ code: 0 });
    expect(lock()).toEqual([west, { ...east, until: NOW }, next]);
    expect(readFileSync(path(), "utf8")).not.toContain("rotating");
    await pin("--rotate", EAST);
    expect(JSON.parse(readFileSync(path(), "utf8")).rotating).toEqual({ [EAST]: 3 });
  });

  test("has to be pinned, and one of the regions that run anything; AWS is not asked, for it may be gone", async () => {
    expect(await pin("--rotate", EAST)).toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: no key of us-east-1 is pinned, so nothing would prove what it signed until now\n  help: npx zonekeep pin\n`,
    });
    expect(await pin("--rotate", "us-west-1")).toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: no runs are signed in "us-west-1"\n  help: name one of eu-west-1, us-east-1\n`,
    });
    expect(await pin("--rotate", EAST, "--check")).toMatchObject({ code: 2 });
    expect({ asked: kms.asked, there: existsSync(path()) }).toEqual({ asked: [], there: false });
  });
});

describe("parameters of SSM", () => {
  test("are held against the lock by --check, each difference by name, with exit code 3", async () => {
    const [west, east] = [deployed(WEST), deployed(EAST)];
    await pin();
    await applied();
    await expect(pin("--check")).resolves.toMatchObject({ code: 0, stderr: "" });

    const [ofWest, ofEast] = [WEST, EAST].map((source) => `/zonekeep/signers/${source}`) as [string, string];
    const theirs = "ab".repeat(32);
    kms.parameters.set(WEST, {
      [ofWest]: `${west.fingerprint} ${west.from} ${NOW}`,
      [ofEast]: `${theirs} ${east.from}`,
      "/zonekeep/signers/us-west-2": "anything",
    });
    kms.parameters.delete(EAST);
    const { code, stdout } = await pin("--check");
    expect({ code, lines: stdout.trimEnd().split("\n") }).toEqual({
      code: 3,
      lines: [
        `eu-west-1 ${ofWest} has other days of ${short(west)}`,
        `eu-west-1 ${ofEast} has sha256:${theirs.slice(0, 16)}..., which is not pinned, lacks ${short(east)}`,
        "eu-west-1 /zonekeep/signers/us-west-2 is of a region for which no key is pinned there",
        `us-east-1 ${ofEast} is not there`,
        `parameters of SSM differ from ${LOCK}: where it was not deployed since it changed, npx cdktf deploy site-eu-west-1 site-us-east-1; otherwise find out who wrote them first`,
        `${LOCK} pins the 2 keys in use`,
      ],
    });
    expect(JSON.parse((await pin("--check", "--json")).stdout).parameters).toHaveLength(4);
    // What pins asks for no parameter.
    kms.asked.length = 0;
    await expect(pin()).resolves.toMatchObject({ code: 0 });
    expect(kms.asked.filter((question) => question.includes("Parameter"))).toEqual([]);
  });
});

describe("nothing is written", () => {
  test("where a key has another public half than the one that is pinned", async () => {
    deployed(WEST);
    const east = deployed(EAST);
    await pin();
    const text = readFileSync(path(), "utf8");
    const other = deployed(EAST);
    await expect(pin()).resolves.toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: a key never gets another public half, so nothing was written
  us-east-1: AWS says ${short(other)}, ${LOCK} has ${short(east)} for the same key
  help: git log -p ${LOCK} says who changed it; a proxy or an endpoint of your own may have answered for AWS\n`,
    });
    expect(readFileSync(path(), "utf8")).toBe(text);
  });

  test("where the lock is wrong: its mistake is told with its place, and AWS is not asked", async () => {
    writeFileSync(path(), '{ "version": 1 }');
    const { code, stderr } = await pin();
    expect({ code, asked: kms.asked }).toEqual({ code: 1, asked: [] });
    expect(stderr).toMatch(
      /^policies\/signing\.lock\.json:1:1: error\[MISSING\] keys is missing\n[\s\S]*\n {2}help: take the file as it was/,
    );
  });
});
