import type { WrittenName } from "./spec.ts";

type Part = WrittenName["parts"][0];

/** Whether a thing of the kind can have this id, or one that the glob stands for. */
export function canName(glob: string, { parts: [first, second] }: Pick<WrittenName, "parts">): boolean {
  if (second === undefined) return fits(glob, first);
  // The slash may be one that a wildcard stands for.
  return [...glob].some((letter, at) => {
    const [before, after] = [glob.slice(0, at), glob.slice(at + 1)];
    if (letter === "*") return fits(`${before}*`, first) && fits(`*${after}`, second);
    return (letter === "/" || letter === "?") && fits(before, first) && fits(after, second);
  });
}

function fits(glob: string, { letters, least = 1, most, whole }: Part): boolean {
  const written = [...glob].filter((letter) => letter !== "*");
  return (
    written.every((letter) => letter === "?" || letters.test(letter)) &&
    written.length <= most &&
    (written.length >= least || glob.includes("*")) &&
    (/[*?]/.test(glob) || whole === undefined || whole.test(glob))
  );
}
