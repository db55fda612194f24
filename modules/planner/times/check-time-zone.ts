import { closest } from "../../core/closest.ts";
import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { Policy } from "../../policy/policy.ts";
import { placeOf } from "../place-of.ts";
import names from "./time-zones.json" with { type: "json" };

/**
 * Every name of the IANA database, old ones such as Asia/Calcutta too: they mean what they always meant. It is a file
 * of this repository, because what Intl knows differs from one Node to the next, and takes any case.
 */
const ZONES: ReadonlySet<string> = new Set(names);

/** A time zone that does not exist, as the provider would read it: to the letter. */
export function checkTimeZone({ schedule }: Policy): Diagnostic[] {
  const { timeZone } = schedule.value;
  if (ZONES.has(timeZone)) return [];
  return [
    error(
      "SCHEDULE",
      placeOf(schedule, "time-zone"),
      `time zone ${show(timeZone)} does not exist`,
      suggest(timeZone),
    ),
  ];
}

/** The zones of a fixed offset have reversed signs: Etc/GMT-1 is an hour ahead of Greenwich. */
function fixedOffset(written: string): string | undefined {
  const [, sign, hours = "", minutes = "0"] =
    /^(?:GMT|UTC)([+-])([0-9]{1,2})(?::?([0-9]{2}))?$/i.exec(written) ?? [];
  if (sign === undefined || Number(minutes) !== 0) return undefined;
  const name = `Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`;
  if (!ZONES.has(name)) return undefined;
  return `write the name of a place, which follows daylight saving time: Europe/Berlin, or ${name}: signs of Etc zones are reversed`;
}

function suggest(written: string): string {
  const fixed = fixedOffset(written);
  if (fixed !== undefined) return fixed;
  const place = written.toLowerCase().replaceAll(" ", "_");
  const meant =
    names.find((name) => name.toLowerCase() === place) ??
    names.find((name) => name.toLowerCase().endsWith(`/${place}`));
  if (meant !== undefined) return `did you mean ${meant}?`;
  // An offset and an abbreviation are near to names that mean something else.
  if (/[0-9]/.test(written) || /^[A-Z]{2,5}$/.test(written))
    return "write the name of a place, which follows daylight saving time: Europe/Berlin";
  const near = closest(written, names);
  return near === undefined ? "write an IANA name: Europe/Berlin, or UTC" : `did you mean ${near}?`;
}
