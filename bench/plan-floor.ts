import { closeSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { hashOf } from "../modules/core/hash.ts";
import type { Plan, PolicyPlan, ScheduleUnit, Unit } from "../modules/planner/plan.ts";
import estateSchema from "../modules/policy/schema/estate.schema.json" with { type: "json" };
import policySchema from "../modules/policy/schema/policy.schema.json" with { type: "json" };
import zonesSchema from "../modules/policy/schema/zones.schema.json" with { type: "json" };

/**
 * The floor under `zonekeep plan --json`: reads the same files, parses them with `yaml`, checks them with ajv by the
 * same schemas, builds the same document in loops and writes the same bytes. It knows no places, no limits, no
 * mistakes, and need not find out what does not differ from policy to policy: that, it takes from a plan of one.
 * Arguments: the folder of the policies, that plan, the file to write.
 */
const [folder = "", known = "", target = ""] = process.argv.slice(2);

interface PolicyDocument {
  readonly name: string;
  readonly owner: string;
  readonly select: { readonly tags: Record<string, string>; readonly names: string[] };
  readonly retention: string;
}

const ajv = new Ajv({ strict: false, validateSchema: false, formats: { date: true } });
ajv.addSchema(policySchema, "policy.schema.json");
const validators = {
  policy: ajv.compile<PolicyDocument>(policySchema),
  estate: ajv.compile(estateSchema),
  zones: ajv.compile(zonesSchema),
};

const documents: PolicyDocument[] = [];
for (const file of readdirSync(folder)) {
  const text = readFileSync(join(folder, file), "utf8");
  const kind = file === "estate.yaml" ? "estate" : file === "zones.lock.json" ? "zones" : "policy";
  const value: unknown = kind === "zones" ? JSON.parse(text) : parse(text);
  if (!validators[kind](value)) throw new Error(`${file} is not as its schema says`);
  if (kind === "policy") documents.push(value as PolicyDocument);
}
documents.sort((a, b) => (a.name < b.name ? -1 : 1));

const { policies, stacks, budgets, ...head } = JSON.parse(readFileSync(known, "utf8")) as Plan;
const [first] = policies;
if (first === undefined) throw new Error("the plan of one policy has none");

const plan = {
  policies: documents.map((document) => policyOf(document, first)),
  stacks: stacks.map(({ units, ...stack }) => ({
    ...stack,
    units: units.flatMap((unit): Unit[] =>
      unit.kind === "schedule" ? documents.map(({ name }) => runOf(name, unit)) : [unit],
    ),
  })),
};

const file = openSync(target, "w");
const lines = (values: readonly unknown[]): string =>
  values.map((value) => `\n${JSON.stringify(value)}`).join();
writeSync(file, `${open(head)},"policies":[${lines(plan.policies)}],"stacks":[`);
for (const [i, { units, ...stack }] of plan.stacks.entries())
  writeSync(file, `${i === 0 ? "\n" : ",\n"}${open(stack)},"units":[${lines(units)}]}`);
writeSync(file, `],"budgets":[${lines(budgets)}]}\n`);
closeSync(file);

function open(value: object): string {
  return JSON.stringify(value).slice(0, -1);
}

function policyOf({ name, owner, select, retention }: PolicyDocument, like: PolicyPlan): PolicyPlan {
  const path = fileOf(name);
  const [glob = ""] = select.names;
  const [likeGlob = ""] = like.select.names;
  const tags = Object.fromEntries(Object.entries(select.tags).map(([key, value]) => [key, [value]]));
  const origins = Object.entries(like.origins).map(([key, { from, at }]) => [
    key.replace(likeGlob, glob),
    { from, at: { ...at, file: path } },
  ]);
  return {
    ...like,
    name,
    owner,
    because: { ...like.because, file: path },
    select: { ...like.select, tags, names: select.names },
    retention: { keep: Number.parseInt(retention, 10), generations: {} },
    origins: Object.fromEntries(origins),
  };
}

/** Six hours of start window; a week begins with Monday. */
function runOf(policy: string, like: ScheduleUnit): ScheduleUnit {
  const path = fileOf(policy);
  const offset = hashOf(`${policy}@${like.site}`) % 360;
  return {
    ...like,
    id: `${like.site}.schedule.${policy}`,
    because: like.because.map((at) => ({ ...at, file: path })),
    policy,
    times: { cron: `${offset % 60} ${Math.floor(offset / 60)} * * 1` },
  };
}

function fileOf(policy: string): string {
  return `policies/${policy}.yaml`;
}
