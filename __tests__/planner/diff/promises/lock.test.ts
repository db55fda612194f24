import { describe, test } from "vitest";
import { bothWays, firm, type Row, SILENT } from "./both-ways.ts";

const ROWS: readonly Row[] = [
  [
    SILENT,
    { lock: firm },
    "irreversible lock: lock compliance (was governance): nobody can take it back from 2027-01-15 on",
    "widens lock: lock governance (was compliance); points that are locked already stay locked",
  ],
  [
    { lock: firm },
    { lock: { mode: "compliance", armedOn: "2027-01-14" } },
    "irreversible lock.armed-on: compliance lock armed on 2027-01-14 (was 2027-01-15)",
    "widens lock.armed-on: compliance lock armed on 2027-01-15 (was 2027-01-14)",
  ],
  [
    { lock: { mode: "compliance" } },
    { lock: firm },
    "irreversible lock.armed-on: compliance lock armed on 2027-01-15 (was no day)",
    "widens lock.armed-on: compliance lock armed on no day (was 2027-01-15)",
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
