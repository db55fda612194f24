import { expect, test } from "vitest";
import { secretsIn } from "../../modules/core/secrets-in.ts";
import { isTold, toldTexts } from "../../modules/core/states-language.ts";

const ORDERS = "arn:aws:lambda:us-east-1:111122223333:function:orders";
const DEFINITION = JSON.stringify({
  Comment: "by hand",
  StartAt: "Parameters",
  States: {
    // A state may be called like a field.
    Parameters: {
      Type: "Task",
      Resource: ORDERS,
      Parameters: { Authorization: "Bearer 4711", to: ORDERS, "id.$": "$.id" },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "States" }],
      Next: "States",
    },
    States: { Type: "Fail", Error: "Lost", Cause: "it is lost" },
  },
});

test("how states are joined and what they call is shown, and what they are told is not", () => {
  expect(toldTexts(DEFINITION)).toEqual(["by hand", "Bearer 4711", "$.id", "Lost", "it is lost"]);
});

test("names of states are shown, also those of fields", () => {
  expect(isTold(["States", "Parameters", "Next"])).toBe(false);
  expect(isTold(["States", "States", "Cause"])).toBe(true);
  expect(isTold(["States", "A", "Branches", 0, "States", "Input", "Type"])).toBe(false);
  expect(isTold(["States", "A", "Choices", 0, "StringEquals"])).toBe(true);
});

test("no error shows what a definition tells, by whatever call it is sent or answered", () => {
  expect(secretsIn({ name: "orders", definition: DEFINITION })).toEqual(toldTexts(DEFINITION));
  expect(secretsIn({ definition: "no JSON: 4711" })).toEqual(["no JSON: 4711"]);
});
