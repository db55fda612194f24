import { expect, test } from "vitest";
import { errorText } from "../../modules/core/error-text.ts";

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

test.each([
  ["our own error says it all", new Error("orders is gone"), "orders is gone"],
  ["an SDK's error is known by its name", named("AccessDenied", "no"), "AccessDenied: no"],
  ["what is thrown need not be an error", "text", "text"],
  ["nor anything at all", undefined, "undefined"],
  [
    "an address may be a bearer secret",
    new Error("GET https://b.s3.aws/k?X-Amz-Signature=abc failed, see HTTP://x."),
    "GET (address) failed, see (address)",
  ],
  ["no text makes a second line", new Error("a\n  b\u001b[31m\u2028c\n"), "a; b\\u001b[31m\\u2028c"],
])("%s", (_name, error, text) => {
  expect(errorText(error)).toBe(text);
});

test("a text of any length is cut to a thousand characters", () => {
  expect(errorText(new Error("x".repeat(1000)))).toBe("x".repeat(1000));
  expect(errorText(new Error("x".repeat(1001)))).toBe(`${"x".repeat(1000)}...`);
});
