import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { controlOf, type SandboxControl } from "../../sandbox/control-client.ts";
import { startGateway } from "../../sandbox/gateway/gateway.ts";
import { smallModels } from "./small-models.ts";

export interface Rig extends SandboxControl {
  readonly endpoint: string;
  /** What the embedded AWS does with a call; replaced by each test. */
  answerWith: RequestListener;
  readonly close: () => Promise<void>;
}

/** A gateway before an HTTP server that stands in for the embedded AWS. */
export async function startRig(): Promise<Rig> {
  const rig: { answerWith: RequestListener } = { answerWith: (_, response) => response.end("{}") };
  const aws: Server = createServer((request, response) => rig.answerWith(request, response));
  aws.listen(0, "127.0.0.1");
  await once(aws, "listening");
  const address = aws.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const gateway = await startGateway({ upstream: () => `http://127.0.0.1:${port}`, models: smallModels });
  return Object.assign(rig, {
    endpoint: gateway.endpoint,
    ...controlOf(gateway.endpoint),
    close: async () => {
      await gateway.close();
      aws.close();
      aws.closeAllConnections();
    },
  });
}

/** Headers of a call signed for a service in a region. */
export function signedFor(
  service: string,
  region: string,
  headers: Record<string, string> = {},
): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/20261123/${region}/${service}/aws4_request, Signature=f`,
    ...headers,
  };
}

export const FORM = { "content-type": "application/x-www-form-urlencoded" };
