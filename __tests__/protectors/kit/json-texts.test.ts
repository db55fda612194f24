import fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonPath, mapTexts, pathText } from "../../../modules/protectors/kit/json-texts.ts";

function textsOf(json: string): [string, string][] {
  const found: [string, string][] = [];
  mapTexts(json, (text, path) => {
    found.push([pathText(path), text]);
    return text;
  });
  return found;
}

/** The same by parsing it. */
function textsIn(value: unknown, path: JsonPath = []): [string, string][] {
  if (typeof value === "string") return [[pathText(path), value]];
  if (Array.isArray(value)) return value.flatMap((item, at) => textsIn(item, [...path, at]));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}

test("each text is handed on with where it stands, and keys are not", () => {
  expect(textsOf('{ "a": ["x", {"b\\u002ec": "y", "e": []}, [["z"]]], "d": 1, "f": "" }')).toEqual([
    ["a[0]", "x"],
    ["a[1].b.c", "y"],
    ["a[2][0][0]", "z"],
    ["f", ""],
  ]);
});

test("what is replaced stands where it stood, and all around it is as it was, numbers that JavaScript rounds too", () => {
  const json = '{\n  "n": 12345678901234567890, "x" : "old",\n\t"p": 5.0, "old": [ true, "old" ]}\n';
  expect(mapTexts(json, (text) => (text === "old" ? 'n"w' : text))).toBe(
    '{\n  "n": 12345678901234567890, "x" : "n\\"w",\n\t"p": 5.0, "old": [ true, "n\\"w" ]}\n',
  );
});

test("an escape that another writer chose stays where its text does", () => {
  const json = '["caf\\u00e9 \\/ \\ud83d\\ude00"]';
  expect(mapTexts(json, (text) => text)).toBe(json);
});

test("of any JSON, the texts are those that parsing finds, and no other JSON comes of it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const json = JSON.stringify(value, undefined, indent);
      // Parsing puts keys that are numbers first.
      expect(textsOf(json).sort()).toEqual(textsIn(JSON.parse(json)).sort());
      expect(mapTexts(json, (text) => text)).toBe(json);
    }),
  );
});
