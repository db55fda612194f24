import { printable } from "./printable.ts";

const MOST_CHARACTERS = 1000;

/**
 * An error as one line that may be logged, stored and mailed: its name and message, without web addresses (a
 * presigned one is a bearer secret), with control characters escaped, at most 1000 characters.
 */
export function errorText(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const text = name === "Error" || name === "CallError" ? message : `${name}: ${message}`;
  const line = printable(text.replaceAll(/\bhttps?:\/\/[^\s"'<>]+/gi, "(address)"));
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}...` : line;
}
