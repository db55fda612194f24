import type { ServerResponse } from "node:http";
import type { Call } from "./call.ts";

export interface AwsError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Beside those that every answer carries. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with an error in the form the call's protocol wants, so that every SDK reads code and message. */
export function answerError(response: ServerResponse, call: Call, error: AwsError): void {
  const body = Buffer.from(bodyOf(call, error));
  response.writeHead(error.status, {
    "content-type": isXml(call) ? "text/xml" : "application/json",
    "content-length": body.length,
    "x-amzn-errortype": error.code,
    "x-amzn-requestid": REQUEST_ID,
    "x-amz-request-id": REQUEST_ID,
    ...error.headers,
  });
  response.end(body);
}

/** Says at a glance, in any SDK's error, that the gateway answered. */
const REQUEST_ID = "zonekeep-sandbox-gateway";

function isXml({ protocol }: Call): boolean {
  return protocol !== "json" && protocol !== "rest-json";
}

function bodyOf({ protocol }: Call, { status, code, message }: AwsError): string {
  const detail = `<Code>${xml(code)}</Code><Message>${xml(message)}</Message>`;
  switch (protocol) {
    case "json":
    case "rest-json":
      return JSON.stringify({ __type: code, code, message });
    case "s3":
      return `<?xml version="1.0" encoding="UTF-8"?><Error>${detail}<RequestId>${REQUEST_ID}</RequestId></Error>`;
    case "ec2":
      return `<Response><Errors><Error>${detail}</Error></Errors><RequestID>${REQUEST_ID}</RequestID></Response>`;
    case "query":
    case "rest-xml": {
      const type = status >= 500 ? "Receiver" : "Sender";
      return `<ErrorResponse><Error><Type>${type}</Type>${detail}</Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`;
    }
  }
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
