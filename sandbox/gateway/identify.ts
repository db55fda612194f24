import type { IncomingHttpHeaders } from "node:http";
import type { Call } from "./call.ts";
import { matchRoute } from "./match-route.ts";
import type { Models } from "./service-model.ts";

export interface RequestHead {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

interface Scope {
  readonly accessKey?: string;
  readonly region?: string;
  readonly service?: string;
}

/** Whether the body has to be read before the call can be named. */
export function saysItInTheBody({ headers }: RequestHead): boolean {
  return /json|x-www-form-urlencoded/.test(headers["content-type"] ?? "");
}

/**
 * Names a call from its signature's scope, its headers, its path and, where `body` is given, its body.
 * @param body - the whole body, or undefined when it is not needed or too long to look at
 */
export function identify(head: RequestHead, body: string | undefined, models: Models): Call {
  const scope = scopeOf(head);
  const { routes, subjects } = models(scope.service ?? "");
  const about = (operation: string, members: ReadonlyMap<string, string>): string | undefined =>
    subjects
      .get(operation)
      ?.map((name) => members.get(name))
      .find((value) => value !== undefined);

  const target = head.headers["x-amz-target"];
  if (typeof target === "string") {
    const operation = target.split(".").at(-1) ?? target;
    return call(scope, "json", operation, about(operation, jsonMembers(body)));
  }
  if (/x-www-form-urlencoded/.test(head.headers["content-type"] ?? "") && body !== undefined) {
    const form = new Map(new URLSearchParams(body));
    const operation = form.get("Action");
    if (operation !== undefined)
      return call(scope, scope.service === "ec2" ? "ec2" : "query", operation, about(operation, form));
  }
  const matched = matchRoute(routes, head.method, head.url, head.headers);
  if (matched === undefined) {
    const protocol = scope.service === "s3" ? "s3" : "rest-json";
    return call(scope, protocol, `${head.method} ${head.url.pathname}`, undefined);
  }
  const { route, labels } = matched;
  const resource = labels.length > 0 ? labels.join("/") : about(route.operation, jsonMembers(body));
  return call(scope, route.protocol, route.operation, resource);
}

function call(scope: Scope, protocol: Call["protocol"], action: string, resource: string | undefined): Call {
  return { ...scope, protocol, action, ...(resource !== undefined && { resource }) };
}

/** `AKID/20261123/eu-west-1/lambda/aws4_request`, in the header, in a presigned address, or the host of a function URL, an API or a load balancer. */
function scopeOf({ headers, url }: RequestHead): Scope {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ??
    url.searchParams.get("X-Amz-Credential") ??
    "";
  const [accessKey, , signedFor, service] = credential.split("/");
  // Signed for all regions at once it names none.
  if (accessKey && signedFor && service === "aws4_request") return { accessKey, service: signedFor };
  if (accessKey && signedFor && service) return { accessKey, region: signedFor, service };
  const balancer = /\.([a-z0-9-]+)\.elb\.amazonaws\.com/.exec(
    `${headers["x-sandbox-balancer"] ?? headers.host}`,
  )?.[1];
  const api = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(headers.host ?? "")?.[1];
  const region = balancer ?? api;
  if (region !== undefined) return { region };
  const functionUrl = /\.lambda-url\.([a-z0-9-]+)\./.exec(headers.host ?? "")?.[1];
  return functionUrl === undefined ? {} : { region: functionUrl, service: "lambda" };
}

/** Top level only: below it are values, which may be secret. Empty when it is not JSON, or too long. */
function jsonMembers(body: string | undefined): Map<string, string> {
  const members = new Map<string, string>();
  try {
    const parsed: unknown = JSON.parse(body ?? "");
    if (typeof parsed !== "object" || parsed === null) return members;
    for (const [name, value] of Object.entries(parsed))
      if (typeof value === "string") members.set(name, value);
  } catch {
    // The call has no resource then; whoever answers it judges the body.
  }
  return members;
}
