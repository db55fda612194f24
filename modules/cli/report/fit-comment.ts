/** Characters that GitHub accepts in a comment: beyond it answers "body is too long (maximum is 65536 characters)". */
export const MAX_CHARACTERS = 65_536;

/** Lines of Markdown, and the rows of a table among them, which may be cut at their end. */
export interface CommentBlock {
  readonly before: readonly string[];
  /** Each makes a line when it is asked for: of a large plan most never are. */
  readonly rows?: readonly (() => string)[];
  readonly after?: readonly string[];
  /** What the rows tell of: `units`. */
  readonly of?: string;
}

/**
 * The blocks as one text, an empty line between them, as far as they fit. A last line counts the rows that do not; a
 * block of which no row fits is left out whole. `max` has to leave room for the first block and the last line.
 */
export function fitComment(blocks: readonly CommentBlock[], max: number = MAX_CHARACTERS): string {
  const whole = filled(blocks, max);
  if (whole.left.size === 0) return whole.text;
  // The last line is longest when everything is left out.
  const all = filled(blocks, 0).left;
  const { text, left } = filled(blocks, max - leftOut(all, max).length - 1);
  return `${text}\n${leftOut(left, max)}`;
}

interface Filled {
  readonly text: string;
  /** How many rows are left out, by what they tell of. */
  readonly left: ReadonlyMap<string, number>;
}

function filled(blocks: readonly CommentBlock[], max: number): Filled {
  const left = new Map<string, number>();
  let text = "";
  for (const { before, rows = [], after = [], of = "rows" } of blocks) {
    const between = text === "" ? "" : "\n";
    const frame = between.length + lines(before).length + lines(after).length;
    const kept = fitting(rows, max - text.length - frame);
    if (kept.length < rows.length) left.set(of, (left.get(of) ?? 0) + rows.length - kept.length);
    const none = rows.length > 0 ? kept.length === 0 : text.length + frame > max;
    if (!none) text += between + lines(before) + kept.join("") + lines(after);
  }
  return { text, left };
}

function fitting(rows: readonly (() => string)[], room: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const row of rows) {
    const line = `${row()}\n`;
    used += line.length;
    if (used > room) break;
    kept.push(line);
  }
  return kept;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

function leftOut(left: ReadonlyMap<string, number>, max: number): string {
  const said = [...left].map(([what, rows]) => `${rows} ${what}`).join(", ");
  return `**Left out**, since a comment has at most ${max} characters: ${said}. \`npx zonekeep plan\` shows them.\n`;
}
