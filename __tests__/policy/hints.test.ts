import { expect, test } from "vitest";
import type { Diagnostic } from "../../modules/core/diagnostic.ts";
import { applyHint, proposalOf } from "../support/apply-hint.ts";
import { badFiles, judge } from "./support/bad-files.ts";

/** What is wrong, whatever stands there now: the same code for the same key. */
const kindOf = ({ code, message }: Diagnostic): string =>
  `${code} ${message.replace(/"[^"]*"|\d+\S*/g, "_")}`;

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
  ({ files, diagnostic, proposal }) => {
    const { file } = diagnostic.at;
    const source = files.find(({ path }) => path === file)?.text ?? "";
    const text = applyHint(source, diagnostic, proposal);
    expect(text).toBeDefined();
    const after = judge(files.map((one) => (one.path === file ? { ...one, text: text ?? "" } : one)));
    // Others of its kind in the file stay; this one is gone.
    const many = (found: readonly Diagnostic[]): number =>
      found.filter((one) => kindOf(one) === kindOf(diagnostic)).length;
    expect({ text, left: many(after) }).toEqual({
      text,
      left: expect.toSatisfy((left: number) => left < many(judge(files))),
    });
  },
);
