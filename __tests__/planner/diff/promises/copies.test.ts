import { describe, test } from "vitest";
import { bothWays, type Row, SAME, SILENT } from "./both-ways.ts";

const ROWS: readonly Row[] = [
  [
    SILENT,
    { copies: [{ to: "eu-west-1" }, { to: "us-west-2" }] },
    "adds copies.us-west-2: copies to us-west-2 too",
    "weakens copies.us-west-2: no longer copies to us-west-2",
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", account: "210987654321" }] },
    [
      "widens copies.eu-west-1: account 210987654321 is given a copy",
      "weakens copies.eu-west-1: no longer copies to eu-west-1",
      "adds copies.eu-west-1: copies to eu-west-1 in account 210987654321 too",
    ],
    [
      "weakens copies.eu-west-1: no longer copies to eu-west-1 in account 210987654321",
      "adds copies.eu-west-1: copies to eu-west-1 too",
    ],
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", keep: 90 }] },
    "adds copies.eu-west-1.keep: keeps its copy in eu-west-1 for 90d (was as long as the source)",
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for as long as the source (was 90d)",
  ],
  [SILENT, { copies: [{ to: "eu-west-1", keep: 35 }] }, SAME, SAME],
  // Whether 90 days are more than seven of each generation is nothing that can be proven point by point.
  [
    { retention: { generations: { daily: 7 } } },
    { retention: { generations: { daily: 7 } }, copies: [{ to: "eu-west-1", keep: 90 }] },
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for 90d (was as long as the source)",
    "weakens copies.eu-west-1.keep: keeps its copy in eu-west-1 for as long as the source (was 90d)",
  ],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", coldAfter: 30 }] },
    "changes copies.eu-west-1.cold-after: moves its copy in eu-west-1 to cold storage after 30d (was as long as at the source)",
    "changes copies.eu-west-1.cold-after: moves its copy in eu-west-1 to cold storage after as long as at the source (was 30d)",
  ],
  [SILENT, { copies: [{ to: "eu-west-1", lock: "governance" }] }, SAME, SAME],
  [
    SILENT,
    { copies: [{ to: "eu-west-1", lock: "compliance" }] },
    "irreversible copies.eu-west-1.lock: lock of the copy in eu-west-1 compliance (was governance): until a point's retention ends nobody can delete it, root included, and it is paid for",
    "widens copies.eu-west-1.lock: lock of the copy in eu-west-1 governance (was compliance); points that are locked already stay locked",
  ],
  [
    { copies: [] },
    { copies: [{ to: "eu-west-1", lock: "compliance" }] },
    "irreversible copies.eu-west-1: copies to eu-west-1 too, under a compliance lock that nobody can take back",
    "weakens copies.eu-west-1: no longer copies to eu-west-1",
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
