import { describe, expect, test } from "vitest";
import { captureFunction } from "../../../../modules/protectors/lambda/capture.ts";
import { awsError } from "../../../support/fake-aws/error.ts";
import { item, richFunction } from "../../../support/rich-function.ts";
import { OPTIONS } from "../../../support/sample-request.ts";
import { functionArn } from "../../../support/seed-function.ts";
import { take } from "./take.ts";

describe("what goes while it is read", () => {
  test("a function, after any call, is gone and no error", async () => {
    const whole = richFunction();
    await take(whole);
    // After GetFunction, which is read last, it is captured: it was there.
    const last = whole.wire.calls.findLastIndex(({ name }) => name === "GetFunction") + 1;
    for (let n = 1; n <= last; n++) {
      const source = richFunction();
      source.wire.before = (_call, count) => {
        if (count >= n) source.lambda.functions.clear();
        return undefined;
      };
      expect(
        await captureFunction(source.ports(), item, OPTIONS),
        whole.wire.calls[n - 1]?.name,
      ).toBeUndefined();
    }
  });

  test("a mapping is left out", async () => {
    const source = richFunction();
    source.lambda.mappings.clear();
    expect((await take(source)).document).toMatchObject({ mappings: [] });
  });

  test("a mapping that names another function by now is that function's", async () => {
    const source = richFunction();
    source.lambda.mappings.set("m1", {
      ...source.lambda.mappings.get("m1"),
      FunctionArn: functionArn("orders-2"),
    });
    expect((await take(source)).document.mappings).toEqual([]);
  });

  test("a part that is never found fails, and is named", async () => {
    const source = richFunction();
    source.wire.before = ({ name: call }) =>
      call === "ListFunctionUrlConfigs" ? awsError("ResourceNotFoundException", 404) : undefined;
    await expect(take(source)).rejects.toThrow(
      "lambda:ListFunctionUrlConfigs of orders: ResourceNotFoundException",
    );
  });
});
