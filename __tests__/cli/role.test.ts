import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useFakeAws } from "./support/fake-aws.ts";
import { type Ran, runIn } from "./support/io.ts";

const root = join(import.meta.dirname, "..", "..");
const aws = useFakeAws();
const NIGHT = "arn:aws:iam::123456789012:role/night";
const RUN = "20261129T101500Z-1f2e3d4c";
const SITE = ["--site", "us-east-1"];

const zonekeep = (...args: readonly string[]): Promise<Ran> => runIn(root, args, { env: process.env });
const assumed = (): readonly string[] => [...new Set(aws.assumed)].sort();

/** Every command that asks AWS and is given no result file, as little as it can be asked for. */
const ASKING: readonly (readonly string[])[] = [
  ["list"],
  ["history", "orders-quote"],
  ["diff", "orders-quote"],
  ["verify"],
  ["graph", "orders-quote"],
  ["repair", "--dry-run"],
  ["restore", "orders-quote", ...SITE, "--dry-run"],
  ["drain", "orders", ...SITE],
  ["archive", "clicks", ...SITE],
  ["archive", "event-archive/orders", ...SITE],
  ["replay", "orders", "--run", RUN, ...SITE],
  ["backup", "orders"],
  ["coverage"],
  ["pin", "--check"],
  ["zones", "diff"],
];

test.each(ASKING)(
  "%s asks with the role that --role names, and with no other credentials",
  async (...args) => {
    await zonekeep(...args, "--role", NIGHT);
    expect(assumed()).toEqual([NIGHT]);
    aws.assumed.length = 0;
    await zonekeep(...args);
    expect(assumed()).toEqual([]);
  },
);

test.each(["list", "history orders-quote", "diff orders-quote", "verify", "graph orders-quote"])(
  "%s reads points with the role that stands by in each store's region",
  async (line) => {
    await zonekeep(...line.split(" "), "--role", "standby");
    expect(assumed()).toEqual(
      ["eu-west-1", "us-east-1"].map((region) => `arn:aws:iam::123456789012:role/zonekeep-${region}-restore`),
    );
  },
);

describe("a role that is none is refused before any call:", () => {
  test.each([
    [["drain", "orders", "--role", "standby"], ""],
    [["backup", "orders", "--role", "night"], ""],
    [["list", "--role", "night"], ", or standby"],
    [["arm", "x.json", "--role", "arn:aws:iam::123456789012:user/night"], ", or standby"],
    [["repair", "--role", "standby"], ", or repair"],
  ])("%j", async (args, or) => {
    const given = args.at(-1);
    expect({ ...(await zonekeep(...args)), calls: aws.calls }).toEqual({
      ...{ code: 2, stdout: "", calls: 0 },
      stderr: `error: option '--role <arn>' argument '${given}' is invalid. Write the ARN of a role: arn:aws:iam::123456789012:role/operators${or}.\n`,
    });
  });
});

test("every command has --role, but those that ask no AWS", async () => {
  const { stdout } = await zonekeep("--help");
  const names = [...stdout.matchAll(/^ {2}([a-z-]+) /gm)].flatMap(([, name]) => name ?? []);
  expect(names.length).toBeGreaterThan(20);
  const without: string[] = [];
  for (const name of names) {
    const help = await zonekeep(name, ...(name === "zones" ? ["diff"] : []), "--help");
    if (!help.stdout.includes("--role <arn>")) without.push(name);
  }
  expect(without).toEqual(["validate", "plan", "explain", "what-if", "cost", "sandbox", "help"]);
});
