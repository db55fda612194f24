import type { RunnerMarks } from "../contract/bounds.ts";
import { CAPTURES_AT_ONCE } from "../contract/events.ts";

/**
 * How one run goes: inventory, capture of each item, summary, and word to people when it was not complete.
 * Amazon States Language with JSONPath; the payload of a state is at most 256 KiB, so the items stay in S3.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export interface RunDefinitionProps {
  readonly partition: string;
  /** What discover is handed beside the request, where its environment has no room for it. */
  readonly marks?: RunnerMarks | undefined;
  /** Names or ARNs. */
  readonly discover: string;
  readonly capture: string;
  readonly summarise: string;
  readonly topicArn: string;
  readonly queueUrl: string;
  /** Where the map keeps what it needs during a run; it expires by itself. */
  readonly work: { readonly bucket: string; readonly prefix: string };
}

type State = Readonly<Record<string, unknown>>;

/** Seconds. A Lambda function ends after 900 at the latest; a run that takes a working day is stuck. */
const TASK_TIMEOUT = 930;
const RUN_TIMEOUT = 8 * 3600;

/** What passes by itself: Lambda's own faults, and rates. Anything else is the item's fault and stays. */
const RETRY = [
  {
    ErrorEquals: [
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
      "TooManyRequestsException",
      "ThrottlingException",
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  },
];

const caught = (next: string): State[] => [
  { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: next },
];

export function runDefinition(machine: RunDefinitionProps): State {
  const resource = (api: string): string => `arn:${machine.partition}:states:::${api}`;
  const invoke = (functionName: string, payload: State): State => ({
    Type: "Task",
    Resource: resource("lambda:invoke"),
    Parameters: { FunctionName: functionName, ...payload },
    TimeoutSeconds: TASK_TIMEOUT,
    Retry: RETRY,
  });
  const publish = (subject: string, message: string): State => ({
    Type: "Task",
    Resource: resource("sns:publish"),
    Parameters: { TopicArn: machine.topicArn, Subject: subject, "Message.$": message },
    Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
    ResultPath: null,
  });
  const summarise = (more: State): State => ({
    ...invoke(machine.summarise, {
      Payload: { "request.$": "$.request", "run.$": "$.run", "items.$": "$.items", ...more },
    }),
    OutputPath: "$.Payload",
    Catch: caught("TellBroken"),
    Next: "HowItEnded",
  });

  return {
    Comment: "One run of one policy at one site",
    TimeoutSeconds: RUN_TIMEOUT,
    StartAt: "Discover",
    States: {
      Discover: {
        ...invoke(machine.discover, {
          Payload: {
            "request.$": "$",
            execution: { "id.$": "$$.Execution.Id", "startedAt.$": "$$.Execution.StartTime" },
            ...(machine.marks !== undefined && { marks: machine.marks }),
          },
        }),
        OutputPath: "$.Payload",
        Catch: caught("TellBroken"),
        Next: "AnythingToCapture",
      },
      AnythingToCapture: {
        Type: "Choice",
        Choices: [{ Variable: "$.items.count", NumericGreaterThan: 0, Next: "CaptureEach" }],
        Default: "Summarise",
      },
      CaptureEach: {
        Type: "Map",
        ItemReader: {
          Resource: resource("s3:getObject"),
          ReaderConfig: { InputType: "JSON" },
          Parameters: { "Bucket.$": "$.items.bucket", "Key.$": "$.items.key" },
        },
        ItemSelector: { "request.$": "$.request", "run.$": "$.run", "item.$": "$$.Map.Item.Value" },
        MaxConcurrency: CAPTURES_AT_ONCE,
        // A child that dies in a way no Catch sees must not stop the others.
        ToleratedFailurePercentage: 100,
        ItemProcessor: captureOne(machine, { invoke, resource }),
        // What the children return would not fit into a state; S3 puts each map run in a folder of its own.
        ResultWriter: {
          Resource: resource("s3:putObject"),
          Parameters: { Bucket: machine.work.bucket, Prefix: `${machine.work.prefix}map-runs` },
        },
        ResultPath: null,
        // A map that could not run at all leaves items without an outcome: the summary names them, and says why.
        Catch: caught("SummariseBrokenMap"),
        Next: "Summarise",
      },
      Summarise: summarise({}),
      SummariseBrokenMap: summarise({ "mapError.$": "$.error.Cause" }),
      HowItEnded: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: "$.status", StringEquals: "complete" },
              { Variable: "$.warnings[0]", IsPresent: true },
            ],
            Next: "TellWarnings",
          },
          { Variable: "$.status", StringEquals: "complete", Next: "Complete" },
          // A pause is what the policy wants: nobody is told.
          { Variable: "$.status", StringEquals: "paused", Next: "Complete" },
          { Variable: "$.status", StringEquals: "partial", Next: "TellPartial" },
        ],
        Default: "TellFailed",
      },
      // Such as a copy that cannot open a point's secrets: nothing failed, and somebody has to know.
      TellWarnings: {
        ...publish("zonekeep: a run has warnings", "States.JsonToString($)"),
        Next: "Complete",
      },
      Complete: { Type: "Succeed" },
      TellPartial: { ...publish("zonekeep: a run is partial", "States.JsonToString($)"), Next: "Partial" },
      Partial: { Type: "Succeed" },
      TellFailed: { ...publish("zonekeep: a run failed", "States.JsonToString($)"), Next: "Failed" },
      Failed: { Type: "Fail", Error: "RunFailed", Cause: "No item was captured; the topic has the summary" },
      TellBroken: {
        ...publish(
          "zonekeep: a run broke off",
          "States.Format('{} broke off: {}', $$.Execution.Id, States.JsonToString($.error))",
        ),
        Next: "Broken",
      },
      Broken: { Type: "Fail", Error: "RunBroken", CausePath: "$.error.Cause" },
    },
  };
}

interface Parts {
  readonly invoke: (functionName: string, payload: State) => State;
  readonly resource: (api: string) => string;
}

/** A child run for each item. It always succeeds: one function's failure is queued, and the others stand. */
function captureOne(machine: RunDefinitionProps, { invoke, resource }: Parts): State {
  return {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "Capture",
    States: {
      Capture: {
        ...invoke(machine.capture, { "Payload.$": "$" }),
        ResultSelector: { "outcome.$": "$.Payload" },
        ResultPath: "$.result",
        Catch: caught("QueueItem"),
        Next: "WasItCaptured",
      },
      WasItCaptured: {
        Type: "Choice",
        Choices: [
          { Variable: "$.result.outcome.status", StringEquals: "failed", Next: "QueueItem" },
          { Variable: "$.result.outcome.status", StringEquals: "reading", Next: "GoOn" },
          { Variable: "$.result.outcome.status", StringEquals: "waiting", Next: "WaitForTurn" },
        ],
        Default: "Captured",
      },
      // Another run reads the same stream.
      WaitForTurn: { Type: "Wait", Seconds: 60, Next: "GoOn" },
      // A stream takes longer to read than a function lives.
      GoOn: {
        Type: "Pass",
        Parameters: {
          "request.$": "$.request",
          "run.$": "$.run",
          "item.$": "$.item",
          "continuation.$": "$.result.outcome.continuation",
        },
        Next: "Capture",
      },
      Captured: { Type: "Succeed", OutputPath: "$.result.outcome" },
      QueueItem: {
        Type: "Task",
        Resource: resource("sqs:sendMessage"),
        Parameters: { QueueUrl: machine.queueUrl, "MessageBody.$": "States.JsonToString($)" },
        Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
        ResultPath: null,
        Catch: caught("NotCaptured"),
        Next: "NotCaptured",
      },
      NotCaptured: { Type: "Succeed", OutputPath: "$.item" },
    },
  };
}
