import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { DemoClients } from "./clients.ts";
import { poll } from "./poll.ts";
import { FUNCTIONS } from "./regions.ts";
import { passDay, publishPaid, putRefund, putUpload, replies, sendOrder, thumbnail } from "./traffic.ts";

const PATIENCE_MS = 20_000;
/** Longer than any of these events is under way. */
const QUIET_MS = 3_000;

/** The answer to one event through each trigger, and of each version; by what was sent. */
export type Answers = Readonly<Record<string, unknown>>;

/** Sends the same events each time; `tag` keeps the runs apart. */
export async function sendEvents(
  clients: DemoClients,
  tag: string,
  versions: readonly string[],
): Promise<Answers> {
  const builds: unknown[] = [];
  for (const version of versions) builds.push(await invoke(clients, FUNCTIONS.thumbnails, {}, version));
  return {
    "S3 upload": await upload(clients, tag),
    "SQS order": await order(clients, tag),
    "URL request": await invoke(clients, FUNCTIONS.quote, {
      queryStringParameters: { cents: "1999", country: "DE" },
    }),
    "versions, each invoked": builds,
    "edge request": await invoke(clients, FUNCTIONS.nearest, { player: "ada" }),
    "SNS message": await paid(clients, tag),
    "EventBridge event": await refunded(clients, tag),
    schedule: await closed(clients),
  };
}

async function upload(clients: DemoClients, tag: string): Promise<unknown> {
  await putUpload(clients, tag);
  const answer = await poll("the thumbnail did not come", PATIENCE_MS, () => thumbnail(clients, tag));
  return JSON.parse(answer.replaceAll(tag, "<tag>"));
}

async function order(clients: DemoClients, tag: string): Promise<unknown> {
  await sendOrder(clients, tag);
  return reply(clients, tag);
}

async function paid(clients: DemoClients, tag: string): Promise<unknown> {
  await publishPaid(clients, `paid-${tag}`);
  return reply(clients, `paid-${tag}`);
}

async function refunded(clients: DemoClients, tag: string): Promise<unknown> {
  await putRefund(clients, `refunded-${tag}`);
  return reply(clients, `refunded-${tag}`);
}

async function closed(clients: DemoClients): Promise<unknown> {
  await passDay(clients);
  return reply(clients, "today");
}

/** What the functions say of one event on the queue for replies. */
async function reply(clients: DemoClients, id: string): Promise<unknown> {
  const answer = await poll(`the reply to ${id} did not come`, PATIENCE_MS, async () =>
    (await replies(clients)).find((one) => one.id === id),
  );
  return { ...answer, id: "<tag>" };
}

async function invoke(
  { lambda }: DemoClients,
  name: string,
  event: unknown,
  version?: string,
): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({
      FunctionName: name,
      Payload: JSON.stringify(event),
      ...(version !== undefined && { Qualifier: version }),
    }),
  );
  const answer = JSON.parse(new TextDecoder().decode(Payload));
  if (FunctionError !== undefined) throw new Error(`${name} failed: ${JSON.stringify(answer)}`);
  return answer;
}

/** Sends an event at each trigger that is not armed; what answers all the same, by its name. */
export async function sendEarly(clients: DemoClients): Promise<readonly string[]> {
  await putUpload(clients, "early");
  await sendOrder(clients, "early");
  await publishPaid(clients, "paid-early");
  await putRefund(clients, "refunded-early");
  await passDay(clients);
  await sleep(QUIET_MS);
  const answered = (await replies(clients)).map(({ id }) => `${id} was answered before arm`);
  const drawn = (await thumbnail(clients, "early")) !== undefined;
  return [...answered, ...(drawn ? ["a thumbnail was drawn before arm"] : [])];
}
