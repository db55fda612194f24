import { formatDuration, MINUTES_A_DAY } from "../../core/duration.ts";
import { selectsFunctions } from "../../core/selects-functions.ts";
import { EVENT_KINDS, GENERATIONS, type Schedule, type Selection } from "../../policy/policy.ts";
import { sayConfirmation } from "../lock-words.ts";
import type { PolicyPlan } from "../plan.ts";

/** A value under the path by which the language says it, as it would be written there. */
export type Written = readonly [key: string, value: string];

const NONE = "none";

/** Every value that a policy has or could have, in the order of the language. */
export function writtenValues(policy: PolicyPlan): Written[] {
  const { protect, retention, lock, cost, alerts, compliance, encryption } = policy;
  const days = (count: number | undefined, otherwise: string): string =>
    count === undefined ? otherwise : formatDuration(count * MINUTES_A_DAY);
  const events = EVENT_KINDS.flatMap((kind): Written[] => {
    const amount = protect.events[kind];
    if (amount === undefined) return [];
    return [[`protect.events.${kind}`, amount === "all" ? amount : formatDuration(amount)]];
  });
  return [
    ["owner", policy.owner],
    ...selected(policy.select),
    ["protect.code", protect.code],
    ["protect.configuration", protect.configuration],
    ["protect.triggers", protect.triggers === "all" ? "all" : list(protect.triggers, NONE)],
    ["protect.state", list(protect.state, NONE)],
    ...orNone("protect.events", events),
    ...scheduled(policy.schedule),
    ["retention.keep", days(retention.keep, NONE)],
    ...GENERATIONS.flatMap((generation): Written[] => {
      const count = retention.generations[generation];
      return count === undefined ? [] : [[`retention.${generation}`, String(count)]];
    }),
    ["retention.cold-after", days(retention.coldAfter, "never")],
    ...copied(policy, days),
    ["lock.mode", lock.mode],
    ...optional("lock.confirmed", lock.confirmed && sayConfirmation(lock.confirmed)),
    ["stay-in", list(policy.stayIn ?? [], "anywhere")],
    ...orNone("hold", [
      ...optional("hold.reason", policy.hold?.reason),
      ...optional("hold.until", policy.hold?.until),
    ]),
    ...promised(policy),
    ...orNone(
      "alerts",
      alerts === undefined
        ? []
        : [
            ["alerts.notify", list(alerts.notify, NONE)],
            ["alerts.on", list(alerts.on, NONE)],
          ],
    ),
    ...orNone(
      "compliance",
      optional("compliance.frameworks", compliance && list(compliance.frameworks, NONE)),
    ),
    ...orNone("encryption", optional("encryption.key", encryption?.key)),
    ["cost.limit", cost.limit === undefined ? NONE : String(cost.limit)],
    ["cost.functions", String(cost.functions)],
    ["cost.package-size", size(cost.packageSize)],
    ["cost.changes", String(cost.changes)],
  ];
}

function selected({ tags, names, arns, runtimes, accounts, exclude, resources }: Selection): Written[] {
  const wanted = Object.entries(tags).map(
    ([key, values]): Written => [`select.tags.${key}`, list(values, NONE)],
  );
  const any = selectsFunctions({ tags, names, arns, runtimes, resources }) ? "any" : "no function";
  return [
    ...(wanted.length === 0 ? [["select.tags", any] as const] : wanted),
    ["select.names", list(names, any)],
    ["select.arns", list(arns, any)],
    ["select.runtimes", list(runtimes, any)],
    ["select.accounts", list(accounts, "the estate's")],
    ...orNone(
      "select.exclude",
      exclude.map(({ name, reason = "no reason given" }): Written => [`select.exclude.${name}`, reason]),
    ),
    ["select.resources", list(resources, NONE)],
  ];
}

function scheduled({
  timing,
  timeZone,
  startWindow,
  completionWindow,
  pauses,
  on,
  overlap,
}: Schedule): Written[] {
  const time: Written =
    "cron" in timing
      ? ["schedule.cron", timing.cron]
      : "rate" in timing
        ? ["schedule.rate", formatDuration(timing.rate)]
        : ["schedule.every", formatDuration(timing.every)];
  return [
    time,
    ["schedule.time-zone", timeZone],
    ["schedule.start-window", startWindow === 0 ? NONE : formatDuration(startWindow)],
    ["schedule.completion-window", completionWindow === undefined ? NONE : formatDuration(completionWindow)],
    ...orNone(
      "schedule.pauses",
      pauses.map(({ from, to, reason }): Written => [`schedule.pauses.${from}`, `until ${to}: ${reason}`]),
    ),
    ["schedule.on", list(on, NONE)],
    ["schedule.overlap", overlap],
  ];
}

function copied(
  { copies, retention, lock }: PolicyPlan,
  days: (count: number | undefined, otherwise: string) => string,
): Written[] {
  const rows = copies.flatMap(({ to, account, keep, coldAfter, lock: own }): Written[] => [
    [`copies.${to}`, "every point"],
    ...optional(`copies.${to}.account`, account),
    [`copies.${to}.keep`, days(keep ?? retention.keep, NONE)],
    [`copies.${to}.cold-after`, days(coldAfter ?? retention.coldAfter, "never")],
    [`copies.${to}.lock`, own ?? lock.mode],
  ]);
  return orNone("copies", rows);
}

function promised({ objectives = {}, drill }: PolicyPlan): Written[] {
  const { rpo, rto, survive } = objectives;
  return [
    ...orNone("objectives", [
      ...optional("objectives.rpo", rpo && formatDuration(rpo)),
      ...optional("objectives.rto", rto && formatDuration(rto)),
      ...optional("objectives.survive", survive?.toString()),
    ]),
    ...orNone("drill", [
      ...optional("drill.every", drill && formatDuration(drill.every)),
      ...optional("drill.site", drill?.site),
    ]),
  ];
}

function list(values: readonly string[], otherwise: string): string {
  return values.length === 0 ? otherwise : values.join(", ");
}

function optional(key: string, value: string | number | undefined): Written[] {
  return value === undefined ? [] : [[key, String(value)]];
}

function orNone(key: string, rows: Written[]): Written[] {
  return rows.length === 0 ? [[key, NONE]] : rows;
}

function size(bytes: number): string {
  return bytes % 1_000_000 === 0 ? `${bytes / 1_000_000}MB` : `${bytes / 1000}kB`;
}
