import { expect, test } from "vitest";
import { jsonLog } from "../../handlers/shared/log.ts";

test("a line is one JSON object, whatever the text", () => {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line));
  log("failed", {
    function: "orders",
    error: 'a\n{"message":"forged"}\u2028',
    newBytes: 3,
    point: undefined,
  });
  expect(lines).toEqual([
    '{"message":"failed","function":"orders","error":"a\\\\u000a{\\"message\\":\\"forged\\"}\\\\u2028","newBytes":3}',
  ]);
});
