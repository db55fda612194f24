import { closest } from "../../core/closest.ts";
import { show } from "../../core/printable.ts";
import { whyNotRuntime } from "../../core/runtimes/lifecycle.ts";
import { RUNTIMES } from "../../core/runtimes/table.ts";
import type { IdMap } from "../../protectors/protector.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

interface Mistake {
  readonly message: string;
  readonly hint: string;
}

/**
 * What `--runtime OLD=NEW` says, each time it is said; `today` is a day in UTC.
 * @throws CommandError with every mistake
 */
export function readRuntimes(written: readonly string[], today: string): IdMap {
  const runtimes = new Map<string, string>();
  const mistakes: Mistake[] = [];
  for (const text of written) {
    const [from = "", to = "", ...more] = text.split("=");
    const found = more.length > 0 || from === "" || to === "" ? [notAPair(text)] : wrong(from, to, today);
    if (found.length === 0 && (runtimes.get(from) ?? to) !== to)
      found.push({
        message: `${from} is to become ${runtimes.get(from)} and ${to}`,
        hint: "keep one of them",
      });
    mistakes.push(...found);
    runtimes.set(from, to);
  }
  if (mistakes.length === 0) return Object.fromEntries(runtimes);
  throw new CommandError(
    mistakes.map(({ message }) => `--runtime: ${message}`).join("\n"),
    EXIT.usage,
    [...new Set(mistakes.map(({ hint }) => hint))].join("; "),
  );
}

function notAPair(text: string): Mistake {
  return { message: `${show(text)} is not OLD=NEW`, hint: "write --runtime nodejs14.x=nodejs24.x" };
}

function wrong(from: string, to: string, today: string): Mistake[] {
  const unknown = [from, to].filter((runtime) => !Object.hasOwn(RUNTIMES, runtime));
  if (unknown.length > 0)
    return unknown.map((runtime) => {
      const known = Object.keys(RUNTIMES);
      const near = known.find((one) => one === `${runtime}.x`) ?? closest(runtime, known);
      return {
        message: `${show(runtime)} is not a runtime of Lambda`,
        hint: near === undefined ? "write one as AWS does: python3.14" : `did you mean ${near}?`,
      };
    });
  const why = whyNotRuntime(from, to, today);
  return why === undefined ? [] : [why];
}
