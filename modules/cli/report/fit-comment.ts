/** Characters that GitHub accepts in a comment: beyond it answers "body is too long (maximum is 65536 characters)". */
export const MOST_CHARACTERS = 65_536;

/** Lines of Markdown, and the rows of a table among them, which may be cut at their end. */
export interface Block {
  readonly before: readonly string[];
  readonly rows?: readonly string[];
  readonly after?: readonly string[];
  /** What the rows tell of: `units`. */
  readonly of?: string;
}

/**
 * The blocks as one text, an empty line between them, as far as they fit. A last line counts the rows that do not; a
 * block of which no row fits is left out whole. `most` has to leave room for the first block and the last line.
 */
export function fitComment(blocks: readonly Block[], most: number = MOST_CHARACTERS): string {
  const whole = blocks.map(textOf).join("\n");
  if (whole.length <= most) return whole;
  // The last line is longest when everything is left out.
  let room = most - leftOut(blocks, most).length;
  const kept: string[] = [];
  const cut: Block[] = [];
  for (const block of blocks) {
    const { rows = [] } = block;
    const free = room - textOf({ ...block, rows: [] }).length - 1;
    const fit = fitting(rows, free);
    if (fit.length < rows.length) cut.push({ ...block, rows: rows.slice(fit.length) });
    if (free < 0 || (fit.length === 0 && rows.length > 0)) continue;
    const text = textOf({ ...block, rows: fit });
    room -= text.length + 1;
    kept.push(text);
  }
  return [...kept, leftOut(cut, most)].join("\n");
}

function textOf({ before, rows = [], after = [] }: Block): string {
  return [...before, ...rows, ...after].map((line) => `${line}\n`).join("");
}

function fitting(rows: readonly string[], room: number): readonly string[] {
  let used = 0;
  const first = rows.findIndex((row) => {
    used += row.length + 1;
    return used > room;
  });
  return first < 0 ? rows : rows.slice(0, first);
}

function leftOut(blocks: readonly Block[], most: number): string {
  const many = new Map<string, number>();
  for (const { rows = [], of: what = "rows" } of blocks)
    if (rows.length > 0) many.set(what, (many.get(what) ?? 0) + rows.length);
  const said = [...many].map(([what, rows]) => `${rows} ${what}`).join(", ");
  return `**Left out**, since a comment has at most ${most} characters: ${said}. \`npx zonekeep plan\` shows them.\n`;
}
