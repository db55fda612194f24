const LONGEST = 60;

/** Text that a terminal, a log or a report cannot be tricked by: controls, odd spaces and bidi marks escaped. */
export function printable(text: string): string {
  return text.replace(/\p{C}|(?! )\p{Z}/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** What was written, fit for a message: text in quotes, escaped, and cut when long. */
export function show(value: unknown): string {
  if (typeof value === "string") return `"${cut(printable(value))}"`;
  if (value === undefined) return "nothing";
  return cut(printable(JSON.stringify(value)));
}

/** Cuts to a length a line can carry, never inside a character. */
export function cut(text: string, longest = LONGEST): string {
  const chars = [...text.slice(0, 2 * longest + 2)];
  return chars.length <= longest ? text : `${chars.slice(0, longest).join("")}...`;
}
