import { beforeEach, describe, expect, test } from "vitest";
import { jsonContent } from "../../modules/recovery/bytes.ts";
import { runId } from "../../modules/runs/run-id.ts";
import { askingAt, shell, useBundle } from "./support/bundle.ts";
import { useFakeAws } from "./support/fake-aws.ts";
import { keepPoint, memorySource } from "./support/points.ts";

const RUN = "20261123T080000Z-0000000a";
const [EAST, WEST] = ["us-east-1", "eu-west-1"] as const;
const EXECUTION = `arn:aws:states:${EAST}:123456789012:execution:zonekeep-${EAST}:by-hand`;

const bundle = useBundle();
const aws = useFakeAws();

beforeEach(async () => {
  await keepPoint(memorySource(EAST, EAST, aws.store(EAST)), "orders-quote", RUN);
});

const zonekeep = (line: string) => shell(bundle, line, askingAt(process.env.AWS_ENDPOINT_URL ?? ""));

/** The exit status of a command, both of whose streams nobody reads. */
const unread = async (args: string): Promise<string> =>
  (await zonekeep(`{ zonekeep ${args} 2>&1; echo $? >status; } | true; cat status`)).stdout.trim();

describe("whoever reads goes away: the command goes on and keeps its exit status", () => {
  test.each([
    ["validate", "0"],
    ["plan --json", "0"],
    ["plan nowhere", "1"],
    ["explain orders", "0"],
    ["what-if --lose us-east-1", "0"],
    ["cost", "0"],
    ["coverage --inventory nowhere", "1"],
    ["list --json", "0"],
    ["verify", "1"],
    ["arm nowhere.json", "1"],
    ["sandbox status", "1"],
    ["sandbox", "2"],
    ["plan --nope", "2"],
  ])("zonekeep %s", async (args, status) => {
    expect(await unread(args)).toBe(status);
  });

  test("a list that lacks a region", async () => {
    aws.trouble.set(WEST, "lost");
    expect(await unread("list")).toBe("3");
  });

  test("a backup that is partial", async () => {
    const startedAt = "2026-11-23T08:00:00Z";
    const run = runId({ id: EXECUTION, startedAt });
    const counts = { captured: 0, gone: 0, failed: [], warnings: [], points: [] };
    const summary = {
      run,
      policy: "orders",
      site: EAST,
      status: "partial",
      startedAt,
      endedAt: startedAt,
      ...counts,
    };
    const key = `123456789012/${EAST}/runs/orders/${run}.json`;
    await aws.store(EAST).create(key, jsonContent(summary), {});
    const startDate = Date.parse(startedAt) / 1000;
    aws.execution = {
      executionArn: EXECUTION,
      status: "SUCCEEDED",
      startDate,
      output: JSON.stringify(summary),
    };
    expect(await unread(`backup orders --site ${EAST}`)).toBe("3");
  });
});

test("an answer that the disk has no room for is told in a sentence, and exits with 1", async () => {
  const said = "error: cannot write the answer: the disk is full\n";
  const help = "  help: the command itself ended with exit status 0; what it did is done\n";
  for (const args of ["plan", "plan --json", "list"])
    expect(await zonekeep(`zonekeep ${args} >/dev/full`)).toMatchObject({ code: 1, stderr: said + help });
  expect(await zonekeep("zonekeep plan --nope >/dev/full 2>&1")).toMatchObject({ code: 2, stderr: "" });
});

test("a working folder that is gone is told in a sentence", async () => {
  expect(await zonekeep("mkdir gone && cd gone && rmdir ../gone && zonekeep validate")).toEqual({
    code: 1,
    signal: null,
    stdout: "",
    stderr: "error: the working folder is gone\n  help: cd to a folder that is there\n",
  });
});

test("a backup that somebody ends says that the run goes on, and ends by the signal", async () => {
  aws.execution = { executionArn: EXECUTION, status: "RUNNING" };
  const wait = "until grep -q started said; do sleep 0.05; done";
  const line = `'${process.execPath}' '${bundle.program}' backup orders --site ${EAST} 2>said & ${wait}; kill -INT $!; wait $!; echo $?; cat said`;
  expect((await zonekeep(`set -m; ${line}`)).stdout.split("\n")).toEqual([
    "130",
    `started orders at ${EAST}: ${EXECUTION}`,
    "no longer watched: 1 run of the state machine, which ends by itself",
    `  watch it: aws stepfunctions describe-execution --region ${EAST} --execution-arn ${EXECUTION}`,
    "  help: npx zonekeep list shows what was kept; to end a run: aws stepfunctions stop-execution",
    "",
  ]);
});
