import { InvalidArgumentError } from "commander";

/** An empty one is what an unset variable of a pipeline leaves, and would mean the whole folder. */
export function parsePath(path: string): string {
  if (path === "") throw new InvalidArgumentError("It is empty: is a variable unset?");
  return path;
}

export function parsePaths(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, parsePath(path)];
}

/** What Lambda takes as a name, which is also safe in the name of a file. */
export function parseFunctionName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return name;
  throw new InvalidArgumentError("A function's name has 1 to 64 letters, digits, - and _.");
}

/** How many of something to show. */
export function parseCount(text: string): number {
  if (/^[1-9][0-9]{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number from 1 to 999.");
}
