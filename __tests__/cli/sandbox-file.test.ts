import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { isAlive } from "../../sandbox/is-alive.ts";
import { processIdentity } from "../../sandbox/process-identity.ts";
import { listening } from "../support/listening.ts";
import { runIn } from "./support/io.ts";

let folder = "";
let at = "";
const asked: string[] = [];
/** Of somebody else's process, which answers as a sandbox would. */
const victim = spawn("sleep", ["600"]);
const pid = victim.pid ?? 0;

beforeAll(async () => {
  const server = createServer(({ url }, response) => {
    asked.push(url ?? "");
    response.end(JSON.stringify({ ok: true, pid }));
  });
  at = await listening(server);
});
afterAll(() => victim.kill("SIGKILL"));
beforeEach(() => {
  asked.length = 0;
  folder = mkdtempSync(join(tmpdir(), "zonekeep committed "));
  mkdirSync(join(folder, ".zonekeep"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const commit = (resident: object): void =>
  writeFileSync(join(folder, ".zonekeep", "sandbox.json"), JSON.stringify(resident));

test.each<[string, () => object]>([
  ["without an identity", () => ({ pid, endpoint: `http://${at}`, started: "2026-11-23T12:00:00Z" })],
  [
    "with the identity of no process",
    () => ({ pid, endpoint: `http://${at}`, started: "2026-11-23T12:00:00Z", identity: "boot 1" }),
  ],
  [
    "with an address elsewhere",
    () => ({
      pid,
      endpoint: `http://${at}.example.com`,
      started: "2026-11-23T12:00:00Z",
      identity: processIdentity(pid),
    }),
  ],
  [
    "with a date that cannot be",
    () => ({ pid, endpoint: `http://${at}`, started: "yesterday", identity: "x" }),
  ],
])("a file that was committed, %s, asks nobody and ends nothing", async (_what, resident) => {
  commit(resident());
  expect(await runIn(folder, ["sandbox", "status"])).toEqual({
    code: 1,
    stdout: "no sandbox runs for this folder\n",
    stderr: "",
  });
  expect((await runIn(folder, ["sandbox", "down"])).stdout).toBe("no sandbox runs for this folder\n");
  expect({ asked, alive: isAlive(pid) }).toEqual({ asked: [], alive: true });
});

test("starting one writes through no link that lay there", async () => {
  writeFileSync(join(folder, "precious"), "precious");
  symlinkSync("../precious", join(folder, ".zonekeep", "sandbox.log"));
  // Without Python on PATH, it ends soon.
  const before = process.env.PATH;
  process.env.PATH = join(folder, "nothing");
  try {
    expect((await runIn(folder, ["sandbox", "up"])).code).toBe(2);
  } finally {
    process.env.PATH = before;
  }
  expect(readFileSync(join(folder, "precious"), "utf8")).toBe("precious");
});

test("a process is told from another by when it began", () => {
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  expect(processIdentity(process.pid)).not.toBe(processIdentity(pid));
  expect([0, -1, 1.5, 2 ** 30].map(processIdentity)).toEqual([undefined, undefined, undefined, undefined]);
});
