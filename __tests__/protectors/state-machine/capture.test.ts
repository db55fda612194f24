import { expect, test } from "vitest";
import { parseDefinitions } from "../../../modules/protectors/state-machine/document.ts";
import { formOf } from "../../../modules/protectors/state-machine/revision.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { captured, FUNCTION, HOME, invoking, listed, MACHINE, made, published, route } from "./place.ts";

const OTHER = `arn:aws:states:us-east-1:${HOME.account}:stateMachine:billing`;

/** Eight versions, of which one has an alias. */
async function grown() {
  const there = await made();
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) published(there, invoking(`${FUNCTION}:${n}`));
  route(there, "live", { 2: 100 });
  return there;
}

test.each([
  ["all", ["1", "2", "3", "4", "5", "6", "7", "8"]],
  ["published", ["1", "2", "4", "5", "6", "7", "8"]],
  ["latest", ["1", "2"]],
] as const)("%s keeps versions in use, and of the rest what the policy says", async (code, versions) => {
  const rule = { kind: "event-rule", id: "default/r", arn: "arn:aws:events:us-east-1:1:rule/r" } as const;
  const related = [{ ...rule, calls: [`${MACHINE}:1`, `${MACHINE}:live`, FUNCTION] }];
  const { document, secrets } = await captured(await grown(), { code, related });
  expect(document.versions.map(({ version }) => version)).toEqual(versions);
  expect(Object.keys(secrets?.definitions ?? {}).sort()).toEqual([...versions, "current"].sort());
  expect(document.aliases).toEqual([{ name: "live", routing: { 2: 100 } }]);
});

test("the definition is among the secrets as it was written, and the document shows how states are joined and what they call", async () => {
  const definition = invoking(FUNCTION, { Comment: "canary" }).replace(
    '"End":true',
    '"Parameters":{"Authorization":"Bearer canary"},"End":true',
  );
  const { document, secrets } = await captured(await made({ definition }));
  expect(secrets).toEqual({ definitions: { current: definition } });
  expect(document.current).toEqual({
    definition: { StartAt: "Charge", States: { Charge: { Type: "Task", Resource: FUNCTION, End: true } } },
    calls: [{ state: "States.Charge.Resource", to: FUNCTION }],
    roleArn: `arn:aws:iam::${HOME.account}:role/checkout`,
    loggingConfiguration: { includeExecutionData: false, level: "OFF" },
    tracingConfiguration: { enabled: false },
  });
});

test("a definition that AWS leaves out is an error, and no empty definition", async () => {
  const there = await made();
  const machine = there.sfn.machines.get("checkout");
  if (machine === undefined) throw new Error("it is gone");
  machine.revision = { ...machine.revision, definition: "{}" };
  await expect(captured(there)).rejects.toThrow(
    `states:DescribeStateMachine of ${MACHINE}: its definition is not there, or has no states`,
  );
});

test("a definition with a key that is written like our numbers is kept and compared as it is", async () => {
  const definition = invoking(FUNCTION, { Comment: "c" }).replace('"c"', '{"$number":"4"}');
  const { secrets } = await captured(await made({ definition }));
  expect(secrets).toEqual({ definitions: { current: definition } });
  const form = (text: string) => formOf({ definition: text, roleArn: "r" });
  expect(form(definition)).not.toEqual(form(definition.replace('{"$number":"4"}', "4")));
});

test.each(["<html>", "[]", '{"StartAt":"a"}'])(
  "kept definitions that are none, such as %s, are refused by name",
  (text) => {
    expect(() => parseDefinitions({ definitions: { current: text } })).toThrow(
      "the definitions of a state machine cannot be read: current is not there, or has no states",
    );
  },
);

test("what only executions know is told of a machine that is kept", async () => {
  const definition = JSON.stringify({
    StartAt: "Any",
    States: {
      Any: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { "FunctionName.$": "$.name" },
        End: true,
      },
    },
  });
  const there = await made({ definition });
  expect((await captured(there)).warnings).toEqual([
    "what state machine checkout calls at States.Any only its executions know: it may not be kept",
  ]);
  expect((await listed(there)).warned).toEqual([
    "what state machine checkout calls at States.Any only its executions know",
  ]);
});

test("a list has what a machine calls now and by its aliases, and not zonekeep's own", async () => {
  const there = await grown();
  await made({ name: "zonekeep-us-east-1" }, there);
  const starts = JSON.stringify({
    StartAt: "A",
    States: {
      A: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution",
        Parameters: { StateMachineArn: `${MACHINE}:live` },
        End: true,
      },
    },
  });
  await made({ name: "billing", definition: starts }, there);
  const { found, warned } = await listed(there);
  expect(found.map(({ id, arn, feeds }) => ({ id, arn, feeds }))).toEqual([
    { id: "checkout", arn: MACHINE, feeds: [`${FUNCTION}:2`, `${FUNCTION}:8`] },
    { id: "billing", arn: OTHER, feeds: [`${MACHINE}:live`] },
  ]);
  expect(warned).toEqual([]);
});

test("a machine whose key a run may not use is told of, and the others are listed", async () => {
  const there = await made();
  await made({ name: "billing" }, there);
  there.sfn.wire.before = ({ name, input }) =>
    name === "DescribeStateMachine" && input.stateMachineArn === MACHINE
      ? awsError("KmsAccessDeniedException", 400, "the caller may not kms:Decrypt")
      : undefined;
  const { found, warned } = await listed(there);
  expect(found.map(({ id, feeds }) => [id, feeds])).toEqual([
    ["checkout", []],
    ["billing", [FUNCTION]],
  ]);
  expect(warned).toEqual([
    `what state machine checkout calls is not known: states:DescribeStateMachine of ${MACHINE}: KmsAccessDeniedException: the caller may not kms:Decrypt`,
  ]);
  await expect(captured(there)).rejects.toThrow("the caller may not kms:Decrypt");
});
