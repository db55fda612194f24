import { describe, test } from "vitest";
import { bothWays, firm, type Row, SILENT } from "./both-ways.ts";

const ROWS: readonly Row[] = [
  [
    SILENT,
    { lock: firm },
    "irreversible lock: lock compliance (was governance): until a point's retention ends nobody can delete it, root included, and it is paid for",
    "widens lock: lock governance (was compliance); points that are locked already stay locked",
  ],
  [
    { lock: firm },
    { lock: { mode: "compliance", confirmed: { on: "2026-11-29", by: "ben", days: 90 } } },
    "changes lock.confirmed: compliance lock confirmed 2026-11-29 by ben for 90d (was 2026-11-28 by ana for 35d)",
    "changes lock.confirmed: compliance lock confirmed 2026-11-28 by ana for 35d (was 2026-11-29 by ben for 90d)",
  ],
  [
    { lock: { mode: "compliance" } },
    { lock: firm },
    "changes lock.confirmed: compliance lock confirmed 2026-11-28 by ana for 35d (was by nobody)",
    "changes lock.confirmed: compliance lock confirmed by nobody (was 2026-11-28 by ana for 35d)",
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
