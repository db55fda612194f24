import type { ThingId } from "../../contract/kinds.ts";
import { shellWord } from "../../core/shell-word.ts";
import { thingName } from "../../core/thing-name.ts";

/** Options of `restore` as commander gives them: a name, and what was written for it. */
type Written = Readonly<Record<string, unknown>>;

/** The command line that asks for a restore, to be pasted into a shell. */
export function restoreCommand(things: readonly ThingId[], options: object): string {
  const names = things.map((thing) => (thing.kind === "lambda" ? thing.id : thingName(thing)));
  const flags = Object.entries(options as Written).flatMap(([name, value]) => {
    if (name === "policies" && value === "policies") return [];
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return [flag];
    return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) =>
      typeof one === "string" ? [flag, one] : Array.isArray(one) ? [flag, one.join("=")] : [],
    );
  });
  return shellLine("npx zonekeep restore", [...names, ...flags]);
}

/** A command and its arguments, as a shell takes them. */
export function shellLine(command: string, args: readonly string[]): string {
  return [command, ...args.map(shellWord)].join(" ");
}
