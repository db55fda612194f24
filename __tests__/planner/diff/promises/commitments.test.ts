import { describe, test } from "vitest";
import { bothWays, type Row, SILENT } from "./both-ways.ts";

const ROWS: readonly Row[] = [
  [
    SILENT,
    { stayIn: ["EU"] },
    "adds stay-in: stays in EU (was no jurisdiction)",
    "widens stay-in: stays in no jurisdiction (was EU)",
  ],
  [
    { stayIn: ["DE", "EU"] },
    { stayIn: ["DE"] },
    "adds stay-in: stays in DE (was DE, EU)",
    "widens stay-in: stays in DE, EU (was DE)",
  ],
  [
    { stayIn: ["DE"] },
    { stayIn: ["FR"] },
    "widens stay-in: stays in FR (was DE)",
    "widens stay-in: stays in DE (was FR)",
  ],
  [
    SILENT,
    { hold: { reason: "case 17" } },
    'adds hold: legal hold: "case 17" (was none)',
    'weakens hold: legal hold: none (was "case 17")',
  ],
  [
    { hold: { reason: "x", until: "2027-06-30" } },
    { hold: { reason: "x", until: "2027-07-01" } },
    "adds hold.until: legal hold until 2027-07-01 (was 2027-06-30)",
    "weakens hold.until: legal hold until 2027-06-30 (was 2027-07-01)",
  ],
  [
    { hold: { reason: "x", until: "2027-06-30" } },
    { hold: { reason: "y" } },
    [
      'changes hold.reason: legal hold: "y" (was "x")',
      "adds hold.until: legal hold until it is taken away (was 2027-06-30)",
    ],
    [
      "weakens hold.until: legal hold until 2027-06-30 (was it is taken away)",
      'changes hold.reason: legal hold: "x" (was "y")',
    ],
  ],
  [
    SILENT,
    { objectives: { rpo: 120, rto: 240, survive: 1 } },
    [
      "adds objectives.rpo: may lose changes of at most 2h (was no promise)",
      "adds objectives.rto: answers again elsewhere within 4h (was no promise)",
      "adds objectives.survive: survives the loss of regions: 1 (was no promise)",
    ],
    [
      "weakens objectives.rpo: no longer promises an rpo (was 2h)",
      "weakens objectives.rto: no longer promises an rto (was 4h)",
      "weakens objectives.survive: survives the loss of regions: no promise (was 1)",
    ],
  ],
  [
    { objectives: { rpo: 120 } },
    { objectives: { rpo: 119 } },
    "adds objectives.rpo: may lose changes of at most 119m (was 2h)",
    "weakens objectives.rpo: may lose changes of at most 2h (was 119m)",
  ],
  [
    SILENT,
    { drill: { every: 43_200 } },
    "adds drill.every: drills every 30d (was no drill)",
    "weakens drill.every: no longer drills (was every 30d)",
  ],
  [
    { drill: { every: 43_200 } },
    { drill: { every: 43_200, site: "eu-west-1" } },
    "changes drill.site: drills in eu-west-1 (was the first copy)",
    "changes drill.site: drills in the first copy (was eu-west-1)",
  ],
  [
    SILENT,
    { compliance: { frameworks: ["nist-800-53"] } },
    "adds compliance: meets nist-800-53 too",
    "weakens compliance: no longer has to meet nist-800-53",
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
