import { once } from "node:events";
import { request } from "node:http";

export interface HostRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

export interface HostAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One request to what has a name of its own in the sandbox: an API, a load balancer, a function URL. `fetch` would not take `Host`. */
export async function ask(
  endpoint: string,
  host: string,
  path: string,
  { method = "GET", headers = {}, body }: HostRequest = {},
): Promise<HostAnswer> {
  const { hostname, port } = new URL(endpoint);
  const outgoing = request({
    hostname,
    port,
    method,
    path,
    headers: { host, ...headers } as Record<string, string | string[]>,
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    status: incoming.statusCode as number,
    headers: incoming.headers as HostAnswer["headers"],
    body: Buffer.concat(chunks).toString(),
  };
}
