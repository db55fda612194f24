import { failureText } from "../../modules/core/error-text.ts";

/**
 * The state machine shows what a runner throws, to people and to the topic: one line that names the call and the
 * resource, without a trace and without addresses.
 */
export function told<Event, Answer>(
  run: (event: Event) => Promise<Answer>,
): (event: Event) => Promise<Answer> {
  return async (event) => {
    try {
      return await run(event);
    } catch (error) {
      throw new Error(failureText(error));
    }
  };
}
