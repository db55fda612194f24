import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { type DiagnosticCode, formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { sortDiagnostics } from "../../modules/core/source-order.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import { parsePolicies, type SourceFile } from "../../modules/policy/parse.ts";

const BAD = new URL("./bad/", import.meta.url);
const CODES = new URL("../../modules/core/diagnostic.ts", import.meta.url);
const SAMPLES = new URL("../../policies/", import.meta.url);
const sample = (name: string): SourceFile => ({
  path: name,
  text: readFileSync(new URL(name, SAMPLES), "utf8"),
});

/** The one code that no mistake has. */
const WARNED = "MEANING";

/** A policy that leaves all to the estate's defaults. */
const PLAIN: SourceFile = {
  path: "plain.yaml",
  text: 'version: 1\nname: plain\nowner: team-payments\nselect: { names: ["*"] }\nsites: [us-east-1]\n',
};

/** A bad policy is judged in the sample estate, a bad estate with a sample policy, a duplicate beside itself. */
function found(name: string): { text: string; codes: DiagnosticCode[] } {
  const text = readFileSync(new URL(name, BAD), "utf8");
  const files = name.startsWith("estate-")
    ? [{ path: `${name.replace(/\.yaml$/, "")}/estate.yaml`, text }, sample("zones.lock.json"), PLAIN]
    : [{ path: name, text }, sample("zones.lock.json"), sample("estate.yaml")];
  if (name.startsWith("duplicate-")) files.push({ path: `again/${name}`, text });
  const { estate, zoneLock, policies, diagnostics } = parsePolicies(files);
  const planned =
    estate && zoneLock
      ? planPolicies({ policies, estate, zoneLock, capabilities: awsCapabilities(zoneLock) }).diagnostics
      : [];
  const errors = sortDiagnostics([...diagnostics, ...planned]).filter(({ severity }) => severity === "error");
  return { text: errors.map(formatDiagnostic).join("\n"), codes: errors.map(({ code }) => code) };
}

describe("a bad file", () => {
  const names = readdirSync(BAD)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  const all = names.map((name) => ({ name, ...found(name) }));

  test("is told in full, with place, words and way out", async () => {
    const told = all.map(({ name, text }) => `## ${name}\n${text}\n`).join("\n");
    await expect(told).toMatchFileSnapshot("./bad/expected.txt");
  });

  test.each(all)("$name is refused", ({ codes }) => {
    expect(codes.length).toBeGreaterThan(0);
  });

  test.each(all)("$name is told without a stack trace, an undefined or a control character", ({ text }) => {
    expect(text).not.toMatch(/^\s+at |undefined|\[object|[^\P{Cc}\n]/mu);
  });

  test("is told with every code there is", () => {
    const [, union = ""] = /export type DiagnosticCode =([^;]*);/.exec(readFileSync(CODES, "utf8")) ?? [];
    const codes = [...union.matchAll(/"([A-Z_]+)"/g)]
      .map(([, code]) => code)
      .filter((code) => code !== WARNED);
    expect([...new Set(all.flatMap((one) => one.codes))].sort()).toEqual(codes.sort());
  });
});
