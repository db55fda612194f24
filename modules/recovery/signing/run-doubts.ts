import { hashOfJson } from "../bytes.ts";
import type { StoredVersion } from "../store.ts";
import type { RunCheck } from "./check-run.ts";
import type { SummaryDoubt } from "./signed-run.ts";

/** One version of a summary that could be read. */
export interface ReadSummary {
  readonly at: StoredVersion;
  readonly check: RunCheck;
  readonly sha256: string;
}

const HINTS = {
  covered: "npx zonekeep repair puts it on top again: find out who wrote the other",
  replaced: "somebody else had the power to sign: find out who, replace the key and end the old one",
  late: "a run that somebody redrove ends late, and a repair writes late, where the first version is in another region's store; otherwise somebody signed it later: find out who",
} as const;

function doubt(problem: SummaryDoubt["problem"], detail: string): SummaryDoubt {
  return { problem, detail, hint: HINTS[problem] };
}

const DAY = 86_400_000;
/** A run ends within 8 hours, and writes its summary last; one that is redriven, up to 15 days after it began. */
const LATE = DAY;

/** What lies beside the summary that counts, and when that was written. */
export function doubtsOf(
  first: ReadSummary,
  readable: readonly ReadSummary[],
  versions: readonly StoredVersion[],
): readonly SummaryDoubt[] {
  const isAlone = versions.length === 1 && first.at.current;
  return [...(isAlone ? [] : besides(first, readable, versions)), ...late(first)];
}

function besides(
  first: ReadSummary,
  readable: readonly ReadSummary[],
  versions: readonly StoredVersion[],
): readonly SummaryDoubt[] {
  const points = pointsOf(first.check);
  const isSame = (one: ReadSummary): boolean => one.sha256 === first.sha256 || pointsOf(one.check) === points;
  const top = versions.at(-1);
  const onTop = readable.find(({ at }) => at.version === top?.version);
  const covered =
    top?.current !== true
      ? "a delete marker lies on top of the summary that counts"
      : `another version lies on top of ${first.at.version}, the summary that counts`;
  const isOnTop = top?.current === true && onTop !== undefined && isSame(onTop);
  const replaced = readable.filter((one) => one.check.state === "signed" && !isSame(one));
  return [
    ...(isOnTop ? [] : [doubt("covered", covered)]),
    ...replaced.map(({ at }) =>
      doubt(
        "replaced",
        `version ${at.version}, written ${at.written}, is signed too and names other points: the oldest counts, ${first.at.version} of ${first.at.written}`,
      ),
    ),
  ];
}

function late({ at: { written }, check }: ReadSummary): readonly SummaryDoubt[] {
  const after = check.state === "signed" ? Date.parse(written) - check.began : 0;
  if (after <= LATE) return [];
  const days = Math.floor(after / DAY);
  const detail = `it was written ${written}, ${days} d after its run began, and a run that nobody redrives ends within 8 hours`;
  return [doubt("late", detail)];
}

/** By one hash; of what is not signed, nothing. */
function pointsOf(check: RunCheck): string | undefined {
  if (check.state !== "signed") return undefined;
  return hashOfJson(Object.fromEntries(check.points));
}
