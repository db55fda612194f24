import type { ZoneLock } from "../estate.ts";
import type { DateText } from "../policy.ts";

/** The text of a lock file: a line for each site, so that a change of one is a line of a diff. */
export function formatZoneLock(source: string, date: DateText, { regions, zones }: ZoneLock): string {
  const lists = [
    list(
      "regions",
      regions.map(({ id, partition, optIn, retired }) => ({ id, partition, optIn, retired })),
    ),
    list(
      "zones",
      zones.map(({ id, type, parent, group, retired }) => ({ id, type, parent, group, retired })),
    ),
  ];
  return `{\n  "source": ${JSON.stringify(source)},\n  "date": ${JSON.stringify(date)},\n${lists.join(",\n")}\n}\n`;
}

function list(key: string, sites: readonly object[]): string {
  return sites.length === 0 ? `  "${key}": []` : `  "${key}": [\n${sites.map(line).join(",\n")}\n  ]`;
}

function line(site: object): string {
  const known = Object.entries(site).filter(([, value]) => value !== undefined);
  return `    { ${known.map(([key, value]) => `"${key}": ${JSON.stringify(value)}`).join(", ")} }`;
}
