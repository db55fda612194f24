import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { runIn } from "./cli/support/io.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const language = readFileSync(join(root, "docs", "policies.md"), "utf8");
const pages = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];

/** The contents of the fenced blocks of a language. */
const blocksOf = (text: string, language = "\\w*"): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, block = ""]) => block,
  );

const blockWith = (page: string, text: string): string => {
  const found = blocksOf(page).find((block) => block.includes(text));
  if (found === undefined) throw new Error(`no block has ${text}`);
  return found;
};

test("the first policy of the README is the sample, and has 12 lines", () => {
  const [first = ""] = blocksOf(readme, "yaml");
  expect(first).toBe(readFileSync(join(root, "policies", "orders.yaml"), "utf8"));
  expect(first.trimEnd().split("\n")).toHaveLength(12);
});

test("the plan in the README is what the command prints", async () => {
  const { code, stdout, stderr } = await runIn(root, ["plan", "policies/orders.yaml"]);
  expect(code).toBe(0);
  expect(blockWith(readme, "account 123456789012, partition aws")).toBe(stderr + stdout);
});

test("the mistakes on the page of the language are what the command says of the policy above them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep readme-"));
  try {
    mkdirSync(join(folder, "policies"));
    copyFileSync(join(root, "policies", "estate.yaml"), join(folder, "policies", "estate.yaml"));
    writeFileSync(join(folder, "policies", "orders.yaml"), blockWith(language, "{ evry: 1h }"));
    const { code, stdout, stderr } = await runIn(folder, ["validate"]);
    expect(code).toBe(1);
    expect(stdout + stderr).toBe(blockWith(language, "error[SITE]"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("each JSON document of README and docs can be read; the policy of a repair is one that IAM takes whole", () => {
  const documents = pages.flatMap((page) => blocksOf(readFileSync(join(root, page), "utf8"), "json"));
  const [repair] = documents.map((text) => JSON.parse(text) as object).filter((one) => "Statement" in one);
  expect(repair).toMatchObject({ Version: "2012-10-17", Statement: expect.any(Array) });
  expect(JSON.stringify(repair)).toContain("arn:aws:s3:::zonekeep-ACCOUNT-REGION/ACCOUNT/*");
});

test("each example of the policy tour is taken, and the one that leaves the EU refused as it says", async () => {
  const tour = language.slice(0, language.indexOf("## Mistakes"));
  const [estate = "", ...fragments] = blocksOf(tour, "yaml");
  expect(tour.split("\n").length).toBeLessThan(75);
  expect(fragments.length).toBeGreaterThan(5);
  const folder = mkdtempSync(join(tmpdir(), "zonekeep readme-"));
  try {
    mkdirSync(join(folder, "policies"));
    writeFileSync(join(folder, "policies", "estate.yaml"), estate);
    for (const fragment of fragments) {
      const written = Object.keys(parse(fragment) as object);
      const missing = Object.entries(NEEDED).filter(([key]) => !written.includes(key));
      const text = missing.map(([key, value]) => `${key}: ${value}\n`).join("") + fragment;
      writeFileSync(join(folder, "policies", "tour.yaml"), text);
      const { code, stderr } = await runIn(folder, ["validate"]);
      if (fragment.includes("here us-east-1")) {
        expect(code).toBe(1);
        expect(stderr).toMatch(/error\[RESIDENCY\] site us-east-1 leaves EU: us-east-1 lies in US/);
        expect(stderr).toMatch(/^1 mistake/m);
      } else expect(stderr.split("\n").filter((line) => line.includes("error"))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(pages)("each link of %s leads to a file that is there, and to a heading of it", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const dead = links.filter(([, to = "", heading]) => {
    const file = to === "" ? join(root, page) : join(root, dirname(page), to);
    return !existsSync(file) || (heading !== undefined && !headingsOf(file).includes(heading));
  });
  expect(dead.map(([link]) => link)).toEqual([]);
});

/** The anchors of a page, as GitHub makes them. */
function headingsOf(file: string): string[] {
  const titles = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("each option that README and docs show is one of its command", async () => {
  const shown = pages.flatMap((page) =>
    [
      ...readFileSync(join(root, page), "utf8").matchAll(
        /npx zonekeep ([a-z-]+(?: (?:up|down|status|diff|refresh))?)([^\n`|]*)/g,
      ),
    ].flatMap(([, command = "", rest = ""]) =>
      [...rest.matchAll(/(?<= )--[a-z][a-z-]*/g)].map(([option]) => ({ page, command, option })),
    ),
  );
  expect(shown.length).toBeGreaterThan(20);
  const unknown: unknown[] = [];
  for (const one of shown) {
    const { stdout } = await runIn(root, [...one.command.split(" "), "--help"]);
    if (!stdout.includes(`${one.option} `)) unknown.push(one);
  }
  expect(unknown).toEqual([]);
});

/** What every policy has, for fragments that show something else. */
const NEEDED = {
  version: "1",
  name: "tour",
  owner: "team-tour",
  select: '{ names: ["*"] }',
  sites: "[us-east-1]",
};
