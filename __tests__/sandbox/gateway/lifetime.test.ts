import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { controlOf } from "../../../sandbox/control-client.ts";
import { startEmulator } from "../../../sandbox/emulator.ts";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { freePort } from "../../../sandbox/free-port.ts";
import { isAlive } from "../../../sandbox/is-alive.ts";
import { ensurePython } from "../../../sandbox/python.ts";
import { startSandbox } from "../../../sandbox/sandbox.ts";
import { down, running, up } from "../../../sandbox/up.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "zonekeep lifetime "));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const s3 = (endpoint: string) =>
  new S3Client({ region: "us-east-1", endpoint, credentials: FAKE_CREDENTIALS, forcePathStyle: true });

test("two sandboxes at once know nothing of each other, and a stopped one leaves nothing", async () => {
  const [one, other] = await Promise.all([startSandbox({ dir }), startSandbox({ dir })]);
  await s3(one.endpoint).send(new CreateBucketCommand({ Bucket: "orders" }));
  expect((await s3(other.endpoint).send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  expect(await other.calls()).toHaveLength(1);
  await one.stop();
  await one.died;
  expect((await s3(other.endpoint).send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  await other.stop();
  expect(await readdir(dir)).toEqual([]);
});

test("a port that was taken meanwhile is given up for another", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const ports = [typeof address === "object" && address !== null ? address.port : 0, await freePort()];
  const emulator = await startEmulator({
    python: (await ensurePython()).path,
    gateway: "http://127.0.0.1:9",
    account: "123456789012",
    dir,
    nextPort: async () => ports.shift() ?? 0,
  });
  expect(ports).toEqual([]);
  expect((await fetch(`${emulator.address}/moto-api/`)).status).toBe(200);
  await emulator.stop();
  taken.close();
});

test("an emulator that cannot start says why", async () => {
  await writeFile(join(dir, "__main__.py"), "raise SystemExit('no flask today')\n");
  await expect(startSandbox({ dir, extension: dir })).rejects.toThrow(
    "the embedded AWS did not start: no flask today",
  );
});

test("when the process that started it is killed outright, neither moto nor a running function is left", async () => {
  const pidFile = join(dir, "function.pid");
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = join(import.meta.dirname, "sleeper.ts");
  const parent = spawn(process.execPath, ["--import", loader, program, dir, pidFile], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const pids = await vi.waitFor(
    async () => {
      const text = await readFile(pidFile, "utf8");
      expect(text).toMatch(/^\d+ \d+$/);
      return text.split(" ").map(Number); // moto, and the function
    },
    { timeout: 60_000, interval: 100 },
  );
  expect(pids.every(isAlive)).toBe(true);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 20_000, interval: 100 });
  await (await startSandbox({ dir })).stop();
  expect(await readdir(dir)).toEqual(["function.pid"]); // the next start has cleaned up behind it
});

test("a sandbox that was started to stay is found again, and ended by its own process id", async () => {
  const [first, second] = await Promise.all([up({ dir }), up({ dir })]);
  expect(second).toEqual(first);
  expect(await up({ dir })).toEqual(first);
  expect(await running({ dir })).toEqual(first);
  await controlOf(first.endpoint).cut("eu-west-1");
  expect(await controlOf(first.endpoint).regionsCut()).toEqual(["eu-west-1"]);

  expect(await down({ dir })).toBe(true);
  expect(isAlive(first.pid)).toBe(false);
  expect(await running({ dir })).toBeUndefined();
  expect(await down({ dir })).toBe(false);
});

test("a stale file is not believed: the process that has its id today is left alone", async () => {
  const { pid, ...rest } = await up({ dir });
  const file = join(dir, ".zonekeep", "sandbox.json");
  await writeFile(file, JSON.stringify({ ...rest, pid: process.pid }));
  expect(await running({ dir })).toBeUndefined();
  expect(await down({ dir })).toBe(false);
  await writeFile(file, JSON.stringify({ ...rest, pid }));
  expect(await down({ dir })).toBe(true);
  await writeFile(file, JSON.stringify({ ...rest, pid })); // nobody answers there now
  expect(await running({ dir })).toBeUndefined();
  const again = await up({ dir });
  expect(again.pid).not.toBe(pid);
  expect(await down({ dir })).toBe(true);
});
