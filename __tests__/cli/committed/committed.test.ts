import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { formatSigningLock } from "../../../modules/policy/signing/read-signing-lock.ts";
import { sha256 } from "../../../modules/recovery/bytes.ts";
import { useFakeAws } from "../support/fake-aws.ts";
import { type Ran, runIn } from "../support/io.ts";
import { fixedSigner } from "./fixed-signer.ts";

const STORE = join(import.meta.dirname, "store");
const NOW = new Date("2026-11-23T22:00:00Z");
/** When the points expire: what lies in the folder was locked until then. */
const lockedUntil = "2026-12-28T21:08:30Z";

const aws = useFakeAws();
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep committed "));
  cpSync(join(import.meta.dirname, "..", "..", "..", "policies"), join(folder, "policies"), {
    recursive: true,
  });
  writeFileSync(join(folder, "policies", "signing.lock.json"), formatSigningLock([fixedSigner().pin]));
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});

afterAll(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  const { objects } = aws.store("us-east-1");
  for (const entry of readdirSync(STORE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    objects.set(relative(STORE, file), { bytes, sha256: sha256(bytes), lockedUntil });
  }
});

const zonekeep = (...args: readonly string[]): Promise<Ran> =>
  runIn(folder, args, { env: { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL }, now: () => NOW });

test.each([
  ["verify", 1, ["--point", "all"]],
  ["list", 3, []],
] as const)(
  "%s says of committed points which are signed, and of each other one what is wrong",
  async (command, code, more) => {
    const ran = await zonekeep(command, "--site", "us-east-1", ...more);
    expect(ran).toMatchObject({ code, stderr: "" });
    await expect(ran.stdout).toMatchFileSnapshot(`./${command}.txt`);
  },
);
