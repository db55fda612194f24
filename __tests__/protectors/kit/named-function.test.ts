import { expect, test } from "vitest";
import { namedFunction } from "../../../modules/protectors/kit/named-function.ts";

const PLACE = { partition: "aws", region: "us-east-1", account: "111122223333" };
const ORDERS = "arn:aws:lambda:us-east-1:111122223333:function:orders";

test.each([
  ["a name", "orders", undefined, ORDERS],
  ["a name with its alias", "orders:live", undefined, `${ORDERS}:live`],
  ["a name with an alias beside it", "orders", "live", `${ORDERS}:live`],
  ["no qualifier but an empty one", "orders", "", ORDERS],
  ["a part of an ARN", "111122223333:function:orders:7", undefined, `${ORDERS}:7`],
  ["a part without an account", "function:orders", "7", `${ORDERS}:7`],
  [
    "another account's",
    "444455556666:function:orders",
    undefined,
    "arn:aws:lambda:us-east-1:444455556666:function:orders",
  ],
  [
    "an ARN of another region",
    `${ORDERS.replace("us-east-1", "eu-west-1")}:live`,
    undefined,
    `${ORDERS.replace("us-east-1", "eu-west-1")}:live`,
  ],
  ["the newest", ORDERS, "$LATEST", `${ORDERS}:$LATEST`],
  ["what only runs when it is known", "{% $name %}", undefined, undefined],
  ["a path", "$.name", undefined, undefined],
  ["nothing", "", undefined, undefined],
])("%s", (_title, text, beside, arn) => {
  expect(namedFunction(text, beside, PLACE)).toBe(arn);
});
