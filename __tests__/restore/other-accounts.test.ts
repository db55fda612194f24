import { expect, test } from "vitest";
import { otherAccounts } from "../../modules/restore/other-accounts.ts";

const QUEUE = "arn:aws:sqs:us-east-1:111111111111:orders";
const [THERE, HERE, OTHER] = ["222222222222", "111111111111", "999999999999"];

test.each([
  [QUEUE, `arn:aws:sqs:eu-west-1:${OTHER}:orders`, QUEUE],
  [HERE, OTHER, HERE],
  ["orders.example", `https://sqs.eu-west-1.amazonaws.com/${OTHER}/orders`, "another entry"],
  ["orders.example", `${OTHER}.dkr.ecr.eu-west-1.amazonaws.com/orders`, "another entry"],
])("a map that sends %s into another account is warned of", (key, value, shown) => {
  expect(otherAccounts({ [key]: value }, [THERE, HERE])).toEqual([
    `the map names account ${OTHER}, which is neither the source (${HERE}) nor the destination (${THERE}): ${shown}`,
  ]);
});

test("one into the destination, into what AWS owns, or of names alone is not", () => {
  const map = {
    [QUEUE]: `arn:aws:sqs:eu-west-1:${THERE}:orders`,
    "arn:aws:iam::111111111111:policy/a": "arn:aws:iam::aws:policy/a",
    "arn:aws:s3:::orders": "arn:aws:s3:::orders-eu",
    number: "999999999999 orders",
  };
  expect(otherAccounts(map, [THERE, HERE])).toEqual([]);
});
