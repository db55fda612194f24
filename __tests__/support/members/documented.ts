import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const MODELS = join(
  createRequire(import.meta.url).resolve("@aws-sdk/client-sns/package.json"),
  "../dist-types/models/models_0.d.ts",
);

/** Values that the same text lists like attributes. */
const VALUES = new Set(["MessageBody", "MessageGroup", "Topic"]);

/** Names of attributes of SNS, which no model has: as what the installed SDK says of one of its types lists them. */
export function attributesIn(type: string): readonly string[] {
  const [, text = ""] =
    new RegExp(`export interface ${type} \\{(.*?)\\n\\}`, "s").exec(readFileSync(MODELS, "utf8")) ?? [];
  const names = [...text.matchAll(/<code>([A-Z]\w+)<\/code>\s*[–—-]/g)].map(([, name = ""]) => name);
  if (names.length === 0) throw new Error(`the SDK lists no attributes of ${type}`);
  return [...new Set(names)].filter((name) => !VALUES.has(name));
}
