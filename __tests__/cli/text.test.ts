import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonText } from "../../modules/cli/terminal/output.ts";
import { table } from "../../modules/cli/terminal/table.ts";
import { render, widthOf } from "../../modules/cli/terminal/text.ts";
import { age, bytes, count, every } from "../../modules/cli/terminal/words.ts";

describe("a line", () => {
  test("shows what a terminal would obey", () => {
    expect(render(["name ", { text: "\u001b]0;owned\u0007", style: "red" }], false)).toBe(
      "name \\u001b]0;owned\\u0007",
    );
  });

  test("has colour only when asked for, around harmless text", () => {
    expect(render({ text: "bad\u009b2J", style: "red" }, true)).toBe("\u001b[31mbad\\u009b2J\u001b[0m");
  });

  test("does not let a name reorder or end the line", () => {
    expect(render("a\u202eb\u2066c\nd\u2028e", false)).toBe("a\\u202eb\\u2066c\\u000ad\\u2028e");
  });

  test("is no command to a pipeline, however its parts are joined", () => {
    expect(render("::error::forged", false)).toBe("\\u003a:error::forged");
    expect(render([" ", ":", ":group::a"], true)).toBe(" \\u003a:group::a");
    expect(render(["a##", "[add-mask]b ##vso[c] ##teamcity[d] ###[e"], true)).toBe(
      "a\\u0023#[add-mask]b \\u0023#vso[c] \\u0023#teamcity[d] #\\u0023#[e",
    );
    expect(render("a :: b ## c #[d]", false)).toBe("a :: b ## c #[d]");
  });

  test("leaves ordinary text of any language alone", () => {
    expect(render("Bestellungen für Köln, 注文", true)).toBe("Bestellungen für Köln, 注文");
  });
});

describe("JSON", () => {
  test("is the same value, and holds no control character, whatever the value holds", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), (value) => {
        const text = jsonText(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test("gives a pipeline no command, and is the same value", () => {
    const value = { "##[add-mask]a": "##vso[b] ###[c] ## d" };
    expect(JSON.parse(jsonText(value))).toEqual(value);
    expect(jsonText(value)).not.toMatch(/##\w*\[/);
  });
});

describe("a table", () => {
  test("aligns its columns by what is seen, colours and escapes counted", () => {
    const rows = table(
      ["NAME", "SIZE"],
      [
        ["orders-api", "1 kB"],
        [{ text: "a\u0007", style: "green" }, "12 MB"],
      ],
    );
    expect(rows.map((row) => render(row, false))).toEqual([
      "NAME        SIZE",
      "orders-api  1 kB",
      "a\\u0007     12 MB",
    ]);
    expect(rows.map((row) => widthOf(row))).toEqual([16, 16, 17]);
  });

  test("of nothing is its head", () => {
    expect(table(["NAME"], []).map((row) => render(row, false))).toEqual(["NAME"]);
  });
});

test.each<[number, string]>([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [99_949, "99.9 kB"],
  [100_000, "100 kB"],
  [52_428_800, "52.4 MB"],
  [5e15, "5000 TB"],
])("%d bytes are %s", (size, text) => {
  expect(bytes(size)).toBe(text);
});

test.each<[number, string]>([
  [-5, "0 s"],
  [59, "59 s"],
  [60, "1 min"],
  [3599, "59 min"],
  [3600, "1 h"],
  [48 * 3600 - 1, "47 h"],
  [48 * 3600, "2 d"],
])("what is %d seconds old is %s old", (seconds, text) => {
  const now = new Date("2026-11-23T12:00:00Z");
  expect(age(new Date(now.getTime() - seconds * 1000).toISOString(), now)).toBe(text);
});

test.each<[number, string]>([
  [15, "15 min"],
  [60, "1 h"],
  [90, "90 min"],
  [1440, "1 d"],
  [10_080, "7 d"],
])("every %d minutes is every %s", (minutes, text) => {
  expect(every(minutes)).toBe(text);
});

test("one is singular, none and many are not", () => {
  expect([count(0, "site"), count(1, "site"), count(2, "policy", "policies")]).toEqual([
    "0 sites",
    "1 site",
    "2 policies",
  ]);
});
