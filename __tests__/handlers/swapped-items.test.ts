import { expect, test } from "vitest";
import { capture, type RunnerPorts } from "../../handlers/capture/capture.ts";
import type { CaptureItem } from "../../modules/contract/events.ts";
import { listPoints } from "../../modules/recovery/list-points.ts";
import { readPoint } from "../../modules/recovery/read-point.ts";
import { functionRunner } from "../support/function-runner.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { item, richFunction } from "../support/rich-function.ts";
import { PREFIX } from "../support/sample-point.ts";
import { run as begun, request } from "../support/sample-request.ts";
import { seedFunction } from "../support/seed-function.ts";

const run = { ...begun, secret: "c2VjcmV0" };

/** A region with the function and one of somebody else, and what a runner of it works with. */
function runner(store: MemoryStore): RunnerPorts {
  const source = richFunction();
  seedFunction(source.lambda, "mallory");
  return functionRunner(source, store, "2026-11-23T21:08:30Z");
}

test("an item that has the ARN of one function and the name of another makes no point of either", async () => {
  const store = new MemoryStore();
  const swapped: CaptureItem = { ...item, name: "mallory", related: [], hints: { mappings: [] } };
  await expect(capture(runner(store), { request, run, item: swapped })).rejects.toThrow(
    /lambda:GetFunction of mallory: .*function:mallory, not for .*function:orders$/,
  );
  for await (const { key } of listPoints(store, PREFIX)) expect.fail(key);
});

test("what was captured of another item of the same thing is not taken for an attempt at this one", async () => {
  const store = new MemoryStore();
  const ports = runner(store);
  await capture(ports, { request, run, item: { ...item, related: [] } });
  const { point, warnings } = await capture(ports, { request, run, item });
  expect(warnings).toContainEqual(expect.stringContaining("held what no runner of this run wrote"));
  const { sha256, manifest } = await readPoint(store, point?.key ?? "");
  expect(point?.sha256).toBe(sha256);
  expect(manifest.related).toHaveLength(1);

  const again = await capture(ports, { request, run, item });
  expect(again).toMatchObject({ point, newBytes: 0, warnings: [] });
});
