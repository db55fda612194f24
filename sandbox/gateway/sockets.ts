import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";

/** `abc123.execute-api.us-east-1.amazonaws.com` */
const HOST = /^[a-z0-9]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?::\d+)?$/i;
const CALLED_BACK = /^\/[^/]+\/@connections\/([^/?]+)$/;
/** Bytes of a message. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const LARGEST = 128 * 1024;

interface Told {
  /** Whether a connection is taken. */
  readonly status: number;
  /** What goes back through it. */
  readonly send?: string;
}

interface Held {
  readonly socket: WebSocket;
  readonly api: string;
  readonly connectedAt: number;
  lastActiveAt: number;
}

interface SocketOptions {
  /** Base address of the embedded AWS, which knows APIs and their routes. */
  readonly upstream: () => string;
  readonly isLost: (region: string) => boolean;
}

/**
 * Connections to WebSocket APIs: the embedded AWS is asked whether each is taken, and told every message and its end. What
 * functions send back by `@connections` goes through them too.
 */
export class Sockets {
  readonly #open = new Map<string, Held>();
  readonly #accepting = new WebSocketServer({ noServer: true, maxPayload: LARGEST });
  readonly #options: SocketOptions;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  listenOn(server: Server): void {
    server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      this.#connect(request, stream, head).catch(() => stream.destroy());
    });
  }

  /** Whether a request is a function's about a connection: then it is answered. */
  answers(request: IncomingMessage, response: ServerResponse): boolean {
    const { host = "" } = request.headers;
    const [, encoded] = CALLED_BACK.exec(request.url ?? "") ?? [];
    const [, region] = HOST.exec(host) ?? [];
    if (encoded === undefined || region === undefined) return false;
    if (this.#options.isLost(region)) response.destroy();
    else
      this.#calledBack(decodeURIComponent(encoded), host, request, response).catch(() => response.destroy());
    return true;
  }

  close(): void {
    for (const { socket } of this.#open.values()) socket.terminate();
  }

  async #connect(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const { host = "" } = request.headers;
    const [, region] = HOST.exec(host) ?? [];
    if (region === undefined || this.#options.isLost(region)) {
      stream.destroy();
      return;
    }
    const url = new URL(`http://gateway${request.url}`);
    const connectionId = `${randomBytes(8).toString("base64url")}=`;
    const connectedAt = Date.now();
    const of = {
      ...{ host, path: url.pathname, query: url.search.slice(1), connectionId, connectedAt },
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
    };
    const { status } = await this.#tell({ event: "connect", ...of });
    if (status < 200 || status > 299) {
      const refusal = [`HTTP/1.1 ${status} Refused`, "connection: close", "content-length: 0", "", ""];
      stream.end(refusal.join("\r\n"));
      return;
    }
    this.#accepting.handleUpgrade(request, stream, head, (socket) => {
      const held: Held = { socket, api: host, connectedAt, lastActiveAt: connectedAt };
      this.#open.set(connectionId, held);
      // One message after the other, in the order in which they came.
      let doing = Promise.resolve();
      socket.on("message", (data) => {
        held.lastActiveAt = Date.now();
        const body = String(data);
        doing = doing.then(
          async () => {
            const { send } = await this.#tell({ event: "message", ...of, body });
            if (send !== undefined) socket.send(send);
          },
          () => socket.terminate(),
        );
        doing = doing.catch(() => socket.terminate());
      });
      socket.on("close", () => {
        this.#open.delete(connectionId);
        // On AWS nobody hears of it where it fails either.
        this.#tell({ event: "disconnect", ...of }).catch(() => undefined);
      });
    });
  }

  async #tell(what: object): Promise<Told> {
    const answer = await fetch(`${this.#options.upstream()}/moto-api/sockets`, {
      method: "POST",
      body: JSON.stringify(what),
    });
    if (!answer.ok) throw new Error(`the embedded AWS answers ${answer.status}`);
    return (await answer.json()) as Told;
  }

  async #calledBack(
    connectionId: string,
    host: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const held = this.#open.get(connectionId);
    const kind = { "content-type": "application/json" };
    if (held === undefined || held.api.split(":")[0] !== host.split(":")[0]) {
      response.writeHead(410, { ...kind, "x-amzn-errortype": "GoneException" }).end("{}");
      return;
    }
    if (request.method === "POST") {
      held.socket.send(Buffer.concat(chunks).toString());
      response.writeHead(200, kind).end();
    } else if (request.method === "DELETE") {
      held.socket.close();
      response.writeHead(204, kind).end();
    } else {
      const [connectedAt, lastActiveAt] = [held.connectedAt, held.lastActiveAt].map((at) =>
        new Date(at).toISOString(),
      );
      const identity = { sourceIp: "127.0.0.1", userAgent: "" };
      response.writeHead(200, kind).end(JSON.stringify({ connectedAt, identity, lastActiveAt }));
    }
  }
}
