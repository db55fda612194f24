import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { type CallLimits, LimitedHandler } from "../../store/limited-handler.ts";
import { proxyAgents } from "./proxy.ts";

export interface ClientConfig {
  readonly region: string;
  readonly requestHandler: LimitedHandler;
  readonly credentials: ReturnType<typeof fromNodeProviderChain>;
}

/**
 * A region that is lost may be silent: with the three attempts of the SDK, a call that nobody answers ends in little more
 * than a minute, one without a connection in 15 seconds.
 */
const LIMITS: CallLimits = { connect: 5_000, idle: 20_000, total: 60_000 };

/** What every client has of its own; the SDK finds credentials and endpoints as usual. */
export function clientConfig(
  region: string,
  env: Readonly<Record<string, string | undefined>>,
): ClientConfig {
  // The SDK warns about its own future on every start; package.json says which versions of Node are supported.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const requestHandler = new LimitedHandler(LIMITS, proxyAgents(env));
  // Who hands out credentials is asked in the same way.
  return { region, requestHandler, credentials: fromNodeProviderChain({ clientConfig: { requestHandler } }) };
}
