import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answerError } from "./answer.ts";
import { peek } from "./body-prefix.ts";
import { makeBuckets, redirect } from "./buckets.ts";
import type { Call } from "./call.ts";
import { CONTROL_PATH, control } from "./control.ts";
import { makeCuts, refusal } from "./cut.ts";
import { makeFaults } from "./faults.ts";
import { forward } from "./forward.ts";
import { identify, type RequestHead, saysItInTheBody } from "./identify.ts";
import { type Ending, makeRecorder } from "./record.ts";
import { type Models, NO_MODELS } from "./service-model.ts";
import { Sockets } from "./sockets.ts";

export interface GatewayOptions {
  /** Base address of the embedded AWS; asked for each call. */
  readonly upstream: () => string;
  /** Default: any free port. */
  readonly port?: number;
  /** Names operations and what they are about. Default: REST calls go by method and path. */
  readonly models?: Models;
}

export interface Gateway {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Breaks what is under way. */
  readonly close: () => Promise<void>;
}

/** Bodies up to this many bytes are looked at for the call's name and resource. */
const LOOKED_AT = 1024 * 1024;

/** Starts the gateway: it names, records and, where told to, breaks every call on its way. Rejects with EADDRINUSE. */
export async function startGateway({
  upstream,
  port = 0,
  models = NO_MODELS,
}: GatewayOptions): Promise<Gateway> {
  const recorder = makeRecorder();
  const faults = makeFaults();
  const buckets = makeBuckets();
  const cuts = makeCuts(buckets.homeOf);
  const sockets = new Sockets({ upstream, isLost: (region) => cuts.regions().includes(region) });
  const underWay = new Map<ServerResponse, Call>();

  const breakLost = (): void => {
    for (const [response, call] of underWay) if (cuts.judge(call) === "lost") response.destroy();
  };

  const server = createServer((request, response) => {
    if (sockets.answers(request, response)) return;
    const handled = request.url?.startsWith(CONTROL_PATH)
      ? control({ recorder, cuts, faults, onCut: breakLost }, request, response)
      : pass(request, response);
    handled.catch(() => response.destroy()); // only a caller that went away throws here
  });
  server.requestTimeout = 0; // a state machine's task may take minutes
  server.keepAliveTimeout = 60_000; // longer than an SDK keeps an idle connection, so that it never meets a closed one

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const head: RequestHead = {
      method: request.method ?? "GET",
      url: new URL(`http://gateway${request.url}`),
      headers: request.headers,
    };
    const { whole, body } = await peek(
      request,
      saysItInTheBody(head) || head.method === "PUT" ? LOOKED_AT : 0,
    );
    const text = whole?.toString("utf8");
    const call = identify(head, text, models);
    if (call.service === undefined && head.url.pathname.startsWith("/moto-api/")) {
      await forward({ call, request, body, response, upstream: upstream() });
      return;
    }
    const ended = recorder.begin(call);
    underWay.set(response, call);
    response.once("close", () => underWay.delete(response));
    const ending = await settle(call, { request, body, response });
    if (call.action === "CreateBucket" && ending.status === 200) buckets.made(call, text);
    ended(cuts.judge(call) === "lost" && ending.by === "aws" ? { ...ending, by: "cut" } : ending);
  }

  async function settle(
    call: Call,
    exchange: Pick<Parameters<typeof forward>[0], "request" | "body" | "response">,
  ): Promise<Ending> {
    const { response } = exchange;
    const verdict = cuts.judge(call);
    if (verdict === "lost") {
      response.destroy();
      return { status: 0, by: "cut" };
    }
    if (verdict === "refused") {
      answerError(response, call, refusal(call));
      return { status: 503, by: "cut" };
    }
    const fault = faults.take(call);
    if (fault?.kind === "drop-before") {
      response.destroy();
      return { status: 0, by: "fault" };
    }
    if (fault?.kind === "error") {
      const { status, code, message = "injected by the sandbox", retryAfterSeconds } = fault;
      const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
      answerError(response, call, { status, code, message, headers });
      return { status, by: "fault" };
    }
    const home = buckets.homeOf(call);
    if (home !== undefined && home !== call.region && call.action !== "CreateBucket") {
      answerError(response, call, redirect(call, home));
      return { status: 301, by: "aws" };
    }
    if (fault?.kind === "delay" && !(await waited(fault.ms, response))) return { status: 0, by: "fault" };
    return await forward({ call, ...exchange, upstream: upstream(), ...(fault !== undefined && { fault }) });
  }

  sockets.listenOn(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    port: bound,
    endpoint: `http://127.0.0.1:${bound}`,
    close: async () => {
      server.close();
      sockets.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** False, at once, when the caller goes away meanwhile: then nothing is carried out. */
async function waited(ms: number, response: ServerResponse): Promise<boolean> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once("close", leave);
  try {
    await sleep(ms, undefined, { signal: gone.signal });
    return true;
  } catch {
    return false;
  } finally {
    response.off("close", leave);
  }
}
