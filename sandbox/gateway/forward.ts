import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { answerError } from "./answer.ts";
import type { Call } from "./call.ts";
import { damage } from "./damage.ts";
import type { Fault } from "./faults.ts";
import type { Ending } from "./record.ts";

/** The embedded AWS writes here whom it took the caller for; nobody else needs to know. */
const CALLER = "x-sandbox-caller";
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
  "expect",
]);

/** Calls wait for one another (a state machine for a function for S3), so the limit only bounds a runaway. */
const agent = new Agent({ keepAlive: false, maxSockets: 1024 });

export interface Exchange {
  readonly call: Call;
  readonly request: IncomingMessage;
  /** The request's body, from its first byte. */
  readonly body: Readable;
  readonly response: ServerResponse;
  /** `http://127.0.0.1:5055` */
  readonly upstream: string;
  readonly fault?: Fault;
}

/** Carries one call to the embedded AWS and its answer back, streaming both. Resolves once it has ended. */
export async function forward(exchange: Exchange): Promise<Ending> {
  const { call, response, fault } = exchange;
  const by = fault === undefined ? "aws" : "fault";
  let answer: IncomingMessage;
  try {
    answer = await ask(exchange);
  } catch {
    if (response.destroyed) return { status: 0, by }; // the caller went away first
    answerError(response, call, {
      status: 502,
      code: "SandboxNotRunning",
      message: "the embedded AWS behind the gateway does not answer: start the sandbox again",
    });
    return { status: 502, by };
  }
  const caller = answer.headers[CALLER];
  const known = typeof caller === "string" && { caller };
  if (fault?.kind === "drop-after") {
    answer.resume();
    await new Promise((resolve) => answer.once("close", resolve));
    response.destroy();
    return { status: 0, by, ...known };
  }
  const status = await giveBack(exchange, answer);
  return { status, by, ...known };
}

function ask({ request, body, response, upstream }: Exchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(upstream);
    const headers = passedOn(request.rawHeaders);
    const outgoing = httpRequest({
      hostname,
      port,
      method: request.method,
      path: request.url,
      headers,
      agent,
    });
    response.once("close", () => outgoing.destroy());
    outgoing.once("response", resolve).once("error", reject);
    pipeline(body, outgoing).catch(reject);
  });
}

function passedOn(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = "", value = ""] = [raw[i], raw[i + 1]];
    if (!HOP_BY_HOP.has(name.toLowerCase()) && name.toLowerCase() !== CALLER) kept.push(name, value);
  }
  return kept;
}

async function giveBack(
  { call, request, response, fault }: Exchange,
  answer: IncomingMessage,
): Promise<number> {
  const status = answer.statusCode ?? 502;
  const headers = passedOn(answer.rawHeaders);
  if (status >= 400 && request.method !== "HEAD") {
    const body = await collect(answer);
    if (call.service !== undefined && isPage(body)) {
      answerError(response, call, unknownCall(call, status));
      return 501;
    }
    response.writeHead(status, headers).end(body);
    return status;
  }
  response.writeHead(status, headers);
  const damaged = fault?.kind === "truncate" || fault?.kind === "flip";
  try {
    if (damaged)
      await pipeline(answer, damage(fault, Number(answer.headers["content-length"] ?? 0)), response);
    else await pipeline(answer, response);
  } catch {
    response.destroy(); // broken off by a fault, by the caller, or by the other side: the caller sees it
  }
  return status;
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  } catch {
    // an error that breaks off is still an error
  }
  return Buffer.concat(chunks);
}

/** AWS never answers with a web page. Its headers prove nothing: moto calls much of what it says HTML. */
function isPage(body: Buffer): boolean {
  return /^\s*<(!doctype html|html)/i.test(body.subarray(0, 64).toString("latin1"));
}

function unknownCall({ service, action, region }: Call, status: number): Parameters<typeof answerError>[2] {
  const said = status === 500 ? "fails in" : "is not known to";
  return {
    status: 501,
    code: "SandboxUnknownCall",
    message: `${service} ${action} in ${region} ${said} the sandbox (${status}): it runs only against AWS itself`,
  };
}
