import { failureText } from "../../modules/core/error-text.ts";
import { printable } from "../../modules/core/printable.ts";

/** What a line may say: names, counts, keys and sentences made for people; never a value of the customer's. */
type LogFields = Readonly<Record<string, string | number | undefined>>;
export type Log = (message: string, fields?: LogFields) => void;

/** One JSON object a line, so that no text can forge a second line. */
export function jsonLog(write: (line: string) => void): Log {
  return (message, fields = {}) => {
    const clean = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" ? printable(value) : value,
    ]);
    write(JSON.stringify({ message: printable(message), ...Object.fromEntries(clean) }));
  };
}

/**
 * The state machine shows what a runner throws, to people and to the topic: one line that names the call and the
 * resource, without a trace and without addresses.
 */
export function told<Told extends readonly unknown[], Answer>(
  run: (...told: Told) => Promise<Answer>,
): (...told: Told) => Promise<Answer> {
  return async (...told) => {
    try {
      return await run(...told);
    } catch (error) {
      throw new Error(failureText(error));
    }
  };
}
