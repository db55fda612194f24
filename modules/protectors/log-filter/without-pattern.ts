import type { JsonObject } from "../../contract/json.ts";
import { Redactor } from "../../core/redactor.ts";

/** What people look for in their logs may be a name or a token, and AWS repeats what it refuses: no error shows it. */
export async function withoutPattern<T>(
  { filterPattern, fieldSelectionCriteria }: JsonObject,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const redactor = new Redactor();
    redactor.learn(
      [filterPattern, fieldSelectionCriteria].flatMap((one) => (one === undefined ? [] : String(one))),
    );
    redactor.clean(error);
    throw error;
  }
}
