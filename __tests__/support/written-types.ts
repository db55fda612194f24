import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PROTECTORS = join(import.meta.dirname, "..", "..", "modules", "protectors");

/** Types of resources that kinds are said in, sorted: every text of that form in the code of kinds. */
export function writtenTypes(): readonly string[] {
  const files = readdirSync(PROTECTORS, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(^|\/)terraform(-[a-z]+)?(\.ts|\/[^/]+\.ts)$/.test(name),
  );
  const found = files.flatMap((name) =>
    [...readFileSync(join(PROTECTORS, name), "utf8").matchAll(/"(aws_[a-z0-9_]+)"/g)].map(
      ([, type = ""]) => type,
    ),
  );
  return [...new Set(found)].sort();
}
