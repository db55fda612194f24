/** What other backup tools call our keys, by the mapping that they stand in; items of a list go by the name of the list. */
const OTHER_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  copies: { destination: "to", region: "to", site: "to", "delete-after": "keep" },
  retention: {
    annual: "yearly",
    "delete-after": "keep",
    "keep-annual": "yearly",
    "keep-daily": "daily",
    "keep-hourly": "hourly",
    "keep-monthly": "monthly",
    "keep-weekly": "weekly",
    "keep-within": "keep",
    "keep-yearly": "yearly",
    "max-age": "keep",
  },
  schedule: { expression: "cron", frequency: "every", interval: "every" },
  select: { include: "names", labels: "tags" },
};

/** Our key for a word of another tool. */
export function ourWord(mapping: string, key: string): string | undefined {
  const words = OTHER_WORDS[mapping] ?? {};
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
