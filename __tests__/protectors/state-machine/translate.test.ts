import { expect, test } from "vitest";
import { AWAY, captured, FUNCTION, HOME, invoking, MACHINE, made, request } from "./place.ts";

const west = (arn: string): string => arn.replace("us-east-1", "eu-west-1");

async function moved(definition: string, map: Record<string, string>, name?: string) {
  const { translation } = request(
    await captured(await made({ definition })),
    { map, ...(name !== undefined && { name }) },
    AWAY,
  );
  return { ...translation, text: translation.secrets?.definitions.current };
}

test("nothing is written otherwise where nothing is another, not a space", async () => {
  const definition = `{ "StartAt": "A",\n\t"States": { "A": { "Type": "Wait", "Seconds": 1.0, "End": true } } }\n`;
  expect((await moved(definition, {})).text).toBe(definition);
});

test("an ARN becomes its counterpart where it stands, with all around it as it was", async () => {
  const definition = `{ "StartAt" : "A", "States": { "A": { "Type": "Task", "Resource": "${FUNCTION}:live",
    "TimeoutSeconds": 12345678901234567890, "End": true } } }`;
  const { text, missing, document } = await moved(definition, { [FUNCTION]: west(FUNCTION) });
  expect(text).toBe(definition.replace("us-east-1", "eu-west-1"));
  expect(missing).toEqual([]);
  expect(document.current.calls).toEqual([{ state: "States.A.Resource", to: west(`${FUNCTION}:live`) }]);
});

test("a name of a function becomes that of what it is restored as, and of another account's its ARN", async () => {
  const text = (FunctionName: string, more: object = {}): string =>
    JSON.stringify({
      StartAt: "orders",
      States: {
        orders: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName, Payload: { FunctionName: "orders" }, ...more },
          End: true,
        },
      },
    });
  const renamed = { [FUNCTION]: west(`${FUNCTION}-copy`) };
  expect((await moved(text("orders"), renamed)).text).toBe(text("orders-copy"));
  expect((await moved(text("orders:live"), renamed)).text).toBe(text("orders-copy:live"));
  expect((await moved(text(`${HOME.account}:function:orders`), renamed)).text).toBe(text("orders-copy"));
  const theirs = { [FUNCTION]: "arn:aws:lambda:eu-west-1:444455556666:function:orders" };
  expect((await moved(text("orders", { Qualifier: "live" }), theirs)).text).toBe(
    text(theirs[FUNCTION] ?? "", { Qualifier: "live" }),
  );
  const version = { [`${FUNCTION}:7`]: west(`${FUNCTION}:3`) };
  expect((await moved(text("orders", { Qualifier: "7" }), version)).text).toBe(
    text("orders", { Qualifier: "3" }),
  );
});

test("what has no counterpart is missing by where it stands, a function that goes by its name alone too", async () => {
  const definition = JSON.stringify({
    StartAt: "A",
    States: {
      A: { Type: "Task", Resource: FUNCTION, Next: "B" },
      B: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: "orders:live" },
        Next: "C",
      },
      C: {
        Type: "Task",
        Resource: "arn:aws:states:::sns:publish",
        Parameters: { TopicArn: "arn:aws:sns:us-east-1:111122223333:told" },
        End: true,
      },
    },
  });
  const reason = "it lies in us-east-1; name its counterpart in eu-west-1 of account 111122223333";
  expect((await moved(definition, {})).missing).toEqual([
    { path: "current.definition.States.A.Resource", value: FUNCTION, reason },
    { path: "current.definition.States.B.Parameters.FunctionName", value: `${FUNCTION}:live`, reason },
    {
      path: "current.definition.States.C.Parameters.TopicArn",
      value: "arn:aws:sns:us-east-1:111122223333:told",
      reason,
    },
  ]);
});

test("of what states are told no text is shown, but that it names the source, and it is replaced by the map", async () => {
  const queue = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
  const definition = invoking(FUNCTION, { Comment: queue }).replace(
    '"End":true',
    `"Parameters":{"QueueUrl":"${queue}","key":"canary https://api.us-east-1.example.com"},"End":true`,
  );
  const { text, warnings, missing } = await moved(definition, {
    [FUNCTION]: west(FUNCTION),
    [queue]: west(queue),
  });
  expect(text).toContain(`"QueueUrl":"${west(queue)}"`);
  expect(text).toContain(`"Comment":"${queue}"`);
  expect(missing).toEqual([]);
  expect(warnings).toEqual([
    "States.Charge.Parameters.key of state machine checkout still names something of us-east-1 or its account; " +
      "if that is lost too, map the value it has",
  ]);
});

test("a machine that starts itself starts what it is restored as", async () => {
  const definition = JSON.stringify({
    StartAt: "Again",
    States: {
      Again: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution",
        Parameters: { StateMachineArn: `${MACHINE}:live` },
        End: true,
      },
    },
  });
  const { text } = await moved(definition, {}, "checkout-copy");
  expect(text).toBe(definition.replace(MACHINE, west(`${MACHINE}-copy`)));
});
