// What signs for all regions at once registers itself when it is loaded: JavaScript alone, no native code.
import "@aws-sdk/signature-v4a";
import {
  CloudFrontKeyValueStoreClient,
  type CloudFrontKeyValueStoreClientConfig,
} from "@aws-sdk/client-cloudfront-keyvaluestore";

/**
 * What key-value stores hold is asked at a host of the account's own, `111122223333.cloudfront-kvs.global.api.aws`. An
 * endpoint that is an IP address can have no name before it: it is asked as it is, since each path names the store.
 * https://docs.aws.amazon.com/general/latest/gr/cf_region.html
 */
export class KeyValueStoreClient extends CloudFrontKeyValueStoreClient {
  constructor(configuration: CloudFrontKeyValueStoreClientConfig) {
    super(configuration);
    const { endpointProvider, httpAuthSchemeProvider } = this.config;
    const own: Pick<typeof this.config, "endpointProvider" | "httpAuthSchemeProvider"> = {
      endpointProvider: (parameters, context) => {
        const [address, others] = parted(parameters);
        const found = endpointProvider(others, context);
        return address === undefined ? found : { ...found, url: address };
      },
      httpAuthSchemeProvider: (parameters) => httpAuthSchemeProvider(parted(parameters)[1]),
    };
    Object.assign(this.config, own);
  }
}

/** An endpoint that is an IP address, and what else the SDK knows. */
function parted<Parameters extends { readonly Endpoint?: string | undefined }>(
  parameters: Parameters,
): readonly [address: URL | undefined, others: Parameters] {
  const { Endpoint: own, ...others } = parameters;
  const address = own === undefined ? undefined : new URL(own);
  // A host that ends with a number is an IPv4 address, and one with brackets an IPv6 address.
  if (address === undefined || !/^\[|^[0-9.]+$/.test(address.hostname)) return [undefined, parameters];
  return [address, others as Parameters];
}
