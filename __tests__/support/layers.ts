import { dirname, join, normalize } from "node:path/posix";
import ts from "typescript";

/** Path below the project's root to its text. */
export type Sources = ReadonlyMap<string, string>;

/** Who may import what: the table is the documentation. The longest matching prefix counts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "modules/core": ["modules/core"],
  "modules/contract": ["modules/contract"],
  "modules/policy": [
    "modules/policy",
    "modules/core",
    "modules/contract/signing.ts",
    "modules/contract/source-revision.ts",
    "modules/contract/triggers.ts",
    "yaml",
    "ajv",
    "node:crypto",
  ],
  "modules/planner": [
    "modules/planner",
    "modules/core",
    "modules/contract/signing.ts",
    "modules/contract/source-revision.ts",
    "modules/contract/triggers.ts",
    "modules/policy/policy.ts",
    "modules/policy/estate.ts",
    "temporal-polyfill",
  ],
  "modules/recovery": ["modules/recovery", "modules/core", "modules/contract", "yaml", "ajv", "node:crypto"],
  "modules/runs": [
    "modules/runs",
    "modules/core",
    "modules/contract",
    "modules/recovery",
    "ajv",
    "node:crypto",
  ],
  "modules/store": [
    "modules/store",
    "modules/recovery",
    "modules/runs",
    "modules/contract",
    "modules/core",
    "@aws-sdk/client-",
    "@smithy/node-http-handler",
    "node:",
  ],
  "modules/protectors": [
    "modules/protectors",
    "modules/drain/stream.ts",
    "modules/drain/ports.ts",
    "modules/drain/events/archive-reader.ts",
    "modules/drain/events/reading-name.ts",
    "modules/recovery",
    "modules/runs",
    "modules/contract",
    "modules/core",
    "@aws-sdk/client-",
    "@aws-sdk/signature-v4a",
    "ajv",
    "node:crypto",
  ],
  "modules/drain": ["modules/drain", "modules/recovery", "modules/core", "ajv"],
  // The use case, whoever runs it: the command line, a runner, a drill.
  "modules/restore": [
    "modules/restore",
    "modules/protectors",
    "modules/recovery",
    "modules/contract",
    "modules/core",
    "yaml",
  ],
  "modules/aws": [
    "modules/aws",
    "modules/planner",
    "modules/policy/policy.ts",
    "modules/policy/estate.ts",
    "modules/protectors",
    "modules/recovery",
    "modules/runs/asked.ts",
    "modules/runs/pause.ts",
    "modules/contract",
    "modules/core",
    "cdktf",
    "constructs",
    "@cdktf/provider-aws/lib/",
    "esbuild",
    "fflate",
    "node:",
  ],
  // From files on disk to a plan of the provider: what the command line and the engine both begin with.
  "modules/load": [
    "modules/load",
    "modules/aws/capabilities.ts",
    "modules/planner",
    "modules/policy",
    "modules/core",
    "node:",
    "policies/zones.lock.json",
  ],
  "modules/cli": [
    "modules/",
    "sandbox/",
    "ajv",
    "commander",
    "@aws-sdk/",
    "agent-base",
    "http-proxy-agent",
    "https-proxy-agent",
    "node:",
    "package.json",
    "policies/zones.lock.json",
  ],
  handlers: [
    "handlers",
    "modules/aws/names.ts",
    "modules/drain",
    "modules/restore",
    "modules/runs",
    "modules/store",
    "modules/protectors",
    "modules/recovery",
    "modules/contract",
    "modules/core",
    "@aws-sdk/",
    "@smithy/",
    "node:",
  ],
  // rate-tables is the layer of a sample function: only its runtime has it.
  "sandbox/demo/functions": ["sandbox/demo/functions/", "@aws-sdk/", "rate-tables"],
  sandbox: ["sandbox/", "modules/", "@aws-sdk/", "@smithy/", "esbuild", "fflate", "yaml", "ws", "node:"],
  "main.ts": [
    "modules/aws",
    "modules/cli/plans/",
    "modules/cli/terminal/",
    "modules/load",
    "modules/core",
    "node:",
  ],
};

/** Only these construct: a second engine stays a rename. */
const CDKTF_USERS = ["modules/aws/stacks/", "modules/aws/constructs/", "modules/aws/synth.ts", "main.ts"];
const PURE = [
  "modules/core/",
  "modules/contract/",
  "modules/policy/",
  "modules/planner/",
  "modules/recovery/",
  "modules/runs/",
];
const EDGES = [/^handlers\/[^/]+\/index\.ts$/, /^modules\/cli\//, /^sandbox\//, /^main\.ts$/];
const MAX_LINES = 250;

/** Every break of the rules of direction, one sentence each, sorted. */
export function violations(sources: Sources): string[] {
  const found = [...sources].flatMap(([path, text]) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    return [...forbiddenImports(path, text), ...impureCalls(path, file), ...shape(path, text, file)];
  });
  return [...found, ...cycles(sources)].sort();
}

function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith(".") ? normalize(join(dirname(path), fileName)) : fileName,
    );
}

function layerOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT)
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function forbiddenImports(path: string, text: string): string[] {
  const layer = layerOf(path);
  if (layer === undefined) return [`${path}: belongs to no layer`];
  const allowed = MAY_IMPORT[layer] ?? [];
  return importsOf(path, text).flatMap((target) => {
    if (!allowed.some((prefix) => target.startsWith(prefix)))
      return [`${path}: ${layer} may not import ${target}`];
    if (/^modules\/protectors\/(?!kit\/)[^/]+\//.test(target) && !path.startsWith("modules/protectors/"))
      return [`${path}: only protectors import ${target}: take the kind from kinds.ts or load.ts`];
    const engine = /^(cdktf|constructs|@cdktf)/.test(target);
    if (engine && !CDKTF_USERS.some((user) => path.startsWith(user)))
      return [`${path}: only stacks and constructs import ${target}`];
    return [];
  });
}

function impureCalls(path: string, file: ts.SourceFile): string[] {
  const pure = PURE.some((prefix) => path.startsWith(prefix));
  const edge = EDGES.some((pattern) => pattern.test(path));
  const found: string[] = [];
  const say = (what: string): number => found.push(`${path}: ${what}`);
  const visit = (node: ts.Node): void => {
    const text = node.getText(file);
    if (ts.isPropertyAccessExpression(node) && text === "process.env" && !edge) say("reads the environment");
    if (ts.isNewExpression(node)) {
      const name = node.expression.getText(file);
      if (/^[A-Z]\w*Client$/.test(name) && !edge) say(`makes a client, new ${name}()`);
      if (name === "Date" && (node.arguments?.length ?? 0) === 0 && pure) say("reads the clock");
    }
    if (pure && ts.isCallExpression(node) && /^(Date\.now|performance\.now|process\.hrtime)/.test(text))
      say("reads the clock");
    if (
      pure &&
      ts.isIdentifier(node) &&
      /^(randomBytes|randomUUID|randomInt|getRandomValues)$/.test(node.text)
    )
      say(`is random, ${node.text}`);
    if (pure && ts.isPropertyAccessExpression(node) && text === "Math.random") say("is random, Math.random");
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(found)];
}

function shape(path: string, text: string, file: ts.SourceFile): string[] {
  const found: string[] = [];
  const lines = text.split("\n").length - 1;
  if (lines > MAX_LINES) found.push(`${path}: ${lines} lines, the maximum is ${MAX_LINES}`);
  if (/(^|\/)utils?(\/|\.ts$)/.test(path)) found.push(`${path}: nothing is named utils`);
  const isReexport = (node: ts.Statement): boolean =>
    ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined;
  if (file.statements.length > 0 && file.statements.every(isReexport)) found.push(`${path}: a barrel`);
  if (
    path.startsWith("modules/contract/") &&
    file.statements.some((s) => ts.isFunctionDeclaration(s) || ts.isClassDeclaration(s))
  )
    found.push(`${path}: contract holds types and constants only`);
  return found;
}

/** Each cycle once, named by its alphabetically first file. Imports of types count: they join ideas too. */
function cycles(sources: Sources): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const ring = trail.slice(start);
      const first = ring.indexOf([...ring].sort()[0] ?? "");
      found.add(`cycle: ${[...ring.slice(first), ...ring.slice(0, first + 1)].join(" -> ")}`);
      return;
    }
    if (done.has(path)) return;
    for (const next of importsOf(path, sources.get(path) ?? ""))
      if (sources.has(next)) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of sources.keys()) walk(path, []);
  return [...found];
}
