import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useFakeAws } from "./support/fake-aws.ts";
import { runIn } from "./support/io.ts";

const aws = useFakeAws();

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep slips "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
  const inventory = { format: 1, account: "123456789012", regions: [], unread: [], resources: [] };
  writeFileSync(join(folder, "inventory.json"), JSON.stringify(inventory));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Each says something on stdout, where it is hit. */
const COMMANDS = [
  ["validate"],
  ["plan"],
  ["plan", "--format", "html"],
  ["plan", "--next", "2"],
  ["explain", "orders"],
  ["what-if", "--lose", "us-east-1"],
  ["coverage", "--inventory", "inventory.json"],
  ["cost"],
  ["list"],
  ["backup", "orders", "--no-wait", "--site", "us-east-1"],
  ["sandbox", "status"],
] as const;

const isPage = (args: readonly string[]): boolean => args.includes("html");

const SLIPS = [
  new TypeError("Cannot read properties of undefined (reading 'id')"),
  new RangeError("Invalid array length"),
  new ReferenceError("x is not defined"),
  new Error("nobody expected this"),
  "a text",
  undefined,
  null,
  { some: "object" },
];

test("an error that nobody expected is told without a trace, and exits with 1", async () => {
  aws.execution = { executionArn: "arn:aws:states:us-east-1:123456789012:execution:a:b" };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...COMMANDS),
      fc.constantFrom(...SLIPS),
      fc.boolean(),
      async (args, slip, json) => {
        const stdout = (): never => {
          throw slip;
        };
        const io = { stdout, env: { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL } };
        const { code, stderr } = await runIn(folder, json && !isPage(args) ? [...args, "--json"] : args, io);
        expect(stderr).toMatch(/^(started .*\n)?error: .+\n( {2}help: .+\n)*$/);
        expect({ code, trace: /^\s+at /m.test(stderr) }).toEqual({ code: 1, trace: false });
      },
    ),
    { numRuns: 60, examples: COMMANDS.map((args) => [args, SLIPS[0] as object, false]) as never },
  );
});

test("a mistake of ours says so, and how to see where it is", async () => {
  const stdout = (): never => {
    throw new TypeError("x is not a function");
  };
  expect((await runIn(folder, ["validate"], { stdout })).stderr).toBe(
    "error: zonekeep itself failed: x is not a function\n  help: ZONEKEEP_DEBUG=1 shows where; please report it\n",
  );
});
