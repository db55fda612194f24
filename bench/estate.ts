import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ZoneLock } from "../modules/policy/estate.ts";

const LOCK = join(import.meta.dirname, "..", "policies", "zones.lock.json");
const PARTITION = "aws";

/**
 * Writes an estate of every region and edge zone of one partition, and so many policies, each of them at all sites.
 * Runs are a week apart and of one function each, so that the reads of ten thousand policies fit into the budgets.
 */
export function writeEstate(folder: string, policies: number): void {
  const { regions, zones } = JSON.parse(readFileSync(LOCK, "utf8")) as ZoneLock;
  const here = regions.filter(({ partition }) => partition === PARTITION);
  const ids = here.map(({ id }) => id);
  const list = (key: string, names: readonly string[]): string =>
    `${key}:\n${names.map((name) => `  - ${name}\n`).join("")}`;
  const estate = [
    'version: 1\naccount: "123456789012"\napi-share: 100%\nrestore: { principals: [role/operators] }\n',
    list("regions", ids),
    list(
      "opted-in",
      here.filter(({ optIn }) => optIn).map(({ id }) => id),
    ),
    list(
      "edge-zones",
      zones.filter(({ parent }) => ids.includes(parent)).map(({ id }) => id),
    ),
  ];
  const below = join(folder, "policies");
  mkdirSync(below, { recursive: true });
  copyFileSync(LOCK, join(below, "zones.lock.json"));
  writeFileSync(join(below, "estate.yaml"), estate.join(""));
  for (let i = 0; i < policies; i += 1) writeFileSync(join(below, `p${i}.yaml`), policyText(i));
}

function policyText(i: number): string {
  return `# What team ${i % 17} asked for.
version: 1
name: p${i}
owner: team-${i % 17}
select:
  tags: { service: s${i} }
  names: ["s${i}-*"]
  exclude: ["*-canary"]
sites: [all]
schedule: { every: 7d, start-window: 6h }
retention: ${30 + (i % 60)}d
cost: { functions: 1 }
`;
}
