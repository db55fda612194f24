import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import { ask } from "../../ask.ts";
import type { DemoClients } from "../clients.ts";
import type { Answers } from "../events.ts";
import { poll } from "../poll.ts";
import { replies } from "../traffic.ts";
import { apiId } from "./apis.ts";
import { APIS, apiHost, PARTNERS_STAGE, REPLIES, STAGE } from "./names.ts";
import { sendRefund } from "./pipe.ts";
import { PARTNER_KEY, restApiId } from "./rest-api.ts";
import { ORDERS, putClick, putOrder } from "./streams.ts";

const PATIENCE_MS = 30_000;
/** Longer than any of these events is under way. */
const QUIET_MS = 3_000;
const [ORDER = ""] = Object.keys(ORDERS);

/** An event through each trigger and a request to each API; what was answered, by what was sent. */
export async function sendToShop(clients: DemoClients, tag: string): Promise<Answers> {
  return {
    "REST API request": await orderBy(clients, ...byRest(await restApiId(clients))),
    "HTTP API request": await orderBy(clients, await apiId(clients, APIS.http)),
    "WebSocket message": await chat(clients, "hello"),
    "DynamoDB change": await through(clients, `order-${tag}`, () => putOrder(clients, `order-${tag}`, 1999)),
    "Kinesis record": await through(clients, `click-${tag}`, () => putClick(clients, `click-${tag}`)),
    "pipe message": await through(clients, `refund-${tag}`, () => sendRefund(clients, `refund-${tag}`)),
  };
}

/** The same while nothing is armed; what was answered all the same, a line each. */
export async function sendToShopEarly(clients: DemoClients): Promise<readonly string[]> {
  await putOrder(clients, "order-early", 1999);
  await putClick(clients, "click-early");
  await sendRefund(clients, "refund-early");
  const http = await orderBy(clients, await apiId(clients, APIS.http));
  const rest = await orderBy(clients, ...byRest(await restApiId(clients)));
  const said = await chat(clients, "early");
  await sleep(QUIET_MS);
  const answered = (await replies(clients, REPLIES)).map(({ id }) => `${id} was answered before arm`);
  return [
    ...answered,
    ...(http.status < 400 ? [`a request to the HTTP API was answered before arm: ${http.status}`] : []),
    ...(rest.status < 400 ? [`a request to the REST API was answered before arm: ${rest.status}`] : []),
    ...("refused" in said ? [] : ["a WebSocket message was answered before arm"]),
  ];
}

/** Where a partner asks, with the key that lets him in. */
function byRest(api: string | undefined): [string | undefined, string, Readonly<Record<string, string>>] {
  return [api, `/${PARTNERS_STAGE}`, { "x-api-key": PARTNER_KEY }];
}

async function orderBy(
  { endpoint }: DemoClients,
  api = "none",
  stage = "",
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const { status, body } = await ask(endpoint, apiHost(api), `${stage}/orders/${ORDER}`, { headers });
  return { status, body };
}

/** What the answer to one message is, or the status by which nobody was let in. */
async function chat(
  clients: DemoClients,
  text: string,
): Promise<{ readonly said: unknown } | { readonly refused: number }> {
  const host = apiHost((await apiId(clients, APIS.sockets)) ?? "none");
  const socket = new WebSocket(`${clients.endpoint.replace("http:", "ws:")}/${STAGE}`, { headers: { host } });
  try {
    return await new Promise((resolve, reject) => {
      socket.once("open", () => socket.send(text));
      socket.once("message", (data) => resolve({ said: JSON.parse(String(data)) }));
      socket.once("unexpected-response", (_request, { statusCode = 0 }) => resolve({ refused: statusCode }));
      socket.on("error", reject);
      setTimeout(reject, PATIENCE_MS, new Error(`the answer to ${text} did not come`)).unref();
    });
  } finally {
    socket.terminate();
  }
}

/** Sends one event, and waits until the function that gets it has said so. */
async function through(clients: DemoClients, id: string, send: () => Promise<void>): Promise<unknown> {
  await send();
  const answer = await poll(`the reply to ${id} did not come`, PATIENCE_MS, async () =>
    (await replies(clients, REPLIES)).find((one) => one.id === id),
  );
  return { ...answer, id: "<tag>" };
}
