import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { githubCommands } from "../../modules/cli/formats/diagnostics-github.ts";
import type { Diagnostic } from "../../modules/core/diagnostic.ts";
import { printable } from "../../modules/core/printable.ts";
import { parseCommand } from "./support/github-runner.ts";

const at = { file: "policies/orders.yaml", line: 6, col: 9 };

test("a diagnostic is one command with its place, and its hint in a line of its own", () => {
  const diagnostics: Diagnostic[] = [
    { severity: "error", code: "SITE", message: 'site "mars" is not in the estate', hint: "write eu", at },
    { severity: "warning", code: "COPY", message: "100% wider", at: { ...at, line: 7, col: 1 } },
  ];
  expect(githubCommands(diagnostics)).toBe(
    "::error file=policies/orders.yaml,line=6,col=9,title=zonekeep SITE::" +
      'policies/orders.yaml:6:9: site "mars" is not in the estate%0Ahelp: write eu\n' +
      "::warning file=policies/orders.yaml,line=7,col=1,title=zonekeep COPY::" +
      "policies/orders.yaml:7:1: 100%25 wider\n",
  );
});

test("no diagnostics are no text", () => {
  expect(githubCommands([])).toBe("");
});

test("a path with what separates properties stays one property", () => {
  const [line = ""] = githubCommands([
    { severity: "error", code: "FILE", message: "m", at: { ...at, file: "a,line=99::b%2C.yaml" } },
  ]).split("\n");
  expect(line).toContain("::error file=a%2Cline=99%3A%3Ab%252C.yaml,line=6,");
  expect(parseCommand(line)?.properties).toMatchObject({ file: "a,line=99::b%2C.yaml", line: "6" });
});

/** Text with what a runner, a terminal and a percent-decoder look for, at every joint. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\n",
        "\r",
        "\r\n",
        "%0A",
        "%250A",
        "%",
        "::error::",
        "::",
        ",",
        ":",
        "=",
        "##[add-mask]",
      ),
      fc.constantFrom("\u001b[31m", "\u009b", "\u202e", "\u2028", "\u0085", "::stop-commands::x"),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

describe("whatever the texts of a diagnostic hold", () => {
  test("it is exactly one line, which parses back to the same diagnostic", () => {
    fc.assert(
      fc.property(
        hostile,
        hostile,
        fc.option(hostile, { nil: undefined }),
        fc.constantFrom<Diagnostic["severity"][]>("error", "warning"),
        fc.nat(),
        fc.nat(),
        (path, message, hint, severity, line, col) => {
          const file = `p${path}`;
          const written = githubCommands([
            {
              severity,
              code: "NAME",
              message,
              at: { file, line, col },
              ...(hint !== undefined && { hint }),
            },
          ]);
          expect(written.endsWith("\n")).toBe(true);
          const command = written.slice(0, -1);
          expect(command).not.toMatch(/\p{C}|(?! )\p{Z}/u);
          const help = hint === undefined ? "" : `\nhelp: ${printable(hint)}`;
          expect(parseCommand(command)).toEqual({
            name: severity,
            properties: {
              file: printable(file),
              line: String(line),
              col: String(col),
              title: "zonekeep NAME",
            },
            data: `${printable(file)}:${line}:${col}: ${printable(message)}${help}`,
          });
        },
      ),
    );
  });

  test("text without controls, odd spaces and marks is told letter by letter", () => {
    const plain = fc.string({ unit: "grapheme" }).map((text) => text.replace(/\p{C}|(?! )\p{Z}/gu, ""));
    fc.assert(
      fc.property(plain, (message) => {
        const [line = ""] = githubCommands([{ severity: "error", code: "NAME", message, at }]).split("\n");
        expect(parseCommand(line)?.data).toBe(`policies/orders.yaml:6:9: ${message}`);
      }),
    );
  });
});
