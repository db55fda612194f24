import { HOME } from "./clients.ts";
import { rawCall } from "./raw-call.ts";

/** The lines of a log group. */
export async function logLines(endpoint: string, logGroupName: string, region = HOME): Promise<string[]> {
  const { body } = await rawCall(endpoint, "logs", "Logs_20140328.FilterLogEvents", { logGroupName }, region);
  const { events = [] } = body as { events?: readonly { message: string }[] };
  return events.map(({ message }) => message);
}
