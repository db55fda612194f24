import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { restoreWrites } from "../../../modules/protectors/lambda/restore-permissions.ts";

const root = join(import.meta.dirname, "../../../modules/protectors/lambda");
const actions = new Set(restoreWrites.map(({ action }) => action));

/** Calls whose action has another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  GetLayerVersionByArn: "GetLayerVersion",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketNotificationConfiguration: "PutBucketNotification",
};
/** What a restore reads with the capture's own readers. */
const SHARED = ["settings.ts", "mapping.ts", "versions.ts"];

function callsIn(folder: string, files: readonly string[]): string[] {
  return files.flatMap((file) =>
    [...readFileSync(join(root, folder, file), "utf8").matchAll(/new (\w+)Command\(/g)].map(
      ([, call = ""]) => ACTIONS[call] ?? call,
    ),
  );
}

test("every call of a restore and of arming is allowed, and nothing is allowed that no call needs", () => {
  const calls = new Set([
    ...["restore", "arm"].flatMap((folder) => callsIn(folder, readdirSync(join(root, folder)))),
    ...callsIn("capture", SHARED),
  ]);
  const named = new Set([...actions].map((action) => action.split(":")[1]));
  expect([...calls].filter((call) => !named.has(call))).toEqual([]);
  const own = [...actions].filter((action) => /^(lambda|iam|s3):/.test(action));
  // GetFunction shows tags only to those who may list them.
  expect(own.filter((action) => !calls.has(action.split(":")[1] ?? ""))).toEqual(["lambda:ListTags"]);
});

test("IAM is only read, nothing is deleted but a limit and a statement, and no action is a wildcard", () => {
  const all = [...actions];
  expect(all.filter((action) => action.startsWith("iam:"))).toEqual(["iam:GetRole"]);
  expect(all.filter((action) => /Delete|Remove/.test(action))).toEqual([
    "lambda:DeleteFunctionConcurrency",
    "lambda:RemovePermission",
  ]);
  expect(all.filter((action) => action.includes("*"))).toEqual([]);
});
