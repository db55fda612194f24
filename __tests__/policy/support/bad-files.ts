import { readdirSync, readFileSync } from "node:fs";
import { awsCapabilities } from "../../../modules/aws/capabilities.ts";
import type { Diagnostic } from "../../../modules/core/diagnostic.ts";
import { sortDiagnostics } from "../../../modules/core/source-order.ts";
import { planPolicies } from "../../../modules/planner/expand/plan-policies.ts";
import { parsePolicies, type SourceFile } from "../../../modules/policy/parse.ts";

const BAD = new URL("../bad/", import.meta.url);
const SAMPLES = new URL("../../../policies/", import.meta.url);
const sample = (name: string): SourceFile => ({
  path: name,
  text: readFileSync(new URL(name, SAMPLES), "utf8"),
});

/** A policy that leaves all to the estate's defaults. */
const PLAIN: SourceFile = {
  path: "plain.yaml",
  text: 'version: 1\nname: plain\nowner: team-payments\nselect: { names: ["*"] }\nsites: [us-east-1]\n',
};

export interface BadFile {
  readonly name: string;
  /** With those that it is judged beside. */
  readonly files: readonly SourceFile[];
}

/** A bad policy or signing lock is judged in the sample estate, a bad estate with a sample policy, a duplicate beside itself. */
export function badFiles(): BadFile[] {
  return readdirSync(BAD)
    .filter((name) => /\.(yaml|lock)$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, BAD), "utf8");
      if (name.endsWith(".lock")) {
        const path = `${name.replace(/\.lock$/, "")}/signing.lock.json`;
        return { name, files: [{ path, text }, sample("zones.lock.json"), sample("estate.yaml"), PLAIN] };
      }
      const files = name.startsWith("estate-")
        ? [{ path: `${name.replace(/\.yaml$/, "")}/estate.yaml`, text }, sample("zones.lock.json"), PLAIN]
        : [{ path: name, text }, sample("zones.lock.json"), sample("estate.yaml")];
      if (name.startsWith("duplicate-")) files.push({ path: `again/${name}`, text });
      return { name, files };
    });
}

/** Every mistake of some files, warnings aside. */
export function judge(files: readonly SourceFile[]): Diagnostic[] {
  return judgeAll(files).filter(({ severity }) => severity === "error");
}

/** All that is said of some files, warnings too. */
export function judgeAll(files: readonly SourceFile[]): Diagnostic[] {
  const { estate, zoneLock, policies, diagnostics } = parsePolicies(files);
  const planned =
    estate && zoneLock
      ? planPolicies({ policies, estate, zoneLock, capabilities: awsCapabilities(zoneLock) }).diagnostics
      : [];
  return sortDiagnostics([...diagnostics, ...planned]);
}
