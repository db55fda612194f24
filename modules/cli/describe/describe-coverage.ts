import type { AttachedCoverage } from "../../planner/cover/cover-attached.ts";
import type { Nearest, SelectedCoverage } from "../../planner/cover/cover-selected.ts";
import { type Coverage, isSelected } from "../../planner/cover/coverage.ts";
import { table } from "../terminal/table.ts";
import type { Line } from "../terminal/text.ts";
import { count } from "../terminal/words.ts";

type Of<S extends SelectedCoverage["status"]> = Extract<SelectedCoverage, { status: S }>;

/** How much of an inventory is protected, for a person: the counts first, then what is not, then the rest. */
export function describeCoverage(
  { resources, seen = [], replicas, own, notThere, unread }: Coverage,
  /** Whether callers were asked for. */
  { callers = false }: { readonly callers?: boolean } = {},
): Line[] {
  const functions = resources.filter(isSelected);
  const attached = resources.filter((one): one is AttachedCoverage => !isSelected(one));
  const unprotected = functions.filter((one): one is Of<"unprotected"> => one.status === "unprotected");
  const excluded = functions.filter((one): one is Of<"excluded"> => one.status === "excluded");
  const taken = functions.filter((one): one is Of<"protected"> => one.status === "protected");
  const open = attached.filter(({ status }) => status === "unprotected");
  const kept = attached.filter(({ status }) => status !== "unprotected");
  return [
    // Whoever reads the first line alone knows that it is not all.
    ...unread.map(
      ({ region, reason }): Line => [
        { text: "not known: ", style: "red" },
        `what runs in ${region}: ${reason}`,
      ],
    ),
    functionCounts(taken.length, excluded, unprotected.length),
    ...(attached.length === 0 ? [] : [resourceCounts(attached)]),
    ...(replicas === 0 ? [] : [`${count(replicas, "replica")} skipped: they come back with the original`]),
    ...(own === 0
      ? []
      : [`${count(own, "runner")} of zonekeep's own skipped: a deployment brings them back`]),
    ...(callers && seen.length === 0
      ? ["callers: every service that may call a function is kept with it"]
      : []),
    ...section(
      ["UNPROTECTED", "REGION", "NEAREST"],
      [
        ...unprotected.map(({ name, region, nearest }) => [red(name), region, lacking(nearest)]),
        ...open.map(({ arn, region, why = "" }) => [red(arn), region, why]),
      ],
    ),
    ...section(
      ["NOTHING OF THAT NAME", "IN", "NAMED BY"],
      notThere.map(({ policy, key, written, regions }) => [
        { text: written, style: "yellow" as const },
        regions.join(", "),
        `${policy}: select.${key}`,
      ]),
    ),
    ...section(
      ["SEEN, NOT PROTECTED", "REGION", "MAY CALL"],
      seen.flatMap(({ name, region, callers }) =>
        callers.map((by) => [{ text: by, style: "yellow" as const }, region, name]),
      ),
    ),
    ...section(
      ["EXCLUDED", "REGION", "POLICY", "REASON"],
      excluded.map(({ name, region, policy, glob, reason }) => [
        name,
        region,
        `${policy}: ${glob}`,
        reason ?? { text: "none given", style: "yellow" },
      ]),
    ),
    ...section(
      ["PROTECTED", "REGION", "BY"],
      [
        ...taken.map(({ name, region, by }) => [
          name,
          region,
          by.map(({ policy, site }) => (site === region ? policy : `${policy} at ${site}`)).join(", "),
        ]),
        ...kept.map(({ arn, region, status, policies }) => [
          arn,
          region,
          `${policies.join(", ")}${status === "trigger" ? ", its trigger alone" : ""}`,
        ]),
      ],
    ),
  ];
}

function functionCounts(taken: number, excluded: readonly Of<"excluded">[], unprotected: number): Line {
  const unreasoned = excluded.filter(({ reason }) => reason === undefined).length;
  const said = [
    [taken, "protected"],
    [excluded.length - unreasoned, "excluded with a reason"],
    [unreasoned, "excluded without a reason"],
    [unprotected, "unprotected"],
  ] as const;
  return counted(taken + excluded.length + unprotected, "function", said);
}

function resourceCounts(resources: readonly AttachedCoverage[]): Line {
  const many = (status: AttachedCoverage["status"]): number =>
    resources.filter((resource) => resource.status === status).length;
  return counted(resources.length, "resource", [
    [many("protected"), "protected"],
    [many("trigger"), "whose trigger is kept with its function, and not what it holds"],
    [many("unprotected"), "unprotected"],
  ]);
}

function counted(all: number, what: string, said: readonly (readonly [number, string])[]): Line {
  const parts = said.filter(([amount]) => amount > 0).map(([amount, how]) => `${amount} ${how}`);
  return parts.length === 0 ? `no ${what}s` : `${count(all, what)}: ${parts.join(", ")}`;
}

/** `orders: tag service is refunds` */
function lacking(nearest: readonly Nearest[]): string {
  if (nearest.length === 0) return "there is no policy";
  return nearest.map(({ policy, why }) => `${policy}: ${why.join(", ")}`).join("; ");
}

function section(head: readonly string[], rows: readonly (readonly Line[])[]): Line[] {
  return rows.length === 0 ? [] : ["", ...table(head, rows)];
}

function red(text: string): Line {
  return { text, style: "red" };
}
