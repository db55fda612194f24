import { dirname, join, normalize } from "node:path/posix";
import type { Permission } from "../../../modules/contract/permission.ts";
import type { KindSpec, Purpose } from "../../../modules/protectors/spec.ts";
import { isWrite } from "./actions.ts";

/** Text of each source file by its path from the root. */
export type Sources = ReadonlyMap<string, string>;

const PROTECTORS = "modules/protectors";
const PURPOSES: readonly Purpose[] = ["inventory", "capture", "restore", "activate"];
const PAGE = /^https:\/\/docs\.aws\.amazon\.com\/\S*$/;
/** An ARN pattern as `grant` fills it: partition, and region and account where the service has them. */
const RESOURCE = /^(\*|arn:\{partition\}:[a-z0-9-]+:(\{region\}|\*|us-east-1)?:(\{account\}|\*)?:\S+)$/;

/** Actions that AWS itself names with an asterisk. */
const STARRED = new Set(["lambda:EnableReplication*", "lambda:DisableReplication*"]);

/** Reads that are allowed on `*` of every region, and why. */
const EVERY_REGION: Readonly<Record<string, string>> = {
  "dynamodb:ListBackups": "the table that was may lie in another region",
  "s3:ListAllMyBuckets": "S3 has one list for all regions",
};

/** What is wrong with the table of kinds: the facts that IAM, the planner and the docs rely on. */
export function lintKinds(
  kinds: readonly string[],
  specs: Readonly<Record<string, KindSpec>>,
  sources: Sources,
): readonly string[] {
  const same = (what: string, found: readonly string[]): string[] =>
    found.toSorted().join() === kinds.toSorted().join()
      ? []
      : [`${what} are ${found.toSorted().join(", ")}, and the kinds ${kinds.toSorted().join(", ")}`];
  return [
    ...same("the specs", Object.keys(specs)),
    ...same("the folders", foldersOf(sources)),
    ...Object.entries(specs).flatMap(([kind, spec]) =>
      lintSpec(kind, spec).map((what) => `${kind}: ${what}`),
    ),
    ...kinds.flatMap((kind) => lintFiles(kind, sources)),
  ];
}

function foldersOf(sources: Sources): string[] {
  const folders = [...sources.keys()].flatMap(
    (path) => /^modules\/protectors\/([^/]+)\//.exec(path)?.[1] ?? [],
  );
  return [...new Set(folders)].filter((folder) => folder !== "kit");
}

function lintSpec(kind: string, spec: KindSpec): string[] {
  const { noun, source, pace, permissions, wildcardActions, passedTo } = spec;
  const all = [
    ...PURPOSES.flatMap((purpose) => permissions[purpose] ?? []),
    ...(spec.records?.permissions ?? []),
  ];
  const [one, many] = noun;
  // Another account's things count as any: both need AWS's word for it.
  const isWild = (resource: string): boolean => resource === "*" || RESOURCE.exec(resource)?.[3] === "*";
  const wild = new Set(all.filter(({ resources }) => resources.some(isWild)).map(({ action }) => action));
  return [
    ...(spec.kind === kind ? [] : [`its spec is of ${spec.kind}`]),
    ...(one.trim() && many.trim() && one !== many ? [] : ["a noun has one word for one and one for many"]),
    ...(PAGE.test(source) ? [] : ["source is no page of AWS"]),
    ...(/^https:\/\/\S+$/.test(pace.source) && pace.budget ? [] : ["pace has no budget or no page"]),
    ...(pace.pageSize > 0 ? [] : ["pace has no page size"]),
    ...PURPOSES.flatMap((purpose) => lintPermissions(purpose, permissions[purpose])),
    ...[...wild]
      .filter((action) => !Object.hasOwn(wildcardActions, action))
      .map((action) => `${action} is allowed on * without a page`),
    ...Object.entries(wildcardActions).flatMap(([action, page]) => [
      ...(wild.has(action) ? [] : [`${action} has a page and is not allowed on *`]),
      ...(PAGE.test(page) ? [] : [`the page of ${action} is none of AWS's`]),
    ]),
    ...(passedTo === undefined || /^[a-z0-9.-]+\.amazonaws\.com$/.test(passedTo)
      ? []
      : ["passedTo is no service's principal"]),
  ];
}

function lintPermissions(purpose: Purpose, permissions: readonly Permission[] | undefined): string[] {
  if (permissions === undefined) return [`${purpose} has no list of permissions`];
  const actions = permissions.map(({ action }) => action);
  return [
    ...permissions.flatMap(({ action, resources, condition }) => [
      ...(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/.test(action) || STARRED.has(action)
        ? []
        : [`${purpose}: ${action} is no single action`]),
      ...(resources.length > 0 && resources.every((one) => RESOURCE.test(one))
        ? []
        : [`${purpose}: ${action} has resources ${resources.join(", ") || "none"}`]),
      ...(resources.includes("*") &&
      condition?.StringEquals?.["aws:RequestedRegion"] !== "{region}" &&
      (isWrite(action) || EVERY_REGION[action] === undefined)
        ? [
            `${purpose}: ${action} is allowed on * in every region: inRegion() of protectors/in-region.ts binds it`,
          ]
        : []),
      ...(["inventory", "capture"].includes(purpose) && isWrite(action) && action !== "kms:Decrypt"
        ? [`${purpose}: ${action} writes`]
        : []),
    ]),
    ...actions
      .filter((action, index) => actions.indexOf(action) !== index)
      .map((action) => `${purpose}: ${action} stands twice`),
  ];
}

function lintFiles(kind: string, sources: Sources): string[] {
  const missing = ["spec.ts", "protector.ts"]
    .map((name) => `${PROTECTORS}/${kind}/${name}`)
    .filter((path) => !sources.has(path));
  const loads = importedBy(`${PROTECTORS}/${kind}/spec.ts`, sources).filter(({ name }) =>
    name.startsWith("@aws-sdk/"),
  );
  return [
    ...missing.map((path) => `${path} is missing`),
    ...loads.map(({ name, from }) => `${kind}: the spec loads ${name}, by ${from}`),
  ];
}

/** Packages that a file loads, itself or by what it imports. Types load nothing. */
function importedBy(
  path: string,
  sources: Sources,
  seen = new Set<string>(),
): { name: string; from: string }[] {
  const text = sources.get(path);
  if (text === undefined || seen.has(path)) return [];
  seen.add(path);
  const imports = text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm);
  return [...imports].flatMap(([, name = ""]) =>
    name.startsWith(".")
      ? importedBy(normalize(join(dirname(path), name)), sources, seen)
      : [{ name, from: path }],
  );
}
