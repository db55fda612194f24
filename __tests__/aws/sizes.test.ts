import { expect, test } from "vitest";
import { ATTACHED, DOCUMENTS, LISTS, TEXTS } from "../support/aws-limits.ts";
import { LARGEST, largestPlan } from "../support/largest-estate.ts";
import { type Json, type Module, synthesized } from "../support/synthesized.ts";

/** A value of a stack with the place where it stands: `aws_iam_role_policy.policy`. */
interface Found {
  readonly path: string;
  readonly owner: string;
  readonly value: Json;
}

/** As many of them, and as long, as the language takes. */
const plan = largestPlan({
  "pass-roles": Array.from({ length: 25 }, (_, n) => `${n}`.padEnd(64, "x")),
  principals: Array.from(
    { length: 8 },
    (_, n) => (n % 2 === 0 ? "role/" : "user/") + `${n}`.padEnd(115, "x"),
  ),
});
// Other regions have fewer edge zones and the same rest; their bytes are much the same.
const stacks = plan.stacks
  .filter(({ region }) => region === LARGEST)
  .map((stack) => ({ ...stack, dependsOn: [] }));
const modules = synthesized({ ...plan, stacks });
const found = [...modules].flatMap(([id, module]) => valuesOf(id, module));

/** Every value of every resource. What a list holds has the list's own path. */
function valuesOf(id: string, { resource }: Module): Found[] {
  const walk = (path: string, owner: string, value: Json): Found[] => [
    { path, owner, value },
    ...(Array.isArray(value)
      ? value.flatMap((one) => walk(path, owner, one))
      : value !== null && typeof value === "object"
        ? Object.entries(value).flatMap(([key, one]) => walk(`${path}.${key}`, owner, one))
        : []),
  ];
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).flatMap(([name, one]) => {
      const role = String(one.role ?? name);
      return walk(type, `${id} ${type === "aws_iam_role_policy" ? role : name}`, one);
    }),
  );
}

/** With what Terraform will put in: the ARN of a key, and for anything else more than it can be. */
function filled(text: string): string {
  const key = `arn:aws:kms:${LARGEST}:123456789012:key/00000000-0000-4000-8000-000000000000`;
  return text.replaceAll(/\$\{aws_kms_key\.\w+\.arn\}/g, key).replaceAll(/\$\{[^}]*\}/g, "x".repeat(170));
}

/** The size that AWS counts of a document. JSON is written without white space, so all of it counts. */
function sizeOf(value: Json): number {
  return Buffer.byteLength(filled(String(value)));
}

function isDocument(value: Json): boolean {
  return typeof value === "string" && /^[{[]/.test(value) && !/^\[?\$\{/.test(value);
}

const documents = found.filter(({ value }) => isDocument(value));

/** Who has most at a place, and how much: a role's policies share what it may hold. */
function largest(path: string): { readonly owner: string; readonly size: number } {
  const sums = new Map<string, number>();
  for (const one of documents.filter((candidate) => candidate.path === path))
    sums.set(one.owner, (sums.get(one.owner) ?? 0) + sizeOf(one.value));
  const [[owner, size] = ["", 0]] = [...sums].sort(([, a], [, b]) => b - a);
  return { owner, size };
}

test("each document of the largest estate is one whose size AWS's own pages bound, and within it", () => {
  const paths = [...new Set(documents.map(({ path }) => path))].sort();
  expect(paths.filter((path) => DOCUMENTS[path] === undefined)).toEqual([]);
  const sizes = paths.map((path) => ({ path, ...largest(path), most: DOCUMENTS[path]?.most ?? 0 }));
  console.table(sizes);
  expect(sizes.filter(({ size, most }) => size > most)).toEqual([]);
});

test("what grows with the kinds is attached: the role of the largest estate that may do most keeps room, and takes more", () => {
  expect(largest("aws_iam_role_policy.policy").size).toBeLessThan(7_000);
  const attached = new Map<Json, number>();
  for (const { path, value } of found)
    if (path === "aws_iam_role_policy_attachment.role") attached.set(value, (attached.get(value) ?? 0) + 1);
  expect(attached.size).toBe(3);
  expect(Math.max(...attached.values())).toBeLessThanOrEqual(ATTACHED.most);
});

test("documents are written without white space between values, which some services count", () => {
  for (const { value, path } of documents) {
    const text = String(value);
    expect(JSON.stringify(JSON.parse(text)) === text, path).toBe(true);
  }
});

test("each name, id and description of the largest estate is one whose length is bounded, and within it", () => {
  const texts = found.filter(
    ({ path, value }) =>
      typeof value === "string" &&
      !/^(\$\{|arn:)/.test(value) &&
      /(^|[._])(name|id|description|filename|bucket|prefix|expression|timezone|template)$/.test(path) &&
      !/lifecycle_configuration\.rule\.filter\.prefix$/.test(path),
  );
  const paths = [...new Set(texts.map(({ path }) => path))].sort();
  expect(paths.filter((path) => TEXTS[path] === undefined)).toEqual([]);
  const tooLong = texts.filter(({ path, value }) => filled(String(value)).length > (TEXTS[path]?.most ?? 0));
  expect(tooLong).toEqual([]);
});

test("lists that grow with sites and copies stay within what AWS takes", () => {
  for (const [path, { most }] of Object.entries(LISTS)) {
    const lists = found.filter((one) => one.path === path && Array.isArray(one.value));
    expect(lists).not.toEqual([]);
    for (const { value } of lists) expect((value as Json[]).length).toBeLessThanOrEqual(most);
  }
});

test("at 50 policies and all edge zones, each region's own stacks are there", () => {
  expect(modules.size).toBe(36);
  expect(found.filter(({ path }) => path === "aws_scheduler_schedule.name").length).toBe(43 * 35 + 35);
});
