import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import { Readable } from "node:stream";
import { NodeHttpHandler } from "@smithy/node-http-handler";

/** How long one attempt at a call may take. Milliseconds. */
export interface CallLimits {
  /** Until there is a connection. */
  readonly connect: number;
  /** Without a byte in either direction. */
  readonly idle: number;
  /** From the first byte to the last, and more for what is large: as long as it takes at 20 kB a second. */
  readonly total: number;
}

export interface ProxyAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Bytes: no page of a list or description has more. */
const LARGE = 8 * 1024 * 1024;
/** Bytes a millisecond: slower than any line that a large body is worth sending over. */
const SLOWEST = 20;
/** The most that a timer of Node takes. */
const LONGEST = 2 ** 31 - 1;

type Handle = NodeHttpHandler["handle"];
type Answer = Awaited<ReturnType<Handle>>;

/** Gives up an endpoint that takes calls and does not answer, or answers without end, in an error that says which. */
export class LimitedHandler extends NodeHttpHandler {
  readonly #limits: CallLimits;

  constructor(limits: CallLimits, agents?: ProxyAgents) {
    super({
      connectionTimeout: limits.connect,
      socketTimeout: limits.idle,
      throwOnRequestTimeout: true,
      ...agents,
    });
    this.#limits = limits;
  }

  override async handle(...[request, options]: Parameters<Handle>): Promise<Answer> {
    const began = performance.now();
    const { total } = this.#limits;
    // A stream may take long, and so does the handler wait for "100 Continue" as long as a request may take.
    const isTimed = !(request.body instanceof Readable) && request.headers.expect === undefined;
    const size = Buffer.isBuffer(request.body) || typeof request.body === "string" ? request.body.length : 0;
    const allowed = total + timeFor(size);
    try {
      const answer = await super.handle(request, { ...options, ...(isTimed && { requestTimeout: allowed }) });
      this.#limitBody(answer, isTimed ? allowed - (performance.now() - began) : total);
      return answer;
    } catch (error) {
      throw this.#inWords(error);
    }
  }

  #limitBody({ response: { body, headers } }: Answer, left: number): void {
    if (!(body instanceof Readable)) return;
    body.once("error", (error) => this.#inWords(error));
    const late = Object.assign(new Error(ENDLESS), { name: "TimeoutError" });
    const size = Number(headers["content-length"] ?? 0) || 0;
    const timer = setTimeout(() => body.destroy(late), Math.min(Math.max(left, 0) + timeFor(size), LONGEST));
    timer.unref();
    body.once("close", () => clearTimeout(timer));
  }

  /** The SDK's words are about its own settings. */
  #inWords(error: unknown): unknown {
    if (!(error instanceof Error) || error.name !== "TimeoutError") return error;
    const { connect, idle, total } = this.#limits;
    if (/did not establish a connection/.test(error.message))
      error.message = `no connection within ${seconds(connect)}`;
    else if (/of inactivity/.test(error.message)) error.message = `not a byte for ${seconds(idle)}`;
    else if (error.message === ENDLESS || /requestTimeout/.test(error.message))
      error.message = `not answered within ${seconds(total)}`;
    return error;
  }
}

/** Milliseconds that so many bytes may take besides. What is said of a length is believed no further than that. */
function timeFor(bytes: number): number {
  return bytes > LARGE ? bytes / SLOWEST : 0;
}

const ENDLESS = "the answer does not end";

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
