import { printable } from "../core/printable.ts";
import { type Io, isInteractive } from "./io.ts";
import { type Line, render } from "./text.ts";

/** Where a command says things: the result on stdout, everything else on stderr. */
export interface Output {
  /** The answer: as JSON when asked for, otherwise as lines for a person. */
  result(value: unknown, lines: () => Iterable<Line>): void;
  /** A line that stays, beside the result. */
  note(line: Line): void;
  /** What is going on now; replaced by the next one, and seen on a terminal only. */
  status(text: string): void;
}

/** Back to the first column, and nothing left of what was there. */
export const CLEAR_LINE = "\r\u001b[K";

export function createOutput(io: Io, { json }: { readonly json: boolean }): Output {
  const moving = isInteractive(io, "stderr");
  let shown = false;
  const clear = (): void => {
    if (shown) io.stderr(CLEAR_LINE);
    shown = false;
  };
  return {
    result(value, lines) {
      clear();
      if (json) return io.stdout(toJson(value));
      const colour = isInteractive(io, "stdout");
      for (const line of lines()) io.stdout(`${render(line, colour).trimEnd()}\n`);
    },
    note(line) {
      clear();
      io.stderr(`${render(line, moving).trimEnd()}\n`);
    },
    status(text) {
      if (!moving) return;
      io.stderr(`${CLEAR_LINE}${printable(text)}`);
      shown = text !== "";
    },
  };
}

/** JSON for a terminal or a log too: what JSON leaves raw and they obey is escaped, which changes no value. */
export function toJson(value: unknown): string {
  const lines = JSON.stringify(value, undefined, 2).split("\n");
  return `${lines.map((line) => line.replace(UNSAFE, codeUnits)).join("\n")}\n`;
}

/** Controls, marks that reorder or hide text, and what starts a command in a pipeline's log. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|#(?=#\w*\[)/gu;

function codeUnits(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
