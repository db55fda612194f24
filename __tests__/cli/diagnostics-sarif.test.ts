import sarif from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sarifLog } from "../../modules/cli/formats/diagnostics-sarif.ts";
import type { Diagnostic } from "../../modules/core/diagnostic.ts";
import manifest from "../../package.json" with { type: "json" };

/** The official schema; its draft is 4, of which it uses nothing that 7 does not know, apart from these two. */
const { $schema: _draft, id: _id, ...schema } = sarif;
const ajv = new Ajv({
  strict: false,
  unicodeRegExp: false,
  allErrors: true,
  formats: {
    uri: (text: string) => URL.canParse(text),
    "uri-reference": (text: string) => /^[\w.~%/!'()*-]*$/.test(text) && URL.canParse(text, "file:///"),
    "date-time": true,
  },
});
const validate = ajv.compile(schema);

function mistakesOf(log: object): unknown[] {
  validate(JSON.parse(JSON.stringify(log)));
  return validate.errors ?? [];
}

const at = { file: "policies/orders.yaml", line: 6, col: 9 };
const wrong: Diagnostic = {
  severity: "error",
  code: "SITE",
  message: 'site "mars" is not in the estate',
  hint: "did you mean us-east-1?",
  at,
};

test("diagnostics are the results of one run, and their codes its rules", () => {
  const log = sarifLog([
    wrong,
    { severity: "warning", code: "COPY", message: "wider", at: { ...at, line: 7, col: 1 } },
    { ...wrong, at: { ...at, file: "policies/a b/ä:%.yaml", line: 9 } },
  ]);
  const place = (uri: string, startLine: number, startColumn: number): object => ({
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
      region: { startLine, startColumn },
    },
  });
  const text = 'site "mars" is not in the estate\nhelp: did you mean us-east-1?';
  const help = "docs/diagnostics.md of zonekeep lists every code";
  expect(log).toEqual({
    $schema: expect.stringMatching(
      /^https:\/\/docs\.oasis-open\.org\/sarif\/.*\/sarif-schema-2\.1\.0\.json$/,
    ),
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "zonekeep",
            version: manifest.version,
            rules: [
              expect.objectContaining({ id: "COPY" }),
              {
                id: "SITE",
                shortDescription: {
                  text: "a region or edge zone that the estate does not have, or an ARN of a region where its policy does not run",
                },
                fullDescription: {
                  text: "a region or edge zone that the estate does not have, or an ARN of a region where its policy does not run",
                },
                help: {
                  text: `add it to policies/estate.yaml, or correct it; ${help}`,
                  markdown: `add it to \`policies/estate.yaml\`, or correct it; ${help}`,
                },
              },
            ],
          },
        },
        invocations: [{ executionSuccessful: true, exitCode: 1 }],
        columnKind: "utf16CodeUnits",
        results: [
          {
            ruleId: "SITE",
            ruleIndex: 1,
            level: "error",
            message: { text },
            locations: [place("policies/orders.yaml", 6, 9)],
          },
          {
            ruleId: "COPY",
            ruleIndex: 0,
            level: "warning",
            message: { text: "wider" },
            locations: [place("policies/orders.yaml", 7, 1)],
          },
          {
            ruleId: "SITE",
            ruleIndex: 1,
            level: "error",
            message: { text },
            locations: [place("policies/a%20b/%C3%A4%3A%25.yaml", 9, 9)],
          },
        ],
      },
    ],
  });
  expect(mistakesOf(log)).toEqual([]);
});

test("warnings alone, and nothing at all, are a run that ended well", () => {
  for (const diagnostics of [[], [{ ...wrong, severity: "warning" as const }]]) {
    const log = sarifLog(diagnostics);
    expect(log).toMatchObject({ runs: [{ invocations: [{ executionSuccessful: true, exitCode: 0 }] }] });
    expect(mistakesOf(log)).toEqual([]);
  }
});

test("a failure that is no diagnostic is a run that did not succeed, and says why", () => {
  const log = sarifLog([], { message: "unknown option '--nope'", hint: "leave it out", code: 2 });
  expect(log).toMatchObject({
    runs: [
      {
        results: [],
        invocations: [
          {
            executionSuccessful: false,
            exitCode: 2,
            toolExecutionNotifications: [
              { level: "error", message: { text: "unknown option '--nope'\nhelp: leave it out" } },
            ],
          },
        ],
      },
    ],
  });
  expect(mistakesOf(log)).toEqual([]);
});

test("the schema refuses a misspelt property and a path that is no reference", () => {
  const [run] = (sarifLog([wrong]) as { runs: object[] }).runs;
  expect(mistakesOf({ version: "2.1.0", runs: [{ ...run, result: [] }] })).not.toEqual([]);
  const spaced = JSON.parse(JSON.stringify({ version: "2.1.0", runs: [run] }).replace("orders.yaml", "a b"));
  expect(mistakesOf(spaced)).not.toEqual([]);
});

test("text that was written is no link and no placeholder in a viewer", () => {
  const log = sarifLog([
    { ...wrong, message: "unknown key [click](https://evil.example) {0} { every: 1h }" },
  ]);
  expect(log).toMatchObject({
    runs: [
      {
        results: [
          {
            message: {
              text: "unknown key [click] (https://evil.example) {{0}} { every: 1h }\nhelp: did you mean us-east-1?",
            },
          },
        ],
      },
    ],
  });
});

describe("whatever the texts of a diagnostic hold", () => {
  test("the log is valid, and a path reads back from its reference", () => {
    const text = fc.string({ unit: "binary" });
    const segment = text.filter((name) => !/^\.*$|[/\p{C}\p{Z}]/u.test(name));
    fc.assert(
      fc.property(text, text, fc.array(segment, { minLength: 1 }), (message, hint, path) => {
        const file = path.join("/");
        const log = sarifLog([{ ...wrong, message, hint, at: { ...at, file } }]) as SarifPaths;
        expect(mistakesOf(log)).toEqual([]);
        const uri = log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
        expect(decodeURIComponent(new URL(uri, "file:///repository/").pathname)).toBe(`/repository/${file}`);
      }),
    );
  });
});

interface SarifPaths {
  readonly runs: readonly [
    {
      readonly results: readonly [
        {
          readonly locations: readonly [
            { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } },
          ];
        },
      ];
    },
  ];
}
