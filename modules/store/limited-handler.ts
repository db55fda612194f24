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
  /** From the first byte to the last, where neither body is large: those go on as long as bytes come. */
  readonly total: number;
}

export interface ProxyAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Bytes: no page of a list or description has more. */
const LARGE = 8 * 1024 * 1024;

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
    try {
      const answer = await super.handle(request, { ...options, ...(isTimed && { requestTimeout: total }) });
      this.#limitBody(answer, total - (performance.now() - began));
      return answer;
    } catch (error) {
      throw this.#inWords(error);
    }
  }

  #limitBody({ response: { body, headers } }: Answer, left: number): void {
    if (!(body instanceof Readable)) return;
    body.once("error", (error) => this.#inWords(error));
    if (Number(headers["content-length"] ?? 0) > LARGE) return;
    const late = Object.assign(new Error(ENDLESS), { name: "TimeoutError" });
    const timer = setTimeout(() => body.destroy(late), Math.max(left, 0));
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

const ENDLESS = "the answer does not end";

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
