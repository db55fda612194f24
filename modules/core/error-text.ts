import { printable } from "./printable.ts";

const MOST_CHARACTERS = 1000;

/**
 * An error as one line that may be logged, stored and mailed: its name and message, without web addresses (a
 * presigned one is a bearer secret), with control characters escaped, at most 1000 characters.
 */
export function errorText(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  // Our own errors keep the plain name, their messages say it all; of an SDK's error the name is the better half.
  const text = name === "Error" ? message : `${name}: ${message}`;
  const line = printable(text.replaceAll(/\bhttps?:\/\/[^\s"'<>]+/gi, "(address)"));
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}...` : line;
}
