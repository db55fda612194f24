import { expect, test } from "vitest";
import { type Diagnostic, type DiagnosticCode, formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { applyHint, proposalOf } from "../support/apply-hint.ts";
import { badFiles, judge, judgeAll } from "./support/bad-files.ts";

/** What is wrong, whatever stands there now: the same code for the same key. */
const kindOf = ({ code, message }: Diagnostic): string =>
  `${code} ${message.replace(/"[^"]*"|\d+\S*/g, "_")}`;

/**
 * What somebody wrote there besides, and no hint can help: it is told only once the mistake is mended, as the block
 * could not be read before, or as the very value meant is there already.
 */
const WAITED: Readonly<Record<string, DiagnosticCode>> = {
  "estate-defaults.yaml": "COPY",
  "estate-profile-unknown.yaml": "PROFILE",
  "estate-regions-unknown.yaml": "VALUE",
  "everything-at-once.yaml": "VALUE",
  // No objective is proven without a copy.
  "objectives-empty.yaml": "OBJECTIVE",
  // The hint is for one of the five fields.
  "schedule-cron-fields.yaml": "SCHEDULE",
  "sites-list-as-text.yaml": "SITE",
};

/** Warnings of the estate as a whole come once its sites and those of the policies can be read. */
const isOfEstate = ({ severity, code }: Diagnostic): boolean =>
  severity === "warning" && ["ESTATE", "PRIVILEGE", "WATCH"].includes(code);

const cases = badFiles().flatMap(({ name, files }) =>
  judge(files).flatMap((diagnostic) => {
    const proposal = proposalOf(diagnostic.hint ?? "");
    return proposal === undefined ? [] : [{ name, files, diagnostic, proposal }];
  }),
);

test("most hints propose something to write", () => {
  expect(cases.length).toBeGreaterThan(100);
});

test.each(cases)(
  "$name: what “$diagnostic.hint” proposes mends $diagnostic.message",
  ({ name, files, diagnostic, proposal }) => {
    const { file } = diagnostic.at;
    const source = files.find(({ path }) => path === file)?.text ?? "";
    const text = applyHint(source, diagnostic, proposal);
    expect(text).toBeDefined();
    const after = judgeAll(files.map((one) => (one.path === file ? { ...one, text: text ?? "" } : one)));
    const before = judgeAll(files);
    // Others of its kind in the file stay; this one is gone.
    const many = (found: readonly Diagnostic[]): number =>
      found.filter((one) => kindOf(one) === kindOf(diagnostic)).length;
    const known = new Set(before.map(kindOf));
    expect({
      text,
      left: many(after),
      added: after
        .filter((one) => !known.has(kindOf(one)) && !isOfEstate(one) && one.code !== WAITED[name])
        .map(formatDiagnostic),
    }).toEqual({
      text,
      left: expect.toSatisfy((left: number) => left < many(before)),
      added: [],
    });
  },
);

/** `select: { resources: [sqs-queue/NAME] }`, of a policy or of its `protect`. */
const ADVICE = /\b(select|state|protect|retention|lock): (\{.*\}|\[[^\]]*\]|\d+[dw]\b|governance)/g;

const advised = badFiles().flatMap(({ name, files }) =>
  judge(files)
    .filter(({ code }) => code === "UNKNOWN_KEY" || code === "UNSUPPORTED")
    .flatMap(({ message, hint = "" }) =>
      [...`${message}; ${hint}`.matchAll(ADVICE)].map(([text, key = ""]) => ({ name, key, text })),
    ),
);

test("what is told in place of a word that is not offered is looked at", () => {
  expect(advised.map(({ text }) => text)).toContain("select: { resources: [dynamodb-table/NAME] }");
});

test.each(advised)("$name: a policy may have what is told in place of a word: $text", ({ key, text }) => {
  const [estate, lock] = (badFiles()[0]?.files ?? []).filter(({ path }) => /^(estate|zones)/.test(path));
  const written = text.replaceAll("NAME", "orders");
  const lines = [
    ...["version: 1", "name: a", "owner: t", "sites: [us-east-1]"],
    ...(key === "select" ? [] : ['select: { names: ["*"] }']),
    key === "state" ? `protect: { ${written} }` : written,
  ];
  const files = [
    { path: "a.yaml", text: `${lines.join("\n")}\n` },
    ...[estate, lock].flatMap((one) => one ?? []),
  ];
  expect(judge(files).map(formatDiagnostic)).toEqual([]);
});

test("a language without its version selects nothing, and is told with the glob that does", () => {
  const [good] = badFiles().filter(({ name }) => name === "policy-notify.yaml");
  const files = (good?.files ?? []).map((file) => ({
    ...file,
    text: file.text
      .replace("notify: [ops@example.com]\n", "")
      .replace('{ names: ["orders-*"] }', "{ runtimes: [nodejs, python3, java, java8] }"),
  }));
  const warned = judgeAll(files).filter(({ code }) => code === "VALUE");
  expect(warned.map(({ severity, message, hint }) => [severity, message, hint])).toEqual([
    ["warning", '"nodejs" matches no runtime that is known here', "write nodejs*"],
    ["warning", '"python3" matches no runtime that is known here', "write python3*"],
    ["warning", '"java" matches no runtime that is known here', "write java*"],
  ]);
});
