import { expect, test } from "vitest";
import { callsOf } from "../../../modules/protectors/state-machine/definition/calls.ts";
import { FUNCTION, HOME } from "./place.ts";

const task = (Resource: string, told: object = {}) => ({ Type: "Task", Resource, End: true, ...told });
const one = (state: object) => callsOf({ StartAt: "A", States: { A: state } } as never, HOME);
const OTHER = `arn:aws:states:us-east-1:${HOME.account}:stateMachine:billing:live`;

test.each([
  [
    "a function as the resource, with its qualifier",
    task(`${FUNCTION}:live`),
    `${FUNCTION}:live`,
    "Resource",
  ],
  [
    "lambda:invoke of an ARN",
    task("arn:aws:states:::lambda:invoke", { Parameters: { FunctionName: FUNCTION } }),
    FUNCTION,
    "Parameters.FunctionName",
  ],
  [
    "lambda:invoke of a part of an ARN",
    task("arn:aws:states:::lambda:invoke.waitForTaskToken", {
      Parameters: { FunctionName: `${HOME.account}:function:orders:7` },
    }),
    `${FUNCTION}:7`,
    "Parameters.FunctionName",
  ],
  [
    "lambda:invoke of a name, in JSONata",
    task("arn:aws:states:::lambda:invoke", {
      QueryLanguage: "JSONata",
      Arguments: { FunctionName: "orders:live" },
    }),
    `${FUNCTION}:live`,
    "Arguments.FunctionName",
  ],
  [
    "a call of the API, with its qualifier beside it",
    task("arn:aws:states:::aws-sdk:lambda:invoke", {
      Parameters: { FunctionName: "orders", Qualifier: "7" },
    }),
    `${FUNCTION}:7`,
    "Parameters.FunctionName",
  ],
  [
    "a function whose qualifier only an execution knows",
    task("arn:aws:states:::lambda:invoke", { Parameters: { FunctionName: "orders", "Qualifier.$": "$.q" } }),
    FUNCTION,
    "Parameters.FunctionName",
  ],
  [
    "another machine that is waited for",
    task("arn:aws:states:::states:startExecution.sync:2", { Parameters: { StateMachineArn: OTHER } }),
    OTHER,
    "Parameters.StateMachineArn",
  ],
  [
    "another machine by the API",
    task("arn:aws:states:::aws-sdk:sfn:startSyncExecution", { Arguments: { StateMachineArn: OTHER } }),
    OTHER,
    "Arguments.StateMachineArn",
  ],
])("%s is called", (_title, state, to, at) => {
  const { known, unknown } = one(state);
  expect(known.map((call) => [call.to, call.at])).toEqual([[to, `States.A.${at}`]]);
  expect(unknown).toEqual([]);
});

test.each([
  ["a path", { Parameters: { "FunctionName.$": "$.name" } }],
  ["JSONata", { Arguments: { FunctionName: "{% $name %}" } }],
  ["JSONata that makes all that is told", { Arguments: "{% $all %}" }],
])("what only an execution knows is told of by its state: %s", (_title, told) => {
  expect(one(task("arn:aws:states:::lambda:invoke", told))).toEqual({ known: [], unknown: ["States.A"] });
});

test("calls in branches and maps are found, however deep", () => {
  const deep = { StartAt: "D", States: { D: task(FUNCTION) } };
  const map = { Type: "Map", End: true, ItemProcessor: deep };
  const old = { Type: "Map", End: true, Iterator: { StartAt: "M", States: { M: map } } };
  expect(one({ Type: "Parallel", Branches: [deep, { StartAt: "O", States: { O: old } }] }).known).toEqual([
    { to: FUNCTION, text: FUNCTION, at: "States.A.Branches[0].States.D.Resource" },
    {
      to: FUNCTION,
      text: FUNCTION,
      at: "States.A.Branches[1].States.O.Iterator.States.M.ItemProcessor.States.D.Resource",
    },
  ]);
});

test("what states send to, and what an activity waits for, is no call", () => {
  for (const resource of [
    "arn:aws:states:::sqs:sendMessage",
    `arn:aws:states:us-east-1:${HOME.account}:activity:by-hand`,
    "arn:aws:states:::aws-sdk:lambda:listFunctions",
  ])
    expect(one(task(resource, { Parameters: { FunctionName: "orders" } }))).toEqual({
      known: [],
      unknown: [],
    });
});
