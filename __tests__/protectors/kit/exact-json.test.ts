import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { exactText, parseExact } from "../../../modules/protectors/kit/exact-json.ts";

const NUMBERS = [
  "4",
  "4.0",
  "-0",
  "7.0e0",
  "1E3",
  "0.1",
  "12345678901234567890",
  "9007199254740993",
  "1e400",
];

test("numbers come back to the letter, and texts that look like them too", () => {
  const text = `{"a":[${NUMBERS.join(",")}],"4.0":"4.0","b":{"c":"{\\"$number\\":\\"1.0\\"}","d":[null,true,""]}}`;
  expect(exactText(parseExact(text) as JsonObject)).toBe(text);
});

test("a number that JavaScript writes as it was stays a number", () => {
  expect(parseExact('{"a":[1, 2.5 ,-3]}')).toEqual({ a: [1, 2.5, -3] });
});

test("numbers that round to the same differ", () => {
  expect(parseExact("[9007199254740993]")).not.toEqual(parseExact("[9007199254740992]"));
});

test("whatever JSON says comes back", () => {
  const key = fc.oneof(fc.string(), fc.constantFrom("$number", "$$number", 'a"$$number', "$number\\"));
  const object = fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.string())));
  fc.assert(
    fc.property(object, (value) => {
      const text = JSON.stringify(value);
      expect(exactText(parseExact(text) as JsonObject)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test.each([
  '{"a":{"$number":"1"}}',
  '{"$number":4.0,"$$number":"$number"}',
  '{"a":[{"$$$number":{"$number":9007199254740993}}]}',
])("a key that is written like ours is kept as it is: %s", (text) => {
  expect(exactText(parseExact(text) as JsonObject)).toBe(text);
});

test("a key that becomes like ours where it is read is kept too, and is no number", () => {
  expect(exactText(parseExact('{"\\u0024number" : "1"}') as JsonObject)).toBe('{"$number":"1"}');
});

test.each(["", "{", '{"a":01}'])("%s is refused", (text) => {
  expect(() => parseExact(text)).toThrow(SyntaxError);
});

test.each(["4],[null", "0}}},", "", "01", "+1", "NaN"])(
  "%s in the place of a number stays in its quotes",
  (text) => {
    const value = { a: [{ $number: text }] };
    expect(exactText(value)).toBe(JSON.stringify(value));
  },
);
