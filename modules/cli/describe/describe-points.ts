import type { CaptureScope } from "../../contract/events.ts";
import type { KeptRecords } from "../../contract/records.ts";
import type { SourceRevisions } from "../../contract/source-revision.ts";
import { shortRevision } from "../../core/source-revision.ts";
import { heldNoun } from "../../protectors/held-noun.ts";
import type { Manifest } from "../../recovery/manifest.ts";
import { wordOf } from "../../recovery/signing/authenticity.ts";
import type { FoundStray, ListedPoint } from "../points/find-points.ts";
import type { Opens } from "../points/where-points-open.ts";
import { table } from "../terminal/table.ts";
import type { Line } from "../terminal/text.ts";
import { age, bytes, count } from "../terminal/words.ts";

/** One point, for `list --json`. */
export interface PointRow {
  readonly kind: string;
  readonly id: string;
  /** What people call it. */
  readonly name?: string;
  readonly site: string;
  /** Region of the store it was read from. */
  readonly from: string;
  readonly run: string;
  readonly key: string;
  readonly policy?: string;
  readonly capturedAt?: string;
  readonly expiresAt?: string;
  /** Bytes of all that it names, shared with other points or not. */
  readonly size?: number;
  /** How much of it its policy kept then. */
  readonly protect?: CaptureScope;
  /** Of its versions that said it, the revision of their source. */
  readonly sourceRevisions?: SourceRevisions;
  /** What of a stream's records it holds. */
  readonly records?: KeptRecords;
  /** Sites whose keys open its secrets. Absent: it is not known. */
  readonly opens?: Opens;
  /** Who made it, in a word: `signed`, `unsigned`, `forged` ... */
  readonly signature?: ReturnType<typeof wordOf>;
  /** What its capture said that a person must know. */
  readonly warnings?: readonly string[];
  /** Why its manifest cannot be used, and the way out where one is known. */
  readonly problem?: string;
  readonly hint?: string;
}

/** A key among the points that is not the key of one. */
export interface StrayRow {
  readonly site: string;
  readonly from: string;
  readonly key: string;
  readonly problem: string;
}

export function strayRow({ key, source }: FoundStray): StrayRow {
  return { site: source.site, from: source.region, key, problem: "is not the key of a recovery point" };
}

export function pointRow(listed: ListedPoint, opens?: Opens): PointRow {
  const { ref, source } = listed;
  const { kind, id, run, key } = ref;
  const at = { site: source.site, from: source.region, run, key };
  if ("problem" in listed) {
    const { problem, hint } = listed;
    return { kind, id, ...at, problem, ...(hint !== undefined && { hint }) };
  }
  const { manifest } = listed.point;
  const { name, policy, capturedAt, expiresAt, protect, records, sourceRevisions, warnings } = manifest;
  return {
    ...{ kind, id, name, ...at, policy, capturedAt, expiresAt, size: sizeOf(manifest) },
    ...(protect !== undefined && { protect }),
    ...(records !== undefined && { records }),
    ...(sourceRevisions !== undefined && { sourceRevisions }),
    ...(opens !== undefined && { opens }),
    signature: wordOf(listed.point.authenticity),
    ...(warnings !== undefined && { warnings }),
  };
}

/** Newest first, as given. */
export function describePoints(
  rows: readonly PointRow[],
  strays: readonly StrayRow[],
  now: Date,
  /** Whether some store gave no list. */
  { partly = false }: { readonly partly?: boolean } = {},
): Line[] {
  const foreign = strays.map(
    ({ key, problem }): Line => [{ text: "unreadable ", style: "red" }, `${key}: ${problem}`],
  );
  if (rows.length === 0)
    return [
      partly ? "no recovery point was read: the warning says where copies are" : "no recovery points",
      ...foreign,
    ];
  const built = rows.some(({ sourceRevisions }) => sourceRevisions !== undefined);
  const lines = table(
    [
      ...["KIND", "NAME", "SITE", "FROM", "AGE", "SIZE", "POLICY", "SIGNED", "OPENS IN"],
      ...(built ? ["SOURCE"] : []),
      "RUN",
    ],
    rows.map((row) => [
      row.kind,
      row.name ?? row.id,
      row.site,
      row.from,
      row.capturedAt === undefined ? "" : age(row.capturedAt, now),
      row.size === undefined ? "" : bytes(row.size),
      row.policy ?? { text: "unreadable", style: "red" },
      signedBy(row.signature),
      opensIn(row.opens),
      ...(built ? [builtFrom(row.sourceRevisions)] : []),
      row.run,
    ]),
  );
  // Of each stream those of its newest point: all of them are in --json.
  const newest = rows.filter(
    (row, at) =>
      row.records &&
      rows.findIndex(
        (one) => one.records && one.id === row.id && one.site === row.site && one.from === row.from,
      ) === at,
  );
  const bad = rows.filter(({ problem }) => problem !== undefined);
  return [
    ...lines,
    count(rows.length, "recovery point"),
    ...newest.map(
      ({ kind, id, records, run }) =>
        `${kind}/${id}: ${count(records?.records ?? 0, heldNoun(kind))}, all from ${records?.since} to ${records?.until} (run ${run})`,
    ),
    ...helpOf(rows),
    ...bad.flatMap(({ problem = "", hint }): Line[] => [
      [{ text: "unreadable ", style: "red" }, problem],
      ...(hint === undefined ? [] : [`  help: ${hint}`]),
    ]),
    ...foreign,
  ];
}

/** What to do about points that are not signed: told once for each word, not for each point. */
function helpOf(rows: readonly PointRow[]): Line[] {
  const words = new Set(rows.flatMap(({ signature = [] }) => signature));
  const tampered = [...words].filter((word) => !(word in HELP));
  return [
    ...(["unpinned", "unsigned"] as const).filter((word) => words.has(word)).map((word) => HELP[word]),
    ...(tampered.length === 0
      ? []
      : [`${tampered.sort().join(", ")}: find out who wrote them; npx zonekeep verify --point all says why`]),
  ].map((text) => `  help: ${text}`);
}

const HELP = {
  signed: "",
  unpinned: "unpinned: npx zonekeep pin writes the keys that sign into signing.lock.json, beside the estate",
  unsigned:
    "unsigned: their run goes on, was ended, could not be signed, or is of before runs were signed: the next one captures again",
} as const;

/** Who made a point, as the column SIGNED says it. */
export function signedBy(word: PointRow["signature"]): Line {
  if (word === undefined) return "";
  if (word === "signed") return "yes";
  return { text: word, style: word === "unsigned" || word === "unpinned" ? "yellow" : "red" };
}

/** What `$LATEST` was built from, or the newest version that says it; how many others versions have. */
export function builtFrom(revisions: SourceRevisions = {}): string {
  const { $LATEST: latest, ...published } = revisions;
  const newest = Object.keys(published).sort((a, b) => Number(b) - Number(a))[0];
  const first = latest ?? published[newest ?? ""];
  if (first === undefined) return "";
  const others = new Set(Object.values(published)).size - (Object.values(published).includes(first) ? 1 : 0);
  return `${shortRevision(first)}${others === 0 ? "" : ` and ${count(others, "other")}`}`;
}

function opensIn(opens: Opens | undefined): Line {
  if (opens === undefined) return "";
  if (opens === "anywhere") return opens;
  return opens.length === 0 ? { text: "nowhere", style: "red" } : opens.join(", ");
}

function sizeOf({ document, blobs, secrets }: Manifest): number {
  const parts = new Map(
    [document, ...blobs, ...(secrets === undefined ? [] : [secrets])].map((b) => [b.sha256, b.size]),
  );
  return [...parts.values()].reduce((sum, size) => sum + size, 0);
}
