import { RUNTIMES, type RuntimeDates } from "./table.ts";

/** AWS tells the owners of functions so long before: then `coverage` and captures tell them too. */
const NOTICE_DAYS = 180;

/** The day since which AWS refuses to create functions of a runtime, or to update them; `undefined` while it does not. */
export function refusedSince(
  runtime: string | undefined,
  what: "create" | "update",
  today: string,
): string | undefined {
  const dates = datesOf(runtime);
  const day = what === "create" ? dates?.noCreate : dates?.noUpdate;
  return day !== undefined && day <= today ? day : undefined;
}

/** Since when AWS refuses a runtime, as far as the table knows and nobody says otherwise. */
export type Refused = (runtime: string | undefined, what: "create" | "update") => string | undefined;

export function refusedOn(today: string, trusted: ReadonlySet<string> = new Set()): Refused {
  return (runtime, what) => (trusted.has(runtime ?? "") ? undefined : refusedSince(runtime, what, today));
}

/** What AWS still creates, of the same language where there is one; else the word for a runtime to be chosen. */
export function successorOf(runtime: string, today: string): string {
  const to = datesOf(runtime)?.successor;
  return to !== undefined && refusedSince(to, "create", today) === undefined ? to : "NEW";
}

/**
 * What a person must know of a runtime that AWS does not create any more, or not much longer: when, and what to do.
 * `undefined` when there is nothing to say. `what` has it: `version 7 of orders-api`.
 */
export function runtimeNotice(what: string, runtime: string, today: string): string | undefined {
  const dates = datesOf(runtime);
  if (dates === undefined || dates.noCreate > daysAfter(today, NOTICE_DAYS)) return undefined;
  const { noCreate, noUpdate } = dates;
  const functions = `functions of runtime ${runtime}`;
  const creates =
    noCreate <= today
      ? `stopped creating ${functions} on ${noCreate}`
      : `creates ${functions} until ${noCreate}`;
  const updates =
    noUpdate <= today ? `stopped updating them on ${noUpdate}` : `updates them until ${noUpdate}`;
  const to = successorOf(runtime, today);
  return (
    `${what}: AWS ${creates} and ${updates}; ` +
    `deploy with ${to === "NEW" ? "a newer runtime" : to}: from then on a restore takes --runtime ${runtime}=${to}`
  );
}

/** The way out that AWS's own refusal asks for, where the dates here did not foresee it; `undefined` for any other text. */
export function refusedRuntimeHint(said: string): string | undefined {
  const runtime = /runtime parameter of ([a-z][a-z\d.]{1,30}) is no longer supported/i.exec(said)?.[1];
  if (runtime === undefined) return undefined;
  return `run it again with --runtime ${runtime}=${datesOf(runtime)?.successor ?? "NEW"}: it continues where it stopped`;
}

/** Why a runtime cannot take the place of another, and what to write instead; `undefined` when it can. */
export function whyNotRuntime(
  from: string,
  to: string,
  today: string,
): { readonly message: string; readonly hint: string } | undefined {
  const since = refusedSince(to, "create", today);
  const hint = `write --runtime ${from}=${successorOf(from, today)}`;
  // AWS moves its dates: a person who has read the new ones may say so.
  if (from === to) return undefined;
  if (languageOf(from) !== languageOf(to))
    return { message: `${to} is not of the language of ${from}`, hint };
  if (since !== undefined)
    return { message: `AWS stopped creating functions of runtime ${to} on ${since}`, hint };
  return undefined;
}

/** `nodejs` of `nodejs22.x`. A Go program runs as an OS-only one. */
function languageOf(runtime: string): string {
  const language = /^[a-z]+/.exec(runtime)?.[0] ?? runtime;
  return { go: "provided", dotnetcore: "dotnet" }[language] ?? language;
}

function datesOf(runtime: string | undefined): RuntimeDates | undefined {
  return runtime !== undefined && Object.hasOwn(RUNTIMES, runtime)
    ? (RUNTIMES[runtime] ?? undefined)
    : undefined;
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
