import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";

/** A call in AWS's JSON 1.1 protocol without the SDK's client, where nothing else needs that one. `target`: `Logs_20140328.DescribeLogGroups`. */
export async function jsonCall<T>(
  endpoint: string,
  region: string,
  service: string,
  target: string,
  body: object,
): Promise<T> {
  const credential = `${FAKE_CREDENTIALS.accessKeyId}/20260101/${region}/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target}: ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}
