import type { Manifest } from "../../recovery/manifest.ts";
import type { ListedPoint } from "../points/find-points.ts";
import { table } from "../terminal/table.ts";
import type { Line } from "../terminal/text.ts";
import { age, bytes, count } from "../terminal/words.ts";

/** One point, for `list --json`. */
export interface PointRow {
  readonly function: string;
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
  /** Why its manifest cannot be used. */
  readonly problem?: string;
}

export function pointRow(listed: ListedPoint): PointRow {
  const { ref, source } = listed;
  const name = { function: ref.resource, site: source.site, from: source.region, run: ref.run, key: ref.key };
  if ("problem" in listed) return { ...name, problem: listed.problem };
  const { manifest } = listed.point;
  const { policy, capturedAt, expiresAt } = manifest;
  return { ...name, policy, capturedAt, expiresAt, size: sizeOf(manifest) };
}

/** Newest first, as given. */
export function describePoints(rows: readonly PointRow[], now: Date): Line[] {
  if (rows.length === 0) return ["no recovery points"];
  const lines = table(
    ["FUNCTION", "SITE", "FROM", "AGE", "SIZE", "POLICY", "RUN"],
    rows.map((row) => [
      row.function,
      row.site,
      row.from,
      row.capturedAt === undefined ? "" : age(row.capturedAt, now),
      row.size === undefined ? "" : bytes(row.size),
      row.policy ?? { text: "unreadable", style: "red" },
      row.run,
    ]),
  );
  const bad = rows.filter(({ problem }) => problem !== undefined);
  return [
    ...lines,
    count(rows.length, "recovery point"),
    ...bad.map(({ problem = "" }): Line => [{ text: "unreadable ", style: "red" }, problem]),
  ];
}

function sizeOf({ document, blobs, secrets }: Manifest): number {
  const parts = new Map(
    [document, ...blobs, ...(secrets === undefined ? [] : [secrets])].map((b) => [b.sha256, b.size]),
  );
  return [...parts.values()].reduce((sum, size) => sum + size, 0);
}
