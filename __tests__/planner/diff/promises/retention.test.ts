import { describe, test } from "vitest";
import { bothWays, firm, type Row, SILENT } from "./both-ways.ts";

const ROWS: readonly Row[] = [
  [
    SILENT,
    { retention: { keep: 36, generations: {} } },
    "adds retention.keep: keeps every point for 36d (was 35d)",
    "weakens retention.keep: keeps every point for 35d (was 36d)",
  ],
  [
    SILENT,
    { retention: { generations: { daily: 7 } } },
    [
      "weakens retention.keep: keeps every point for no time (was 35d)",
      "adds retention.daily: keeps daily points: 7 (was none)",
    ],
    [
      "weakens retention.daily: keeps daily points: none (was 7)",
      "adds retention.keep: keeps every point for 35d (was no time)",
    ],
  ],
  [
    { retention: { keep: 35, generations: { yearly: 7 } } },
    { retention: { keep: 35, generations: { yearly: 6 } } },
    "weakens retention.yearly: keeps yearly points: 6 (was 7)",
    "adds retention.yearly: keeps yearly points: 7 (was 6)",
  ],
  [
    { retention: { keep: 365, coldAfter: 30, generations: {} } },
    { retention: { keep: 365, coldAfter: 60, generations: {} } },
    "changes retention.cold-after: moves points to cold storage after 60d (was 30d)",
    "changes retention.cold-after: moves points to cold storage after 30d (was 60d)",
  ],
  [
    { lock: firm },
    { lock: firm, retention: { keep: 36, generations: {} } },
    "irreversible retention.keep: keeps every point for 36d (was 35d), under a compliance lock that nobody can take back",
    "weakens retention.keep: keeps every point for 35d (was 36d)",
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
