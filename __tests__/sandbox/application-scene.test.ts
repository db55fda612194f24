import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PARTNER_KEY } from "../../sandbox/demo/application/rest-api.ts";
import { processesSaying } from "./processes.ts";
import { killStarted, start } from "./start.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep application "));
});
afterAll(() => {
  killStarted();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

test("an application that was deleted comes back in its place: APIs, streams, table and pipe answer as before, after arm and not before", async () => {
  const { code, stdout, stderr } = await start(folder, ["--scene", "application"]).ended;
  expect({ code, stderr, told: stdout.split("\nNot everything came back:\n")[1] }).toEqual({
    code: 0,
    stderr: "",
    told: undefined,
  });
  const steps = stdout
    .split("\n")
    .flatMap((line) => /^ +[0-9.]+ s {2}(\S+) +(\S.*)$/.exec(line)?.slice(1).join(": ") ?? []);
  const events = steps.filter((step) => step.startsWith("events: "));
  expect(events).toEqual([
    "events: REST API request, HTTP API request, WebSocket message, DynamoDB change, Kinesis record, pipe message: each answered",
    "events: none arrives before arm",
    "events: through each restored trigger: the same answers",
  ]);
  expect(stdout).toContain("\nEverything came back.\n");
  expect(stdout).not.toContain(PARTNER_KEY);
  // Each point says which commit its function is of.
  expect(stdout).toMatch(/ SOURCE +RUN\n(?:.*\n)*? +lambda +shop-orders .* 5f0c1e92ab34 /);
  expect(processesSaying(folder)).toEqual([]);
  expect(readdirSync(folder).filter((name) => name.startsWith("zonekeep-"))).toEqual([]);
}, 600_000);
