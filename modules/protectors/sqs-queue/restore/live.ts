import { requireAnsweredFor } from "../../kit/answered-for.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { settingsOf } from "../attributes.ts";
import type { QueueDocument, QueueSettings } from "../document.ts";
import { readAttributes, readTags, readUrl } from "../read.ts";
import type { QueueRestorePorts } from "./ports.ts";

/** What is at the destination now, as far as a restore has to know it. */
export interface LiveQueue {
  readonly url: string;
  readonly settings: QueueSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** `undefined` when no queue has this name. Any other answer than a full one throws. */
export async function readLive(
  ports: QueueRestorePorts,
  { name, arn }: QueueDocument,
): Promise<LiveQueue | undefined> {
  const url = await urlOf(ports, name);
  if (url === undefined) return undefined;
  const call = "sqs:GetQueueAttributes";
  const asked = { resource: `queue ${name}`, call };
  const given = await attempt(ports.sleep, asked, () => readAttributes(ports, name, url));
  requireAnsweredFor(given.QueueArn ?? "no queue", arn, asked);
  const what = { resource: `queue ${name}`, call: "sqs:ListQueueTags" };
  const tags = await attempt(ports.sleep, what, () => readTags(ports, name, url));
  return { url, settings: settingsOf(name, given), tags };
}

/** `undefined` when no queue has this name. */
export function urlOf(ports: QueueRestorePorts, name: string): Promise<string | undefined> {
  return attemptOrNone(ports.sleep, { resource: `queue ${name}`, call: "sqs:GetQueueUrl" }, () =>
    readUrl(ports, name),
  );
}
