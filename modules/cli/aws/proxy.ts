import { type ClientRequest, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { BlockList, isIP } from "node:net";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { ProxyAgents } from "../../store/limited-handler.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** As many connections to a host as the SDK's own agent has. */
const POOL = { keepAlive: true, maxSockets: 50 };

/**
 * Agents that go through the proxies of the environment; `undefined` where it names none.
 * @throws CommandError for what is no address of a proxy
 */
export function proxyAgents(env: Env): ProxyAgents | undefined {
  const named = ["http_proxy", "https_proxy", "all_proxy"].some((name) => setting(env, name) !== "");
  if (!named) return undefined;
  return {
    httpAgent: new EnvironmentAgent(env, false),
    httpsAgent: new EnvironmentAgent(env, true) as unknown as HttpsAgent,
  };
}

/**
 * The proxy for an address, by the rules that Go and curl share: lower case wins, an address without a scheme is
 * http, and a name of NO_PROXY stands for those below it too. This machine itself is never asked for through a proxy.
 * @throws CommandError for what is no address of a proxy
 */
export function proxyFor(address: URL, env: Env): string | undefined {
  const protocol = address.protocol.slice(0, -1);
  const written = setting(env, `${protocol}_proxy`) || setting(env, "all_proxy");
  const host = address.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (written === "" || isLoopback(host)) return undefined;
  const port = address.port || (protocol === "https" ? "443" : "80");
  const isOut = setting(env, "no_proxy")
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => excludes(entry, host, port));
  return isOut ? undefined : checked(written);
}

/** https://pkg.go.dev/golang.org/x/net/http/httpproxy: `*`, a name, `.name`, `*.name`, an IP, a range; with or without a port. */
function excludes(entry: string, host: string, port: string): boolean {
  if (entry === "" || entry === "*") return entry === "*";
  const [, name = entry, only] = /^(.*[^:]):(\d+)$/.exec(entry) ?? [];
  if (only !== undefined && only !== port && isIP(entry) === 0) return false;
  const [base = "", bits] = (isIP(entry) === 0 ? name : entry).replace(/^\[|\]$/g, "").split("/");
  if (isIP(base) !== 0) return isIP(host) !== 0 && rangeOf(base, bits).check(host, family(host));
  const suffix = base.replace(/^\*?\.?/, "");
  return host.endsWith(`.${suffix}`) || (host === suffix && !/^\*?\./.test(base));
}

function rangeOf(base: string, bits: string | undefined): BlockList {
  const range = new BlockList();
  const length = Number(bits);
  if (bits === undefined) range.addAddress(base, family(base));
  else if (length <= (isIP(base) === 6 ? 128 : 32)) range.addSubnet(base, length, family(base));
  return range;
}

function family(ip: string): "ipv4" | "ipv6" {
  return isIP(ip) === 6 ? "ipv6" : "ipv4";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** An address without what it may hold of credentials is what errors show, so its form is checked here. */
function checked(written: string): string {
  const address = written.includes("://") ? written : `http://${written}`;
  if (URL.canParse(address) && isOfProxy(new URL(address))) return address;
  throw new CommandError(
    "the proxy that the environment names is not an http:// or https:// address",
    EXIT.bad,
    "look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, where a % of a password is %25; NO_PROXY=.amazonaws.com leaves AWS out",
  );
}

/** User and password are sent decoded: a `%` of a password has to be written `%25`. */
function isOfProxy({ protocol, username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}`);
  } catch {
    return false;
  }
  return /^https?:$/.test(protocol);
}

function setting(env: Env, name: string): string {
  return (env[name] || env[name.toUpperCase()] || "").trim();
}

/** Chooses anew for each host: NO_PROXY may name one of them. */
class EnvironmentAgent extends Agent {
  readonly #env: Env;
  readonly #known = new Map<string, HttpAgent>();
  // Not private by `#`: the class above asks before there is one.
  private readonly secure: boolean;

  constructor(env: Env, secure: boolean) {
    super({ keepAlive: true });
    this.#env = env;
    this.secure = secure;
  }

  /** Else it would look through the stack for who calls. */
  override isSecureEndpoint(): boolean {
    return this.secure;
  }

  override async connect(_request: ClientRequest, { host, port }: AgentConnectOpts): Promise<HttpAgent> {
    const name = isIP(host ?? "") === 6 ? `[${host}]` : host;
    const proxy = proxyFor(new URL(`${this.secure ? "https" : "http"}://${name}:${port}`), this.#env);
    const agent = this.#known.get(proxy ?? "") ?? make(proxy, this.secure);
    this.#known.set(proxy ?? "", agent);
    return agent;
  }

  override destroy(): void {
    for (const agent of this.#known.values()) agent.destroy();
    super.destroy();
  }
}

function make(proxy: string | undefined, secure: boolean): HttpAgent {
  if (proxy === undefined) return secure ? new HttpsAgent(POOL) : new HttpAgent(POOL);
  return secure ? new HttpsProxyAgent(proxy, POOL) : new HttpProxyAgent(proxy, POOL);
}
