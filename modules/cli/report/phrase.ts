/**
 * Words of zonekeep's own; data that a person wrote or a provider named, which reports show as code; and words that
 * have to stand out. Each format renders them in its own way.
 */
export type Phrase = readonly (string | { readonly data: string } | { readonly strong: string })[];

/** A phrase from a template: text that is filled in is data; numbers and phrases are words. */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Phrase)[]): Phrase {
  return words.flatMap((word, index): Phrase => {
    const value = values[index];
    if (value === undefined) return [word];
    if (typeof value === "string") return [word, { data: value }];
    return typeof value === "number" ? [word, String(value)] : [word, ...value];
  });
}

/** Data with commas between; more than `max` is only counted, as is what lies `beyond` the list. */
export function listOf(texts: readonly string[], max: number, none: string, beyond = 0): Phrase {
  if (texts.length === 0) return [none];
  const shown = joined(texts.slice(0, max).map((text) => [{ data: text }]));
  const more = Math.max(0, texts.length - max) + beyond;
  return more === 0 ? shown : [...shown, ` and ${more} more`];
}

/** Phrases with something between. */
export function joined(phrases: readonly Phrase[], between = ", "): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [between, ...phrase]));
}
