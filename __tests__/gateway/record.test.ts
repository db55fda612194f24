import { expect, test } from "vitest";
import type { Call } from "../../sandbox/gateway/call.ts";
import { makeRecorder } from "../../sandbox/gateway/record.ts";

const call = (action: string): Call => ({ service: "s3", region: "us-east-1", action, protocol: "s3" });

function recorderAt(times: number[], kept?: number): ReturnType<typeof makeRecorder> {
  return makeRecorder(kept, { now: () => Date.UTC(2026, 10, 23), elapsed: () => times.shift() ?? 0 });
}

test("a call is kept once it has ended, with who decided how", () => {
  const recorder = recorderAt([100, 142.4]);
  const ended = recorder.begin(call("GetObject"));
  expect(recorder.calls()).toEqual([]);
  ended({ status: 200, by: "aws", caller: "arn:aws:iam::123456789012:root" });
  expect(recorder.calls()).toEqual([
    {
      id: 1,
      time: "2026-11-23T00:00:00.000Z",
      service: "s3",
      region: "us-east-1",
      action: "GetObject",
      caller: "arn:aws:iam::123456789012:root",
      status: 200,
      durationMs: 42,
      by: "aws",
    },
  ]);
});

test("a call ends once", () => {
  const recorder = recorderAt([]);
  const ended = recorder.begin(call("GetObject"));
  ended({ status: 0, by: "cut" });
  ended({ status: 200, by: "aws" });
  expect(recorder.calls().map(({ status }) => status)).toEqual([0]);
});

test("reading on from a call gives only later ones", () => {
  const recorder = recorderAt([]);
  for (const action of ["A", "B", "C"]) recorder.begin(call(action))({ status: 200, by: "aws" });
  expect(recorder.calls(2).map(({ id, action }) => [id, action])).toEqual([[3, "C"]]);
});

test("the oldest calls make room for new ones", () => {
  const recorder = recorderAt([], 10);
  for (let n = 1; n <= 25; n += 1) recorder.begin(call("A"))({ status: 200, by: "aws" });
  expect(recorder.calls().map(({ id }) => id)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
});
