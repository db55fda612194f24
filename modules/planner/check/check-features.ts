import { type Diagnostic, error, type SourcePos } from "../../core/diagnostic.ts";
import { formatDays } from "../../core/duration.ts";
import type { Estate } from "../../policy/estate.ts";
import type { Block, Policy } from "../../policy/policy.ts";
import type { Capabilities, Feature } from "../capabilities.ts";
import type { Limit } from "../limit.ts";
import { placeOf } from "../place-of.ts";
import { retentionDays } from "../retention-days.ts";

interface Use {
  readonly feature: Feature;
  readonly at: SourcePos;
  /** What was written, where the feature's name alone does not say it. */
  readonly named?: string;
  /** What to write; without it, to leave it out is all that helps. */
  readonly instead?: string;
}

/** What a policy asks for and the provider does not offer yet: refused, never accepted and ignored. */
export function checkFeatures(
  policy: Policy,
  estate: Estate,
  { refuse, retention: { max } }: Capabilities,
): Diagnostic[] {
  return [
    ...selectionUses(policy, estate),
    ...protectUses(policy),
    ...scheduleUses(policy),
    ...keepingUses(policy, estate, max),
    ...blockUses(policy),
  ].flatMap(({ feature, at, named, instead }): Diagnostic[] => {
    const reason = refuse(feature);
    if (reason === undefined) return [];
    const message = `${named ?? feature} is not offered yet: ${reason}`;
    return [error("UNSUPPORTED", at, message, instead ?? "leave it out")];
  });
}

function selectionUses({ select }: Policy, { account }: Estate): Use[] {
  const { arns, runtimes, accounts, resources } = select.value;
  const use = (feature: Feature, key: string, asked: boolean, instead?: string): Use[] =>
    asked ? [{ feature, at: placeOf(select, key), ...(instead !== undefined && { instead }) }] : [];
  return [
    ...use("select.arns", "arns", arns.length > 0),
    ...use("select.runtimes", "runtimes", runtimes.length > 0),
    ...use(
      "select.accounts",
      "accounts",
      account !== "" && accounts.some((one) => one !== account),
      "leave it out, and write an estate for each account",
    ),
    ...use("select.resources", "resources", resources.length > 0),
  ];
}

function protectUses({ protect }: Policy): Use[] {
  const { code, configuration, triggers, state, events } = protect.value;
  const kinds = Object.keys(events) as (keyof typeof events)[];
  return [
    ...(code === "published" ? [] : [use(protect, `protect.code.${code}`, "code")]),
    ...(configuration === "all"
      ? []
      : [use(protect, `protect.configuration.${configuration}`, "configuration")]),
    ...(triggers === "all"
      ? []
      : triggers.map((kind) => use(protect, `protect.triggers.${kind}`, `triggers.${kind}`))),
    ...state.map((kind) => use(protect, `protect.state.${kind}`, `state.${kind}`)),
    ...kinds.map((kind) => use(protect, `protect.events.${kind}`, `events.${kind}`)),
  ];
}

function scheduleUses({ schedule }: Policy): Use[] {
  const { timing, timeZone, completionWindow, pauses, on, overlap } = schedule.value;
  const some = (asked: boolean, feature: Feature, path: string): Use[] =>
    asked ? [use(schedule, feature, path)] : [];
  return [
    ...some("rate" in timing, "schedule.rate", "rate"),
    ...some("cron" in timing, "schedule.cron", "cron"),
    ...some(timeZone !== "UTC", "schedule.time-zone", "time-zone"),
    ...some(schedule.places["start-window"] !== undefined, "schedule.start-window", "start-window"),
    ...some(completionWindow !== undefined, "schedule.completion-window", "completion-window"),
    ...some(pauses.length > 0, "schedule.pauses", "pauses"),
    ...on.map((occasion) => use(schedule, `schedule.on.${occasion}`, `on.${occasion}`)),
    ...some(overlap === "skip", "schedule.overlap.skip", "overlap"),
  ];
}

function keepingUses({ retention, copies, lock }: Policy, { targets }: Estate, max: Limit): Use[] {
  const generations = Object.keys(retention.value.generations);
  const [generation] = generations;
  return [
    ...(generation === undefined
      ? []
      : [
          {
            ...use(retention, "retention.generations", generation),
            instead: `write retention: ${formatDays(Math.min(retention.value.keep ?? retentionDays(retention.value), max.value))}`,
          },
        ]),
    ...(retention.value.coldAfter === undefined
      ? []
      : [use(retention, "retention.cold-after", "cold-after")]),
    {
      ...use(lock, `lock.${lock.value.mode}`, "mode"),
      named: `lock ${lock.value.mode}`,
      instead: "write lock: governance",
    },
    ...copies.value.flatMap(({ to, account, keep, coldAfter, lock: locked }) => [
      ...(targets.some(({ name }) => name === to) ? [use(copies, "copies.target", `${to}.to`)] : []),
      ...(account === undefined ? [] : [use(copies, "copies.account", `${to}.account`)]),
      ...(keep === undefined ? [] : [keepUse(copies, `${to}.keep`, keep)]),
      ...(coldAfter === undefined ? [] : [use(copies, "copies.cold-after", `${to}.cold-after`)]),
      ...(locked === undefined ? [] : [use(copies, "copies.lock", `${to}.lock`)]),
    ]),
    ...copiesToNowhere(copies),
  ];
}

/** To keep a copy longer, its source is kept as long. */
function keepUse(copies: Block<unknown>, path: string, days: number): Use {
  const instead = `leave it out, or write retention: ${formatDays(days)}, which keeps both that long`;
  return { ...use(copies, "copies.keep", path), instead };
}

/** What is asked of copies that do not say where to: these go by their place in the list. */
function copiesToNowhere(copies: Block<unknown>): Use[] {
  return Object.keys(copies.places).flatMap((path) => {
    const key = /^\d+\.(account|keep|cold-after|lock)$/.exec(path)?.[1] as (typeof ASKED)[number] | undefined;
    return key === undefined ? [] : [use(copies, `copies.${key}`, path)];
  });
}

const ASKED = ["account", "keep", "cold-after", "lock"] as const;

const HEARERS = "leave it out, and put the addresses under notify in the estate: they hear of every policy";

function blockUses({ hold, objectives, drill, alerts, compliance, encryption }: Policy): Use[] {
  return [
    ...(hold ? [use(hold, "hold", "")] : []),
    ...(objectives?.value.rto === undefined ? [] : [use(objectives, "objectives.rto", "rto")]),
    ...(drill ? [use(drill, "drill", "")] : []),
    ...(alerts ? [{ ...use(alerts, "alerts", ""), instead: HEARERS }] : []),
    ...(compliance ? [use(compliance, "compliance", "")] : []),
    ...(encryption ? [use(encryption, "encryption", "")] : []),
  ];
}

function use(block: Block<unknown>, feature: Feature, path: string): Use {
  return { feature, at: placeOf(block, path) };
}
