import { describe, expect, test } from "vitest";
import { runDefinition } from "../../modules/aws/state-machine.ts";
import { CAPTURES_AT_ONCE } from "../../modules/contract/events.ts";

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly Parameters?: Record<string, unknown>;
  readonly Catch?: readonly { readonly ErrorEquals: string[]; readonly Next: string }[];
  readonly Choices?: readonly Record<string, unknown>[];
  readonly [key: string]: unknown;
}
interface Machine {
  readonly StartAt: string;
  readonly States: Record<string, State>;
}

const props = {
  partition: "aws-us-gov",
  discover: "zonekeep-discover",
  capture: "zonekeep-capture",
  summarise: "zonekeep-summarise",
  topicArn: "arn:topic",
  queueUrl: "https://queue",
  work: { bucket: "zonekeep-store", prefix: "work/" },
};
const definition = runDefinition(props) as unknown as Machine;
const parent = definition.States;
const map = parent.CaptureEach as State;
const child = map.ItemProcessor as Machine & { readonly ProcessorConfig: unknown };

/** Every state that may follow, by name. */
function follows({ Next, Default, Catch = [], Choices = [] }: State): string[] {
  return [
    Next,
    Default,
    ...Catch.map((caught) => caught.Next),
    ...Choices.map((choice) => choice.Next),
  ].filter((name): name is string => typeof name === "string");
}

describe.each([
  ["the run", definition],
  ["one item", child],
])("%s", (_name, machine) => {
  test("names only states that exist, and reaches every one", () => {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      const state = machine.States[name];
      if (state === undefined) throw new Error(`there is no state ${name}`);
      for (const next of follows(state)) visit(next);
    };
    visit(machine.StartAt);
    expect([...reached].sort()).toEqual(Object.keys(machine.States).sort());
  });
});

test("hands discover the request as it came, and who runs it", () => {
  expect(parent.Discover?.Parameters).toEqual({
    FunctionName: "zonekeep-discover",
    Payload: {
      "request.$": "$",
      execution: { "id.$": "$$.Execution.Id", "startedAt.$": "$$.Execution.StartTime" },
    },
  });
});

test("hands discover the marks that its environment has no room for", () => {
  const marks = { pauses: ["p1"], asked: ["a1", "a2"] };
  const { States } = runDefinition({ ...props, marks }) as unknown as Machine;
  expect(States.Discover?.Parameters?.Payload).toMatchObject({ "request.$": "$", marks });
});

test("maps over the pinned item list, in child runs of their own, few at once", () => {
  expect(child.ProcessorConfig).toEqual({ Mode: "DISTRIBUTED", ExecutionType: "STANDARD" });
  expect(map.ItemReader).toEqual({
    Resource: "arn:aws-us-gov:states:::s3:getObject",
    ReaderConfig: { InputType: "JSON" },
    Parameters: { "Bucket.$": "$.items.bucket", "Key.$": "$.items.key" },
  });
  expect(map.ItemSelector).toEqual({
    "request.$": "$.request",
    "run.$": "$.run",
    "item.$": "$$.Map.Item.Value",
  });
  expect(map.MaxConcurrency).toBe(CAPTURES_AT_ONCE);
  expect(map.ResultWriter).toEqual({
    Resource: "arn:aws-us-gov:states:::s3:putObject",
    Parameters: { Bucket: "zonekeep-store", Prefix: "work/map-runs" },
  });
});

test("a map without items is not started", () => {
  expect(parent.AnythingToCapture).toMatchObject({
    Choices: [{ Variable: "$.items.count", NumericGreaterThan: 0, Next: "CaptureEach" }],
    Default: "Summarise",
  });
});

test("one failed item stops neither the others nor the summary", () => {
  expect(map.ToleratedFailurePercentage).toBe(100);
  expect(map.Catch).toEqual([
    { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "SummariseBrokenMap" },
  ]);
  expect(map.ResultPath).toBeNull();
  expect(Object.values(child.States).filter(({ Type }) => Type === "Fail")).toEqual([]);
  for (const task of Object.values(child.States).filter(({ Type }) => Type === "Task"))
    expect(task.Catch?.map(({ ErrorEquals }) => ErrorEquals)).toEqual([["States.ALL"]]);
});

test("the summary of a map that could not run says why", () => {
  const { Summarise, SummariseBrokenMap } = parent;
  expect(Summarise?.Parameters?.Payload).not.toHaveProperty("mapError.$");
  expect(SummariseBrokenMap).toEqual({
    ...Summarise,
    Parameters: {
      ...Summarise?.Parameters,
      Payload: { ...(Summarise?.Parameters?.Payload as object), "mapError.$": "$.error.Cause" },
    },
  });
});

test("a failed item goes to the dead-letter queue, whether capture threw or said so", () => {
  const { Capture, WasItCaptured, QueueItem } = child.States;
  expect(Capture?.Catch?.map(({ Next }) => Next)).toEqual(["QueueItem"]);
  expect(WasItCaptured?.Choices).toEqual([
    { Variable: "$.result.outcome.status", StringEquals: "failed", Next: "QueueItem" },
    { Variable: "$.result.outcome.status", StringEquals: "reading", Next: "GoOn" },
    { Variable: "$.result.outcome.status", StringEquals: "waiting", Next: "WaitForTurn" },
  ]);
  expect(QueueItem?.Parameters).toEqual({
    QueueUrl: "https://queue",
    "MessageBody.$": "States.JsonToString($)",
  });
});

test("what takes longer than a function lives is captured on from where it was, with nothing else of the answer", () => {
  const { WaitForTurn, GoOn } = child.States;
  expect(WaitForTurn).toEqual({ Type: "Wait", Seconds: 60, Next: "GoOn" });
  expect(GoOn).toEqual({
    Type: "Pass",
    Parameters: {
      "request.$": "$.request",
      "run.$": "$.run",
      "item.$": "$.item",
      "continuation.$": "$.result.outcome.continuation",
    },
    Next: "Capture",
  });
});

test("a complete or paused run is quiet, one with warnings tells and succeeds, a partial one tells and succeeds, a failed one tells and fails", () => {
  expect(parent.HowItEnded).toMatchObject({
    Choices: [
      {
        And: [
          { Variable: "$.status", StringEquals: "complete" },
          { Variable: "$.warnings[0]", IsPresent: true },
        ],
        Next: "TellWarnings",
      },
      { Variable: "$.status", StringEquals: "complete", Next: "Complete" },
      { Variable: "$.status", StringEquals: "paused", Next: "Complete" },
      { Variable: "$.status", StringEquals: "partial", Next: "TellPartial" },
    ],
    Default: "TellFailed",
  });
  const ends = ["Complete", parent.TellWarnings?.Next, parent.TellPartial?.Next, parent.TellFailed?.Next].map(
    (name) => parent[String(name)]?.Type,
  );
  expect(ends).toEqual(["Succeed", "Succeed", "Succeed", "Fail"]);
  // The output of a run that succeeds is its summary.
  expect([parent.TellWarnings, parent.TellPartial].map((state) => state?.ResultPath)).toEqual([null, null]);
});

test("a run that breaks off tells people, then fails", () => {
  expect([parent.Discover, parent.Summarise].map((state) => state?.Catch?.map(({ Next }) => Next))).toEqual([
    ["TellBroken"],
    ["TellBroken"],
  ]);
  // What broke off is what the execution says of itself, so that `zonekeep backup` can say it too.
  expect(parent[String(parent.TellBroken?.Next)]).toEqual({
    Type: "Fail",
    Error: "RunBroken",
    CausePath: "$.error.Cause",
  });
});

test("every runner is tried again when Lambda itself is at fault or throttles", () => {
  const tasks = [parent.Discover, child.States.Capture, parent.Summarise];
  for (const task of tasks)
    expect(task?.Retry).toEqual([
      {
        ErrorEquals: expect.arrayContaining(["Lambda.ServiceException", "Lambda.TooManyRequestsException"]),
        IntervalSeconds: 2,
        MaxAttempts: 6,
        BackoffRate: 2,
        MaxDelaySeconds: 60,
        JitterStrategy: "FULL",
      },
    ]);
});
