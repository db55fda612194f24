import { RUNTIMES } from "../modules/core/runtimes/table.ts";

/** Since when AWS creates no function of a runtime, and updates none: what the extension reads. */
export function runtimeDays(): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(RUNTIMES).flatMap(([runtime, dates]) =>
        dates === null ? [] : [[runtime, [dates.noCreate, dates.noUpdate]]],
      ),
    ),
  );
}
