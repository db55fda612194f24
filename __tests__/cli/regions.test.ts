import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { KINDS } from "../../modules/contract/kinds.ts";
import { useFakeAws } from "./support/fake-aws.ts";
import { type Ran, runIn } from "./support/io.ts";
import { code, keepPoint, memorySource } from "./support/points.ts";

const [OLD, NEW] = ["20261123T080000Z-0000000a", "20261123T090000Z-0000000b"] as const;
const [EAST, WEST] = ["us-east-1", "eu-west-1"] as const;
const RESTORE = ["--site", EAST, "--to", WEST, "--dry-run"];

/** No run of these points ended. */
const UNSIGNED =
  "  help: unsigned: their run goes on, was ended, could not be signed, or is of before runs were signed: the next one captures again";

const aws = useFakeAws();

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep regions "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One function with an old point in the copy and a new one at home; another at the copy's own region. */
beforeEach(async () => {
  await keepPoint(memorySource(EAST, WEST, aws.store(WEST)), "orders-quote", OLD);
  await keepPoint(memorySource(EAST, EAST, aws.store(EAST)), "orders-quote", NEW);
  await keepPoint(memorySource(WEST, WEST, aws.store(WEST)), "media-resize", OLD);
});

function zonekeep(...args: readonly string[]): Promise<Ran> {
  return runIn(folder, args, { env: { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL } });
}

interface Listed {
  readonly points: readonly { readonly kind: string; readonly id: string; readonly from: string }[];
  readonly strays: readonly object[];
  readonly unanswered: readonly object[];
}

describe("list", () => {
  test("shows every region's points", async () => {
    const { code, stdout, stderr } = await zonekeep("list", "--json");
    const { points, unanswered } = JSON.parse(stdout) as Listed;
    expect({ code, stderr, unanswered }).toEqual({ code: 0, stderr: "", unanswered: [] });
    expect(points.map((point) => `${point.kind}/${point.id} ${point.from}`)).toEqual([
      `lambda/orders-quote ${EAST}`,
      `lambda/media-resize ${WEST}`,
    ]);
  });

  test("shows the rest where manifests cannot be read, each with its reason and the way out, and exits with 3", async () => {
    const [gone, off, no] = ["archived", "disabled", "denied"].map((id) => `${id}-fn`);
    const keys: string[] = [];
    for (const id of [gone, off, no])
      keys.push((await keepPoint(memorySource(EAST, EAST, aws.store(EAST)), id ?? "", NEW)).point.key);
    const key = "arn:aws:kms:us-east-1:123456789012:key/0b1c2d3e-0000-4000-8000-000000000001";
    const [first = "", second = "", third = ""] = keys;
    aws.refused.set(first, [403, "InvalidObjectState", "The operation is not valid for the storage class"]);
    aws.refused.set(second, [400, "KMS.DisabledException", `${key} is disabled.`]);
    aws.refused.set(third, [403, "AccessDenied", "Access Denied"]);
    const { code, stdout, stderr } = await zonekeep("list");
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toMatch(/\nlambda {2}orders-quote {2}us-east-1 .* orders .*\n/);
    expect(stdout.split("\n").slice(6)).toEqual([
      "5 recovery points",
      UNSIGNED,
      expect.stringMatching(
        /^unreadable it is archived: s3:GetObject of s3:\/\/.*archived-fn.* in us-east-1 \(/,
      ),
      expect.stringMatching(/^ {2}help: aws s3api restore-object --region us-east-1 --bucket .*archived-fn/),
      expect.stringMatching(/^unreadable not allowed: s3:GetObject of s3:\/\/.*denied-fn/),
      expect.stringMatching(/^ {2}help: grant s3:GetObject on s3:\/\/.*denied-fn/),
      expect.stringMatching(/^unreadable its key is disabled: s3:GetObject of s3:\/\/.*disabled-fn/),
      `  help: aws kms enable-key --region us-east-1 --key-id ${key}; list, history, verify and restore can read a copy: --from REGION; a restore goes elsewhere: --to REGION`,
      "",
    ]);
    const { points } = JSON.parse((await zonekeep("list", "--json")).stdout) as Listed;
    expect(points).toHaveLength(5);
  });

  test("says once what keeps it from reading any manifest of a store", async () => {
    for (const key of aws.store(EAST).objects.keys())
      aws.refused.set(key, [403, "AccessDenied", "Access Denied"]);
    const { code, stderr } = await zonekeep("list", "--site", EAST);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: not allowed: s3:GetObject of .*\n {2}help: grant s3:GetObject on .*\n$/);
  });

  test("names a region that is lost and where its copies are, shows the rest, and exits with 3", async () => {
    aws.trouble.set(EAST, "lost");
    const { code, stdout, stderr } = await zonekeep("list");
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^KIND .*\nlambda {2}media-resize {2}eu-west-1 .*\n1 recovery point\n {2}help: unsigned: .*\n$/,
    );
    expect(stderr).toMatch(
      /^warning: us-east-1 cannot be listed, so points of us-east-1, us-east-1-bos-1a are missing here: no answer from AWS: .*\n {2}help: copies are in eu-west-1: npx zonekeep list --from eu-west-1\n$/,
    );
    const { stdout: json } = await zonekeep("list", "--json");
    expect(JSON.parse(json)).toMatchObject({
      points: [{ kind: "lambda", id: "media-resize", name: "media-resize" }],
      unanswered: [{ region: EAST, sites: [EAST, "us-east-1-bos-1a"] }],
    });
  });

  test("rows are newest first by when each was captured, whichever run began first", async () => {
    const late = memorySource(EAST, EAST, aws.store(EAST));
    const LATER_RUN = "20261125T080000Z-0000000c";
    await keepPoint(late, "orders-slow", "20261125T070000Z-0000000b", "lambda", {}, "2026-11-25T08:30:00Z");
    await keepPoint(late, "orders-fast", LATER_RUN, "lambda", {}, "2026-11-25T08:01:00Z");
    const { points } = JSON.parse((await zonekeep("list", "--json")).stdout) as Listed;
    expect(points.slice(0, 2).map(({ id }) => id)).toEqual(["orders-slow", "orders-fast"]);
  });

  test("fails when no region answers", async () => {
    for (const region of [EAST, WEST]) aws.trouble.set(region, "lost");
    const { code, stdout, stderr } = await zonekeep("list", "--json");
    expect({ code, error: JSON.parse(stdout) }).toEqual({
      code: 1,
      error: {
        error: {
          message: expect.stringMatching(/^no answer from AWS: s3:ListObjectVersions of /),
          hint: expect.stringMatching(/^look at the health of eu-west-1; /),
          code: 1,
        },
      },
    });
    expect(stderr).toMatch(/^error: no answer from AWS: /);
  });
});

test.each([
  ["list", "--from", "nope"],
  ["verify", "--from", "nope"],
  ["restore", "f", ...RESTORE, "--from", "nope"],
])("%s refuses a --from that is not a region of the plan, before any call", async (...args) => {
  await expect(zonekeep(...args)).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: `error: --from nope is not a region of the plan\n  help: the plan has a store in ${WEST}, ${EAST}\n`,
  });
  expect(aws.calls).toBe(0);
});

test("list, history and graph of a name that nothing has are the same mistake, with what was meant", async () => {
  const error = `error: no recovery point of order-quote in the store of ${WEST}, ${EAST}\n`;
  const help = "  help: did you mean orders-quote?\n";
  const expected = { code: 1, stdout: "", stderr: error + help };
  await expect(zonekeep("list", "order-quote")).resolves.toEqual(expected);
  await expect(zonekeep("history", "order-quote")).resolves.toEqual(expected);
  await expect(zonekeep("graph", "order-quote")).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: `error: no policy and no recovery point is named "order-quote"\n${help}`,
  });
  await expect(zonekeep("list", "sqs-queue/nosuch")).resolves.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no recovery point of sqs-queue/nosuch in the store of "),
  });
});

test("verify of a run that no point is of says so, with the runs that there are", async () => {
  await expect(zonekeep("verify", "orders-quote", "--point", "zzz")).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr: `error: no recovery point of orders-quote is of run zzz\n  help: the newest are of run ${NEW}\n`,
  });
  await expect(zonekeep("verify", "nosuch", "--point", "zzz")).resolves.toMatchObject({
    code: 1,
    stderr: "error: no recovery point of nosuch to verify\n  help: npx zonekeep list shows what there is\n",
  });
});

describe("what is not a point of a kind that this version knows", () => {
  const prefix = `123456789012/${EAST}/points/`;
  const keepStray = async (): Promise<void> =>
    void (await aws.store(EAST).create(`${prefix}lambda/orders-quote/notes.txt`, code, {}));

  test("is listed: a key that is not a point's, with exit code 3", async () => {
    await keepStray();
    const said = `${prefix}lambda/orders-quote/notes.txt: is not the key of a recovery point`;
    const { code: exit, stdout } = await zonekeep("list");
    expect(exit).toBe(3);
    expect(stdout.split("\n").slice(-4)).toEqual(["2 recovery points", UNSIGNED, `unreadable ${said}`, ""]);
    expect(await zonekeep("list", "media-resize")).toMatchObject({ code: 0 });
    const json = JSON.parse((await zonekeep("list", "lambda/orders-quote", "--json")).stdout) as Listed;
    expect(json.strays).toEqual([
      {
        site: EAST,
        from: EAST,
        key: `${prefix}lambda/orders-quote/notes.txt`,
        problem: "is not the key of a recovery point",
      },
    ]);
  });

  test("is a finding of verify, also where there is nothing else", async () => {
    await keepStray();
    const bad = `bad ${prefix}lambda/orders-quote/notes.txt: is not the key of a recovery point`;
    const all = await zonekeep("verify", "--site", EAST);
    expect({ code: all.code, first: all.stdout.split("\n")[0] }).toEqual({ code: 1, first: bad });
    aws.store(EAST).objects.clear();
    await keepStray();
    expect(await zonekeep("verify", "--site", EAST)).toMatchObject({
      code: 1,
      stdout: `${bad}\n0 recovery points: all whole\n`,
    });
  });

  test("is listed and verified by its name, and not restored: a kind of a newer version", async () => {
    await keepPoint(memorySource(EAST, EAST, aws.store(EAST)), "orders.fifo", NEW, "iot-rule");
    const { code: exit, stdout } = await zonekeep("list", "iot-rule/orders.fifo");
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /^KIND .*\niot-rule {2}orders\.fifo {2}us-east-1 .*\n1 recovery point\n {2}help: unsigned: .*\n$/,
    );
    const verified = await zonekeep("verify", "orders.fifo", "--json");
    expect(JSON.parse(verified.stdout)).toMatchObject({
      points: [{ kind: "iot-rule", id: "orders.fifo", site: EAST, from: EAST, run: NEW }],
      strays: [],
    });
    expect((await zonekeep("restore", "iot-rule/orders.fifo", ...RESTORE)).stderr).toContain(
      `is not a kind that this version restores: ${KINDS.join(", ")}`,
    );
  });
});

describe("restore of a function that the destination's store does not know", () => {
  test("says so and what was meant, when the source's region is lost", async () => {
    aws.trouble.set(EAST, "lost");
    const { code, stdout, stderr } = await zonekeep("restore", "order-quote", ...RESTORE);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^error: no recovery point of lambda\/order-quote in the store of eu-west-1, and us-east-1 cannot be asked: no answer from AWS: .*\n {2}help: did you mean lambda\/orders-quote\?; look at the health of us-east-1; /,
    );
  });

  test("says so and what was meant, when the source's store does not know it either", async () => {
    await expect(zonekeep("restore", "order-quote", ...RESTORE)).resolves.toEqual({
      code: 1,
      stdout: "",
      stderr: `error: no recovery point of lambda/order-quote in the store of ${WEST}, ${EAST}\n  help: did you mean lambda/orders-quote?\n`,
    });
    await expect(zonekeep("restore", "nosuch", ...RESTORE)).resolves.toMatchObject({
      stderr: expect.stringContaining("  help: npx zonekeep list shows what there is\n"),
    });
  });

  test("says which site has it in the store that was read", async () => {
    await expect(zonekeep("restore", "orders-quote", "--site", WEST, "--dry-run")).resolves.toEqual({
      code: 1,
      stdout: "",
      stderr: `error: no recovery point of lambda/orders-quote in the store of ${WEST}\n  help: the store of ${WEST} has it of ${EAST}: say --site ${EAST}\n`,
    });
  });

  test("as the standby role, which the source's store refuses, says that it reads its own region", async () => {
    aws.trouble.set(EAST, "denied");
    const { code, stderr } = await zonekeep("restore", "nosuch", ...RESTORE, "--role", "standby");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: no recovery point of lambda\/nosuch in the store of eu-west-1, and us-east-1 cannot be asked: not allowed: .*\n {2}help: the standby role of eu-west-1 reads only the store of eu-west-1; to read that of us-east-1, take other credentials and no --role\n$/,
    );
  });
});

describe("restore from another store than the destination's, which AWS refuses,", () => {
  const args = ["restore", "orders-quote", ...RESTORE, "--from", EAST];
  beforeEach(() => void aws.trouble.set(EAST, "denied"));

  test("as the standby role says that it reads only the store of its own region", async () => {
    expect((await zonekeep(...args, "--role", "standby")).stderr).toMatch(
      /^error: not allowed: s3:ListObjectVersions of .* in us-east-1 .*\n {2}help: the standby role of eu-west-1 reads only the store of eu-west-1; /,
    );
  });

  test("as anybody else says what to grant", async () => {
    expect((await zonekeep(...args)).stderr).toMatch(/\n {2}help: grant s3:ListBucketVersions on s3:/);
  });
});

describe("repair", () => {
  const own = [EAST, WEST].map((region) => `arn:aws:iam::123456789012:role/zonekeep-${region}-repair`);
  const other = "arn:aws:iam::123456789012:role/night";

  test.each([
    [["--role", "repair"], own],
    [["--role", "repair", "--site", EAST], [`arn:aws:iam::123456789012:role/zonekeep-${EAST}-repair`]],
    [["--role", other, "--site", EAST], [other]],
    [[], []],
  ])("with %j takes the roles %j", async (options, roles) => {
    const { code, stderr } = await zonekeep("repair", "--dry-run", ...options);
    expect({ code, stderr, roles: aws.assumed.toSorted() }).toEqual({
      code: 0,
      stderr: "",
      roles: roles.toSorted(),
    });
  });
});

test("backup tells the runs that ended and the one that broke in one JSON document", async () => {
  aws.execution = { executionArn: "arn:run", status: "FAILED", error: "RunBroken" };
  const { code, stdout, stderr } = await zonekeep("backup", "orders", "--json");
  const message = `the run of orders at ${EAST} ended FAILED: RunBroken`;
  expect({ code, ...JSON.parse(stdout) }).toEqual({
    code: 1,
    runs: [],
    error: { message, hint: "look at arn:run", code: 1 },
  });
  expect(stderr).toContain(`error: ${message}\n`);
});

test.each([
  ["--as", "x/../../y"],
  ["--as", ""],
  ["--as", "a".repeat(81)],
  ["--result", ""],
  ["--map", ""],
])("restore %s %j is refused before any call, and exits with 2", async (option, value) => {
  const { code, stdout, stderr } = await zonekeep("restore", "orders-quote", ...RESTORE, option, value);
  expect({ code, stdout, calls: aws.calls }).toEqual({ code: 2, stdout: "", calls: 0 });
  expect(stderr).toMatch(new RegExp(`^error: option '${option} <.*>' argument '.*' is invalid\\. `));
});

test("restore refuses a function's name that would leave the working folder", async () => {
  const { code, stderr } = await zonekeep("restore", "x/../../y", "--site", EAST, "--to", WEST);
  expect({ code, stderr, calls: aws.calls }).toEqual({
    code: 2,
    stderr: `error: command-argument value 'x/../../y' is invalid for argument 'thing'. A function's name has no slash, and what stands before it is not a kind that this version restores: ${KINDS.join(", ")}.\n`,
    calls: 0,
  });
});
