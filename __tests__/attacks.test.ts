import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const page = (name: string): string => readFileSync(join(root, "docs", name), "utf8");

const alarms = page("alarms.md");
const lines = page("attacks.md")
  .split("\n")
  .filter((line) => /^\| (?!what is tried|---)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  )
  .map(([tried = "", happens = "", within = "", proof = ""]) => ({ tried, happens, within, proof }));

describe("the table of attacks", () => {
  test("speaks of each who may try something", () => {
    const heads = [...page("attacks.md").matchAll(/^## (.*)$/gm)].map(([, head]) => head);
    expect(heads).toEqual([
      "An administrator of the account, without its root user",
      "Each role of zonekeep alone",
      "A pull request alone",
      "Whoever may write to the bucket, and nothing else",
      "The owner of one thing of the account, and nothing else",
    ]);
    expect(lines.length).toBeGreaterThan(20);
  });

  test.each(lines)("$tried: is prevented, or told within a time, or stays, and names its test", (line) => {
    const { happens, within, proof } = line;
    expect(happens).toMatch(/prevented|told by|fails|`|stays/);
    // Who is told, is told within some time; what nobody is told of says that it stays.
    if (/told by/.test(happens)) expect(within).not.toBe("-");
    if (proof === "none") return expect(happens).toMatch(/^stays/);
    for (const one of proof.split("<br>")) {
      const [, path = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(one) ?? [];
      expect(existsSync(join(root, path)), one).toBe(true);
      expect(readFileSync(join(root, path), "utf8")).toContain(title);
    }
  });

  test("names alarms and rules that the page of alarms has", () => {
    const named = lines.flatMap(({ happens }) =>
      [...happens.matchAll(/`([a-zA-Z-]+)`/g)].map(([, name = ""]) => name),
    );
    const unknown = named.filter(
      (name) => name !== "backup" && !new RegExp(`\`zonekeep-(?:SITE|REGION)-${name}\``).test(alarms),
    );
    expect(unknown).toEqual([]);
  });
});
