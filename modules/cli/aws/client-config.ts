export interface ClientConfig {
  readonly region: string;
  readonly requestHandler: { readonly connectionTimeout: number };
}

/** Milliseconds. */
const CONNECT_WITHIN = 5_000;

/** What every client has of its own; the SDK finds credentials and endpoints as usual. */
export function clientConfig(region: string): ClientConfig {
  // The SDK warns about its own future on every start; package.json says which versions of Node are supported.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  // A region that is lost may be silent: say so in seconds.
  return { region, requestHandler: { connectionTimeout: CONNECT_WITHIN } };
}
