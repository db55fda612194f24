import { expect, test } from "vitest";
import { refuseResource } from "../../modules/aws/refuse-resource.ts";

const refused = (one: string) => refuseResource(one, { account: "123456789012", partition: "aws" });

test("a word of a kind is told as that kind", () => {
  expect(refused("dynamodb/table")).toEqual({
    code: "VALUE",
    message: '"dynamodb/table" in select.resources is of no kind that runs keep',
    hint: "did you mean dynamodb-table?",
  });
  expect(refused("sqs-queu/orders")?.hint).toBe("did you mean sqs-queue?");
  expect(refused("schedul/orders")?.hint).toBe("did you mean schedule?");
});

test("what has no form is left to the schema, which tells it once", () => {
  expect(refused("sqs-queue/bad name")).toBeUndefined();
});

test("a log group of AWS's own without its first slash is warned of, for another may be called so", () => {
  expect(refused("log-filter/aws/lambda/orders")).toEqual({
    code: "VALUE",
    message:
      '"log-filter/aws/lambda/orders" in select.resources is a log group whose name begins without a slash',
    hint: "AWS's own are log-filter//aws/lambda/orders",
    warns: true,
  });
  expect(refused("log-filter//aws/lambda/orders")).toBeUndefined();
});
