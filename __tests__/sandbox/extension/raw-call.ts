import { HOME } from "./clients.ts";

export interface RawAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A call of AWS's JSON protocol, for services that nothing else here needs the SDK's client of. `target`: `AWSEvents.PutRule`. */
export async function rawCall(
  endpoint: string,
  service: string,
  target: string,
  input: unknown,
  region = HOME,
): Promise<RawAnswer> {
  const scope = `sandbox/20260101/${region}/${service}/aws4_request`;
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
    },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
}
