import type { JsonObject } from "../../../contract/json.ts";
import type { FunctionDocument } from "../document.ts";
import type { Draft } from "./draft.ts";

/** Roles and keys are used as they are: with us-east-1 lost, IAM cannot be written, so a restore never does. */
export async function planPrerequisites(draft: Draft): Promise<void> {
  const { ports, document, blocked, steps } = draft;
  for (const role of textsAt(document, (settings) => [settings.Role])) {
    if ((await ports.role(role)) === "absent")
      blocked.push({
        because: "role",
        message: `execution role ${role} does not exist`,
        hint: "create it before, or map it to one that exists",
      });
    else steps.push({ title: `use role ${role}`, call: "iam:GetRole", effect: "keep" });
  }
  const keys = (settings: JsonObject) => [settings.KMSKeyArn, settings.SourceKMSKeyArn];
  for (const key of textsAt(document, keys)) {
    if ((await ports.key(key)) === "absent")
      blocked.push({
        because: "key",
        message: `key ${key} does not exist or is not enabled`,
        hint: "create or enable it before, or map it to one that is",
      });
    else steps.push({ title: `use key ${key}`, call: "kms:DescribeKey", effect: "keep" });
  }
}

function textsAt(
  { versions }: FunctionDocument,
  read: (settings: JsonObject) => readonly unknown[],
): string[] {
  const found = versions.flatMap(({ configuration }) => read(configuration));
  return [...new Set(found.filter((text): text is string => typeof text === "string" && text !== ""))].sort();
}
