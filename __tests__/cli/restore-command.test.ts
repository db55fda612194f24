import { expect, test } from "vitest";
import { restoreCommand } from "../../modules/cli/points/restore-command.ts";

test("a command that can be pasted says what was said, with every flag", () => {
  const things = [
    { kind: "lambda", id: "orders api" },
    { kind: "sqs-queue", id: "orders.fifo" },
  ] as const;
  const options = {
    site: "us-east-1",
    to: "eu-west-1",
    point: "20261123T210800Z-1f2e3d4c",
    map: "it's mine.yaml",
    runtime: ["nodejs14.x=nodejs24.x", "python3.7=python3.14"],
    dryRun: true,
    role: undefined,
    policies: "policies",
  };
  expect(restoreCommand(things, options)).toBe(
    "npx zonekeep restore 'orders api' sqs-queue/orders.fifo --site us-east-1 --to eu-west-1 " +
      "--point 20261123T210800Z-1f2e3d4c --map 'it'\\''s mine.yaml' --runtime nodejs14.x=nodejs24.x " +
      "--runtime python3.7=python3.14 --dry-run",
  );
  expect(restoreCommand(things, { policies: "other" })).toMatch(/ --policies other$/);
});
