import { HOME } from "./clients.ts";

/** The lines of a log group, read without the SDK's client: nothing else here needs it. */
export async function logLines(endpoint: string, logGroupName: string, region = HOME): Promise<string[]> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=sandbox/20260101/${region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "Logs_20140328.FilterLogEvents",
    },
    body: JSON.stringify({ logGroupName }),
  });
  const { events = [] } = (await response.json()) as { events?: readonly { message: string }[] };
  return events.map(({ message }) => message);
}
