import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Zips } from "../../modules/aws/handler-zip.ts";
import { RUNNERS } from "../../modules/aws/names.ts";
import { synthesize } from "../../modules/aws/synth.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import type { StateBackend } from "../../modules/policy/estate.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One root module as Terraform reads it. */
export interface Module {
  readonly text: string;
  readonly provider: Record<string, JsonObject[]>;
  readonly terraform: {
    backend: Record<string, JsonObject>;
    required_version: string;
    required_providers: Record<string, JsonObject>;
  };
  readonly resource: Record<string, Record<string, JsonObject>>;
}

/** Packages whose bytes do not matter: synthesis only copies them. */
export function fakeZips(folder: string): Zips {
  const zip = (runner: string) => {
    const path = join(folder, `${runner}.zip`);
    writeFileSync(path, runner);
    return { path, sha256: "ab".repeat(32), size: runner.length };
  };
  return Object.fromEntries(RUNNERS.map((runner) => [runner, zip(runner)])) as Zips;
}

/** A folder that is gone after the test. */
export function temporaryFolder(name = "zonekeep-"): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function synthesized(
  plan: Plan,
  state: StateBackend = plan.state ?? { kind: "local" },
): ReadonlyMap<string, Module> {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-"));
  try {
    const outdir = join(folder, "out");
    const ids = synthesize({ plan, state, outdir, zips: fakeZips(folder) });
    return new Map(ids.map((id) => [id, readModule(join(outdir, "stacks", id, "cdk.tf.json"))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readModule(file: string): Module {
  const text = readFileSync(file, "utf8");
  return { ...(JSON.parse(text) as Omit<Module, "text">), text };
}

/** Every resource of a type, in the order of its names. Throws when there is none. */
export function resources({ resource }: Module, type: string): JsonObject[] {
  const found = Object.values(resource[type] ?? {});
  if (found.length === 0) throw new Error(`there is no ${type}`);
  return found;
}

/** The one resource of a type that has these values. */
export function resource(module: Module, type: string, values: JsonObject = {}): JsonObject {
  const found = resources(module, type).filter((candidate) =>
    Object.entries(values).every(([key, value]) => JSON.stringify(candidate[key]) === JSON.stringify(value)),
  );
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} of ${type} have ${JSON.stringify(values)}`);
  return only;
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Json;
  readonly Action: string[];
  readonly Resource?: string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

export function statementsOf(policy: Json | undefined): PolicyStatement[] {
  return (JSON.parse(String(policy)) as { Statement: PolicyStatement[] }).Statement;
}

/** What a role may do, by the role's name. */
export function roleStatements(module: Module, role: string): PolicyStatement[] {
  const [id] = Object.entries(module.resource.aws_iam_role ?? {}).find(([, { name }]) => name === role) ?? [];
  const policy = resource(module, "aws_iam_role_policy", { role: `\${aws_iam_role.${id}.name}` });
  const attached = Object.values(module.resource.aws_iam_role_policy_attachment ?? {})
    .filter((one) => one.role === `\${aws_iam_role.${id}.name}`)
    .map(({ policy_arn }) => module.resource.aws_iam_policy?.[String(policy_arn).split(".")[1] ?? ""]);
  return [policy, ...attached].flatMap((one) => statementsOf(one?.policy));
}

/** A stack that must be there. */
export function moduleOf(modules: ReadonlyMap<string, Module>, id: string): Module {
  const module = modules.get(id);
  if (module === undefined) throw new Error(`there is no stack ${id}`);
  return module;
}
