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
  const credentials = fromNodeProviderChain({ clientConfig: { requestHandler } });
  return { region, requestHandler, credentials: inTime(credentials, CREDENTIALS) };
}

/** Milliseconds: a process that hands out credentials may ask a person for a code first. */
const CREDENTIALS = 120_000;

/** What a container asks for its credentials has no limit in the SDK, and neither has a process that is to print some. */
export function inTime<Asked extends unknown[], Given>(
  ask: (...asked: Asked) => Promise<Given>,
  milliseconds: number,
): (...asked: Asked) => Promise<Given> {
  return async (...asked) => {
    const late = Object.assign(
      new Error(`who hands out credentials has not answered within ${milliseconds / 1000} s`),
      { name: "CredentialsProviderError" },
    );
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(reject, milliseconds, late);
    });
    try {
      return await Promise.race([ask(...asked), end]);
    } finally {
      clearTimeout(timer);
    }
  };
}
