import { expect, test } from "vitest";
import { type Diagnostic, formatDiagnostic, PolicyError } from "../../modules/core/diagnostic.ts";
import { sortDiagnostics, uniquePositions, uniqueSorted } from "../../modules/core/source-order.ts";

const at = (file: string, line: number, col: number) => ({ file, line, col });
const say = (place: Diagnostic["at"], rest: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: "error",
  code: "VALUE",
  message: "m",
  at: place,
  ...rest,
});

test("diagnostics are sorted by file, line and column, as numbers, and errors come before warnings", () => {
  const sorted = [
    say(at("a", 2, 1)),
    say(at("a", 10, 2), { code: "COPY" }),
    say(at("a", 10, 2), { message: "a" }),
    say(at("a", 10, 2)),
    say(at("a", 10, 2), { severity: "warning", code: "COPY" }),
    say(at("a", 10, 11)),
    say(at("b", 1, 1)),
  ];
  expect(sortDiagnostics([...sorted].reverse())).toEqual(sorted);
});

test("places are sorted and each is kept once", () => {
  const places = [at("b", 1, 1), at("a", 2, 1), at("b", 1, 1), at("a", 1, 9)];
  expect(uniquePositions(places)).toEqual([at("a", 1, 9), at("a", 2, 1), at("b", 1, 1)]);
});

test("texts are sorted by code unit, whatever the locale", () => {
  expect(uniqueSorted(["b", "B", "ä", "a", "b"])).toEqual(["B", "a", "b", "ä"]);
});

test("a policy error says everything that was found, in the form that editors make clickable", () => {
  const found = [say(at("a.yaml", 1, 2), { hint: "do" }), say(at("b.yaml", 3, 4))];
  expect(found.map(formatDiagnostic)).toEqual([
    "a.yaml:1:2: error[VALUE] m\n  help: do",
    "b.yaml:3:4: error[VALUE] m",
  ]);
  expect(new PolicyError(found)).toMatchObject({
    name: "PolicyError",
    diagnostics: found,
    message: "a.yaml:1:2: error[VALUE] m\n  help: do\nb.yaml:3:4: error[VALUE] m",
  });
});
