import { printable } from "./printable.ts";

/** Characters: shorter ones would be found everywhere. */
const SHORTEST = 3;
/** A line of a value of several lines, which may be a bracket or a word. */
const SHORTEST_LINE = 6;
/** Lines of one value that are looked for each by itself: a chain of certificates has some hundred. */
const MOST_LINES = 300;
/** From here on the beginning of a value is enough: services cut what they repeat. */
const BEGINNING = 12;
/** Values kept in mind, and their characters together: a runner meets those of one function after the other. */
const MOST = 5_000;
const MOST_CHARACTERS = 250_000;
/** Of a longer one, as a definition of a machine may be, that much of its beginning: errors repeat no more. */
const LONGEST = 50_000;
/** By these a failure is told from absence and is repeated: AWS's own words, whatever values are like them. */
const WORDS_OF_AWS = ["name", "code", "Code", "$fault", "Type"];

const HIDDEN = "***";

/** What errors said before they were cleaned: never shown, and gone with them. */
const said = new WeakMap<Error, string>();

/** A message as AWS wrote it, to tell one failure from another and for nothing else: values may be like AWS's words. */
export function uncleaned(error: unknown): string {
  return error instanceof Error ? (said.get(error) ?? error.message) : "";
}

/**
 * Takes values that no text may show out of texts: as they are and in the forms in which services repeat them, whole, cut
 * off, or line by line.
 */
export class Redactor {
  /** Value to its forms, the last one learned last. They are made when an error is cleaned: most calls go well. */
  readonly #forms = new Map<string, readonly string[] | undefined>();
  #characters = 0;

  /** Text of fewer than three characters is left: it would be found everywhere. Of too many, the oldest are forgotten. */
  learn(values: Iterable<string>): void {
    for (const value of values) {
      if (value.length < SHORTEST) continue;
      const kept = value.slice(0, LONGEST);
      const forms = this.#forms.get(kept);
      if (this.#forms.delete(kept)) this.#characters -= kept.length;
      this.#forms.set(kept, forms);
      this.#characters += kept.length;
    }
    for (const oldest of this.#forms.keys()) {
      if (this.#forms.size <= MOST && this.#characters <= MOST_CHARACTERS) break;
      this.#forms.delete(oldest);
      this.#characters -= oldest.length;
    }
  }

  /** The text with `***` in place of each value. */
  redact(text: string): string {
    return hidden(text, this.#known());
  }

  /**
   * The same for all that an error says: its message, its trace, its fields of text, and those of what caused it.
   * `now`: what the failed call itself has sent, known whatever has been forgotten.
   */
  clean(error: unknown, now: Iterable<string> = []): void {
    if (!(error instanceof Error)) return;
    const forms = this.#known();
    for (const value of now) {
      const kept = value.slice(0, LONGEST);
      if (kept.length >= SHORTEST && !this.#forms.has(kept)) forms.push(...formsOf(kept));
    }
    if (forms.length > 0) cleanOf(error, forms, new Set());
  }

  #known(): string[] {
    return [...this.#forms].flatMap(([value, made]) => {
      const forms = made ?? formsOf(value);
      if (made === undefined) this.#forms.set(value, forms);
      return forms;
    });
  }
}

function cleanOf(error: unknown, forms: readonly string[], seen: Set<unknown>): void {
  if (!(error instanceof Error) || seen.has(error)) return;
  seen.add(error);
  const { stack } = error;
  if (!said.has(error)) said.set(error, error.message);
  error.message = hidden(error.message, forms);
  if (stack !== undefined) error.stack = hidden(stack, forms);
  const fields = error as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields))
    if (typeof value === "string" && !WORDS_OF_AWS.includes(name)) fields[name] = hidden(value, forms);
  const inner: unknown[] = error instanceof AggregateError ? [...error.errors, error.cause] : [error.cause];
  for (const each of inner) cleanOf(each, forms, seen);
}

function hidden(text: string, forms: readonly string[]): string {
  const found = forms.flatMap((form) => places(text, form));
  const whole = squeeze(text);
  if (whole.squeezed !== text) for (const form of forms) found.push(...placesOver(whole, form));
  return without(text, found);
}

/** As a service may write a value: in JSON, also within a text of JSON, in a URL, in XML, in base64, or with its controls escaped. */
function formsOf(value: string): string[] {
  const lines = value.split(/\r\n|[\r\n]/).map((line) => line.trim());
  const parts =
    lines.length === 1 ? lines : lines.filter((line) => line.length >= SHORTEST_LINE).slice(0, MOST_LINES);
  return [...new Set([value, ...parts].flatMap(writtenAs))].filter((form) => form.length >= SHORTEST);
}

function writtenAs(text: string): string[] {
  const inJson = json(text);
  const xml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    text,
    inJson,
    json(inJson),
    ascii(inJson),
    json(ascii(inJson)),
    ascii(inJson).replace(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`),
    // As Go and PHP have it.
    inJson.replace(/[<>&\u2028\u2029]/g, unitOf),
    inJson.replaceAll("/", "\\/"),
    ascii(inJson.replaceAll("/", "\\/")),
    printable(text),
    ...inUrls(text),
    xml,
    xml.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
    xml.replaceAll('"', "&quot;").replaceAll("'", "&apos;"),
    xml.replaceAll('"', "&#34;").replaceAll("'", "&#39;"),
    ...inBase64(Buffer.from(text)),
    Buffer.from(text).toString("hex"),
  ];
}

function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Other writers of JSON escape all that is not ASCII. */
function ascii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, unitOf);
}

function unitOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** As JavaScript, RFC 3986 and forms have it, each with small and capital digits. Half a character has no form in a URL. */
function inUrls(text: string): string[] {
  const loose = encodeURIComponent(Buffer.from(text).toString());
  const strict = loose.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ "": text }).toString().slice(1);
  const all = [loose, strict, strict.replaceAll("%20", "+"), form];
  return [...all, ...all.map((one) => one.replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase()))];
}

/** Alone, and within other bytes: then it begins at one of three places in a group, and its ends depend on its neighbours. */
function inBase64(bytes: Buffer): string[] {
  const alone = [
    bytes.toString("base64"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
  ];
  if (bytes.length < BEGINNING) return alone;
  const within = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return whole.slice(before === 0 ? 0 : 4, -2);
  });
  return [...alone, ...within];
}

/** Characters that tell a form. What names a thing of AWS or an address begins like many others. */
function enoughOf(form: string): number {
  if (form.startsWith("arn:")) return form.length;
  const enough = /^[a-z][a-z+]*:\/\//.test(form) ? 2 * BEGINNING : BEGINNING;
  return form.length > enough + 4 ? enough : form.length;
}

interface Found {
  readonly from: number;
  readonly to: number;
}

/** Each place where a form begins, as far as the text goes on like it. */
function places(text: string, form: string): Found[] {
  const key = form.slice(0, enoughOf(form));
  const found: Found[] = [];
  for (let from = text.indexOf(key); from >= 0; from = text.indexOf(key, from + 1)) {
    let length = key.length;
    while (length < form.length && text[from + length] === form[length]) length += 1;
    found.push({ from, to: from + length });
  }
  return found;
}

/** Breaks of lines, as they are and as JSON has them, with what lines are filled up with. */
const BREAK = /(?:[ \t]*(?:[\r\n]|\\+[rn]|\\+u000[ad]))+[ \t]*/g;

/** A text without its breaks of lines, and for each of its characters where it was. */
function squeeze(text: string): { readonly squeezed: string; readonly at: readonly number[] } {
  const at: number[] = [];
  let [squeezed, from] = ["", 0];
  const keep = (to: number): void => {
    squeezed += text.slice(from, to);
    for (let index = from; index < to; index++) at.push(index);
  };
  for (const { index, 0: gap } of text.matchAll(BREAK)) {
    keep(index);
    from = index + gap.length;
  }
  keep(text.length);
  return { squeezed, at };
}

/** The same where lines are broken anywhere, as base64 in mails and tables are: of long forms, for short ones break nowhere. */
function placesOver({ squeezed, at }: ReturnType<typeof squeeze>, form: string): Found[] {
  const bare = form.replace(BREAK, "");
  if (bare.length < BEGINNING) return [];
  return places(squeezed, bare).map(({ from, to }) => ({
    from: at[from] ?? 0,
    to: (at[to - 1] ?? 0) + 1,
  }));
}

/** The text without any of the places, which may overlap. */
function without(text: string, found: readonly Found[]): string {
  let [shown, end] = ["", 0];
  for (const { from, to } of [...found].sort((a, b) => a.from - b.from)) {
    if (from >= end) shown += text.slice(end, from) + HIDDEN;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}
