import { printable } from "../../core/printable.ts";
import { type Io, isInteractive } from "./io.ts";
import { type Line, render } from "./text.ts";

/** Where a command says things: the result on stdout, everything else on stderr. */
export interface Output {
  /** The answer: as JSON when asked for, otherwise as lines for a person. */
  result(value: unknown, lines: () => Iterable<Line>): void;
  /** The same with JSON that comes in pieces, each written when those before it are taken. */
  resultInPieces(pieces: () => Iterable<string>, lines: () => Iterable<Line>): Promise<void>;
  /** A line that stays, beside the result. */
  note(line: Line): void;
  /** What is going on now; replaced by the next one, and seen on a terminal only. */
  status(text: string): void;
  /** Does something, and says how to go on should somebody end the command meanwhile. */
  untilInterrupted<T>(
    lines: () => readonly Line[],
    work: () => Promise<T>,
    /** Before it ends by that. */
    cleanUp?: () => Promise<void>,
  ): Promise<T>;
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
  const tell = (lines: Iterable<Line>): void => {
    const colour = isInteractive(io, "stdout");
    for (const line of lines) io.stdout(`${render(line, colour).trimEnd()}\n`);
  };
  return {
    result(value, lines) {
      clear();
      if (json) io.stdout(jsonText(value));
      else tell(lines());
    },
    async resultInPieces(pieces, lines) {
      clear();
      if (!json) return tell(lines());
      for (const text of inBatches(pieces())) {
        io.stdout(harmless(text));
        await io.drained?.();
      }
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
    async untilInterrupted(lines, work, cleanUp) {
      const words = (): string[] => [
        ...(shown ? [""] : []),
        ...lines().map((line) => render(line, moving).trimEnd()),
      ];
      const settled = io.whenInterrupted?.(words, cleanUp);
      try {
        return await work();
      } finally {
        settled?.();
      }
    },
  };
}

/** JSON for a terminal or a log too: what JSON leaves raw and they obey is escaped, which changes no value. */
export function jsonText(value: unknown): string {
  return `${harmless(JSON.stringify(value, undefined, 2))}\n`;
}

/** Characters; a write for every few would cost more than making the text. */
const BATCH = 64 * 1024;

function* inBatches(pieces: Iterable<string>): Generator<string> {
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}

/** Controls, marks that reorder or hide text, and what starts a command in a pipeline's log. Breaks between lines stay: in a text JSON has escaped them. */
const UNSAFE = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]|#(?=#\w*\[)/gu;

function harmless(json: string): string {
  return json.replace(UNSAFE, codeUnits);
}

function codeUnits(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
