import type { CaptureScope } from "../contract/events.ts";
import type { ThingId } from "../contract/kinds.ts";
import { listPoints, type PointRef } from "../recovery/list-points.ts";
import type { Manifest } from "../recovery/manifest.ts";
import { ManifestError, type RecoveryPoint } from "../recovery/read-point.ts";
import { readTrusted } from "../recovery/read-trusted.ts";
import { runTime } from "../recovery/run-time.ts";
import type { RestorePorts } from "./ports.ts";
import { isProven } from "./proven.ts";

/** A schedule is never rarer than this, so a wider policy that still runs has a point within it. */
const DAYS_BACK = 8;
const MAX_READ = 200;
const AT_ONCE = 16;
/** Two points of one revision that lie no further apart are of one moment, as far as what both keep goes. */
const ONE_MOMENT_MS = 3_600_000;

const CODE: readonly CaptureScope["code"][] = ["latest", "published", "all"];

/** Whether a policy kept something that another one did not: more versions, values of variables, a kind of trigger. */
export function keepsMore(than: CaptureScope, scope: CaptureScope): boolean {
  if (CODE.indexOf(scope.code) > CODE.indexOf(than.code)) return true;
  if (than.configuration !== undefined && scope.configuration === undefined) return true;
  if (than.triggers === "all") return false;
  const kept: readonly string[] = than.triggers;
  return scope.triggers === "all" || scope.triggers.some((kind) => !kept.includes(kind));
}

/** `code: latest, triggers: sqs, s3`. */
export function scopeWords({ code, triggers, configuration }: CaptureScope): string {
  const less = configuration === undefined ? "" : `, configuration: ${configuration}`;
  return `code: ${code}, triggers: ${triggers === "all" ? "all" : triggers.join(", ") || "none"}${less}`;
}

/**
 * The newest point that a policy kept more of a thing in than the newest one has; `undefined` where there is none, and
 * where it is not known how much either kept.
 */
export async function widerPoint(
  ports: Pick<RestorePorts, "source" | "accept">,
  thing: ThingId,
  newest: RecoveryPoint,
): Promise<RecoveryPoint | undefined> {
  const { protect, capturedAt } = newest.manifest;
  if (protect === undefined) return undefined;
  const whole = protect.code === "all" && protect.triggers === "all" && protect.configuration === undefined;
  if (whole) return undefined;
  const since = Date.parse(capturedAt) - DAYS_BACK * 86_400_000;
  const older: PointRef[] = [];
  for await (const ref of listPoints(ports.source.store, ports.source.prefix, thing))
    if (ref.run < newest.name.run && (runTime(ref.run) ?? 0) >= since) older.push(ref);
  const newestFirst = older.reverse().slice(0, MAX_READ);
  for (let at = 0; at < newestFirst.length; at += AT_ONCE) {
    const read = await Promise.all(newestFirst.slice(at, at + AT_ONCE).map((ref) => readOrNone(ports, ref)));
    const found = read.find(
      (point) => point?.manifest.protect !== undefined && keepsMore(protect, point.manifest.protect),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a wider point is as good as a newer one in all that both keep: one revision, within the hour. */
export function isAsGood(wider: Manifest, newer: Manifest): boolean {
  const apart = Date.parse(newer.capturedAt) - Date.parse(wider.capturedAt);
  const { protect: most } = wider;
  const { protect: less } = newer;
  return (
    most !== undefined &&
    less !== undefined &&
    !keepsMore(most, less) &&
    wider.revision.after === newer.revision.after &&
    wider.revision.after !== "" &&
    Math.abs(apart) <= ONE_MOMENT_MS
  );
}

/** What lies there and is no manifest, or that nobody can tell who made, says nothing. */
async function readOrNone(
  { source: { store, witness }, accept }: Pick<RestorePorts, "source" | "accept">,
  { key }: PointRef,
): Promise<RecoveryPoint | undefined> {
  try {
    const point = await readTrusted(store, key, witness);
    return isProven(point.authenticity, accept) ? point : undefined;
  } catch (error) {
    if (error instanceof ManifestError) return undefined;
    throw error;
  }
}
