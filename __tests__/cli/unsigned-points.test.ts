import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { formatSigningLock } from "../../modules/policy/signing/read-signing-lock.ts";
import { testSigner } from "../support/run-witness.ts";
import { signRunOf } from "../support/signed-run.ts";
import { useFakeAws } from "./support/fake-aws.ts";
import { type Ran, runIn } from "./support/io.ts";
import { keepPoint, memorySource } from "./support/points.ts";

const [OLD, NEW] = ["20261123T080000Z-0000000a", "20261123T090000Z-0000000b"] as const;
const EAST = "us-east-1";
const SIGNER = testSigner();

const aws = useFakeAws();

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep unsigned "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** An old point whose run is signed, and a new one whose run left no summary. The key is pinned. */
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T12:00:00Z") });
  aws.execution = { KeyId: "arn", Plaintext: Buffer.alloc(32).toString("base64") };
  const source = memorySource(EAST, EAST, aws.store(EAST));
  const { point } = await keepPoint(source, "orders-quote", OLD);
  await signRunOf(source, [point], OLD, SIGNER);
  await keepPoint(source, "orders-quote", NEW);
  pinned();
});
afterEach(() => void vi.useRealTimers());

const pinned = (...keys: (typeof SIGNER.pin)[]): void =>
  writeFileSync(
    join(folder, "policies/signing.lock.json"),
    formatSigningLock(keys.length === 0 ? [SIGNER.pin] : keys),
  );
/** The clone of somebody who never committed the lock. */
const without = (): void => rmSync(join(folder, "policies/signing.lock.json"));

const zonekeep = (...args: string[]): Promise<Ran> =>
  runIn(folder, args, { env: { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL } });
const restore = (...args: string[]): Promise<Ran> =>
  zonekeep("restore", "orders-quote", "--site", EAST, "--dry-run", ...args);

const STORE = "s3://zonekeep-123456789012-us-east-1";
const at = (run: string): string => `${STORE}/123456789012/us-east-1/points/lambda/orders-quote/${run}.json`;

describe("list", () => {
  const column = async (): Promise<string[]> => {
    const { points } = JSON.parse((await zonekeep("list", "--json")).stdout) as {
      points: { run: string; signature: string }[];
    };
    return points.map(({ run, signature }) => `${run} ${signature}`);
  };

  test("says of each point who made it, and once for each word what to do", async () => {
    expect(await column()).toEqual([`${NEW} unsigned`, `${OLD} signed`]);
    const { code, stdout } = await zonekeep("list");
    expect({ code, end: stdout.split("\n").slice(-3) }).toEqual({
      code: 0,
      end: [
        "2 recovery points",
        "  help: unsigned: their run goes on, was ended, could not be signed, or is of before runs were signed: the next one captures again",
        "",
      ],
    });
  });

  test("says that nobody pinned a key, where the lock is missing or has another key", async () => {
    without();
    expect(await column()).toEqual([`${NEW} unsigned`, `${OLD} unpinned`]);
    pinned(testSigner("arn:aws:kms:us-east-1:123456789012:key/2").pin);
    expect(await column()).toEqual([`${NEW} unsigned`, `${OLD} unpinned`]);
    expect((await zonekeep("list")).stdout).toContain(
      "\n  help: unpinned: npx zonekeep pin writes the keys that sign into signing.lock.json, beside the estate\n",
    );
  });

  test("names what was tampered with", async () => {
    pinned({ ...testSigner().pin });
    expect(await column()).toEqual([`${NEW} unsigned`, `${OLD} forged`]);
    expect((await zonekeep("list")).stdout).toContain(
      "\n  help: forged: find out who wrote them; npx zonekeep verify --point all says why\n",
    );
  });
});

describe("restore", () => {
  test("refuses a point that nobody signed, and offers the newest that is, and the flag", async () => {
    await expect(restore("--point", "latest")).resolves.toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: ${at(NEW)} is unsigned, so nothing was restored: its run left no summary: it goes on, or was ended before
  help: point ${OLD} is signed and can be opened: npx zonekeep restore orders-quote --site us-east-1 --dry-run --point ${OLD} --to us-east-1; or: --unsigned takes it all the same, and runs whatever code it holds
`,
    });
  });

  test("without a pinned key says where the lock is found, at night too", async () => {
    without();
    await expect(restore("--point", OLD)).resolves.toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: ${at(OLD)} is unpinned, so nothing was restored: ${SIGNER.pin.key} signed its run, and is not pinned
  help: take signing.lock.json as it was committed, or npx zonekeep pin while its region answers; --unsigned takes it all the same, and runs whatever code it holds
`,
    });
  });

  test("takes it with --unsigned, and what could be changed only with --unlocked as well", async () => {
    for (const entry of aws.store(EAST).objects.values()) delete entry.lockedUntil;
    const { code, stderr } = await restore("--point", NEW, "--unsigned");
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${at(NEW)} was not locked until it expires, so anybody who writes there could have changed it\n`,
    );
    expect(stderr).toMatch(/; --unlocked takes it all the same\n$/);
    const both = await restore("--point", NEW, "--unsigned", "--unlocked");
    expect(both.stderr).not.toMatch(/unsigned|--unlocked/);
  });

  test("takes nothing that was tampered with, whatever the flags", async () => {
    pinned({ ...testSigner().pin });
    const { code, stderr } = await restore("--point", OLD, "--unsigned", "--unlocked");
    expect(code).toBe(1);
    expect(stderr).toContain(
      `is forged, so nothing was restored: the signature of its run is not that of ${SIGNER.pin.key}\n  help: find out who wrote it; take another point`,
    );
  });
});
