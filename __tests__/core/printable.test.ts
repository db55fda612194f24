import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, printable, show } from "../../modules/core/printable.ts";

test("a control character, an odd space and a direction mark are shown by their code", () => {
  expect(printable("a\u001b[31m\u0000\u00a0\u202e\u2028b c\n")).toBe(
    "a\\u001b[31m\\u0000\\u00a0\\u202e\\u2028b c\\u000a",
  );
});

test("letters of any script and symbols stay as they are", () => {
  expect(printable("Ünïcode 日本 🙂 %{x}")).toBe("Ünïcode 日本 🙂 %{x}");
});

test("a character beyond four hex digits is shown in braces, and half of one by its half", () => {
  expect(printable("\u{e0001}\ud800")).toBe("\\u{e0001}\\ud800");
});

test("nothing that printable returns can move a cursor or break a line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(printable(text)).not.toMatch(/\p{C}|[^\P{Z} ]/u);
    }),
  );
});

test("text is shown in quotes and other values as they are written in JSON", () => {
  expect([show("a"), show(7), show(true), show([1]), show(undefined)]).toEqual([
    '"a"',
    "7",
    "true",
    "[1]",
    "nothing",
  ]);
});

test("a text of sixty characters is shown whole, one more is cut", () => {
  expect(cut("x".repeat(60))).toBe("x".repeat(60));
  expect(cut("x".repeat(61))).toBe(`${"x".repeat(60)}...`);
  expect(cut("🙂".repeat(61))).toBe(`${"🙂".repeat(60)}...`);
});
