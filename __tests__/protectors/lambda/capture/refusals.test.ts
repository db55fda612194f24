import { describe, expect, test } from "vitest";
import { captureFunction } from "../../../../modules/protectors/lambda/capture.ts";
import { awsError } from "../../../support/fake-aws/error.ts";
import { FakeRegion } from "../../../support/fake-region.ts";
import { LAYER, richFunction } from "../../../support/rich-function.ts";
import { OPTIONS } from "../../../support/sample-request.ts";
import { seedFunction } from "../../../support/seed-function.ts";
import { plain, take } from "./take.ts";

test("a region that lacks a feature refuses its call in words of its own: nobody has it there", async () => {
  const source = richFunction();
  const lacking = ["ListFunctionUrlConfigs", "GetFunctionCodeSigningConfig", "GetFunctionRecursionConfig"];
  const words = "Unable to determine service/operation name to be authorized";
  source.wire.before = ({ name }) =>
    lacking.includes(name) ? awsError("AccessDeniedException", 403, words) : undefined;
  expect((await take(source)).document.urls).toEqual([]);
  source.wire.before = ({ name }) =>
    lacking.includes(name)
      ? awsError("AccessDeniedException", 403, "not authorized to perform it")
      : undefined;
  await expect(take(source)).rejects.toThrow("AccessDeniedException");
});

describe("what cannot be captured fails, and says why", () => {
  test("environment variables whose key is closed to us", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders", {
      Environment: { Error: { ErrorCode: "AccessDeniedException", Message: "no kms:Decrypt" } },
    });
    await expect(take(source, plain)).rejects.toThrow(
      "lambda:GetFunction of orders: its environment variables cannot be read: AccessDeniedException no kms:Decrypt",
    );
  });

  test("filters whose key is closed to us", async () => {
    const source = richFunction();
    source.lambda.mappings.set("m1", {
      ...source.lambda.mappings.get("m1"),
      FilterCriteriaError: { ErrorCode: "KMSAccessDenied", Message: "no kms:Decrypt" },
    });
    await expect(take(source)).rejects.toThrow(
      "lambda:GetEventSourceMapping of m1: its filters cannot be read: KMSAccessDenied no kms:Decrypt",
    );
  });

  test("tags that are hidden from us", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    const ports = source.ports();
    const send = ports.lambda.send.bind(ports.lambda) as (command: object) => Promise<object>;
    const TagsError = { ErrorCode: "AccessDeniedException", Message: "no lambda:ListTags" };
    const hiding = async (command: object): Promise<object> => ({ ...(await send(command)), TagsError });
    const lambda = { send: hiding } as unknown as typeof ports.lambda;
    await expect(captureFunction({ ...ports, lambda }, plain, OPTIONS)).rejects.toThrow(
      "lambda:ListTags of orders: AccessDeniedException: no lambda:ListTags",
    );
  });
});

describe("a call that fails fails the point, and is named", () => {
  const calls: [call: string, said: string][] = [
    ["GetFunction", "lambda:GetFunction of orders:1"],
    ["ListAliases", "lambda:ListAliases of orders"],
    ["ListVersionsByFunction", "lambda:ListVersionsByFunction of orders"],
    ["ListFunctionUrlConfigs", "lambda:ListFunctionUrlConfigs of orders"],
    ["ListFunctionEventInvokeConfigs", "lambda:ListFunctionEventInvokeConfigs of orders"],
    ["GetEventSourceMapping", "lambda:GetEventSourceMapping of m1"],
    ["GetLayerVersionByArn", `lambda:GetLayerVersionByArn of ${LAYER}`],
    // The first version that would not be kept without one.
    ["GetPolicy", "lambda:GetPolicy of orders:4"],
  ];
  const errors: [name: string, status: number][] = [
    ["AccessDeniedException", 403],
    ["TooManyRequestsException", 429],
    ["ServiceException", 500],
    ["SyntaxError", 404], // a page of HTML, from something that is not AWS
  ];

  test.each(calls.flatMap(([call, said]) => errors.map(([name, status]) => ({ call, said, name, status }))))(
    "$call with $status $name",
    async ({ call, said, name, status }) => {
      const source = richFunction();
      source.wire.before = ({ name: at }) => (at === call ? awsError(name, status) : undefined);
      await expect(take(source)).rejects.toThrow(`${said}: ${name}: ${name} it is`);
    },
  );

  test("every single call of a whole capture, one after the other", async () => {
    const whole = richFunction();
    await take(whole);
    for (let n = 1; n <= whole.wire.calls.length; n++) {
      const source = richFunction();
      source.wire.before = ({ name: call }, count) =>
        count === n || (call === "download" && count > n) ? awsError("ServiceException", 500) : undefined;
      await expect(take(source), whole.wire.calls[n - 1]?.name).rejects.toThrow("ServiceException");
    }
  });
});
