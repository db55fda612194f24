import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { controlOf } from "../../sandbox/control-client.ts";
import { FUNCTIONS, STANDBY } from "../../sandbox/demo/regions.ts";
import { isRead } from "../../sandbox/gateway/call.ts";
import { processesSaying } from "./processes.ts";
import { killStarted, MAIN, type Start, start } from "./start.ts";

let folder = "";
let tampered: Start;

function scratchFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep main job "));
  // It goes on while the other tests do what must not disturb it; the last one waits for its end.
  tampered = start(scratchFolder("tampered"), ["--tamper", FUNCTIONS.thumbnails]);
});
afterAll(() => {
  killStarted();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

test("killed outright while Terraform applies, a start leaves no process behind", async () => {
  const scratch = scratchFolder("killed");
  const { child, said, ended } = start(scratch, []);
  const endpoint = await vi.waitUntil(() => /http:\S+/.exec(said())?.[0], { timeout: 60_000, interval: 100 });
  await vi.waitFor(
    async () => {
      const writes = (await controlOf(endpoint).calls()).filter((call) => !isRead(call));
      expect(writes.length).toBeGreaterThan(10);
    },
    { timeout: 120_000, interval: 200 },
  );
  expect(processesSaying(scratch, "terraform-provider-aws")).not.toEqual([]);
  child.kill("SIGKILL");
  await ended;
  await vi.waitFor(() => expect(processesSaying(scratch)).toEqual([]), { timeout: 20_000, interval: 100 });
  expect(said()).not.toContain("  apply  ");
});

test("when what started it is killed outright, as npm may be, it ends and leaves nothing", async () => {
  const scratch = scratchFolder("orphaned");
  const npm = { npm_lifecycle_event: "start" };
  const { child, said, ended } = start(scratch, [], npm, ["sh", "-c", '"$@"; exit', "sh", ...MAIN]);
  await vi.waitUntil(() => said().includes("  sandbox  "), { timeout: 60_000, interval: 100 });
  child.kill("SIGKILL");
  expect((await ended).stdout).toMatch(/\ninterrupted\n$/);
  expect(processesSaying(scratch)).toEqual([]);
  expect(readdirSync(scratch).filter((name) => name.startsWith("zonekeep-"))).toEqual([]);
});

test.each([
  [
    "Terraform and Python",
    [],
    /^neither terraform nor tofu is on PATH: install [^\n]+\nno Python 3\.10 or newer among [^\n]+: [^\n]+\n$/,
  ],
  ["Python", ["terraform"], /^no Python 3\.10 or newer among [^\n]+: [^\n]+\n$/],
] as const)(
  "without %s a line for each says so before anything begins, and what a killed start has left is removed",
  async (_, tools, lines) => {
    const path = join(scratchFolder(`path of ${tools.length}`));
    for (const tool of tools) {
      writeFileSync(join(path, tool), `#!/bin/sh\necho '{"terraform_version":"1.11.4"}'\n`);
      chmodSync(join(path, tool), 0o755);
    }
    const scratch = join(folder, "killed");
    const { code, stdout, stderr } = await start(scratch, [], { PATH: path }).ended;
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(lines) });
    expect(readdirSync(scratch).filter((name) => name.startsWith("zonekeep-"))).toEqual([]);
  },
);

test("a start whose kept code was tampered with gives everything back but that function, and fails with its name", async () => {
  const { code, stdout, stderr } = await tampered.ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toContain(`4 functions with what calls them in ${STANDBY}\n`);
  const [, different = ""] = stdout.split("\nNot everything came back:\n");
  expect(different).toContain("  media: not restored: ");
  expect(different).toContain("  corrupt code/2: ");
  expect(different).toContain(`  ${FUNCTIONS.thumbnails}: is not there\n`);
  expect(Object.values(FUNCTIONS).filter((name) => different.includes(name))).toEqual([FUNCTIONS.thumbnails]);
  expect(processesSaying(join(folder, "tampered"))).toEqual([]);
  expect(readdirSync(join(folder, "tampered")).filter((name) => name.startsWith("zonekeep-"))).toEqual([]);
}, 600_000);
