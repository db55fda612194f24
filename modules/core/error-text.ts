import { failedCallOf } from "./failed-call.ts";
import { printable } from "./printable.ts";

const MAX_CHARACTERS = 1000;

/** What the SDK adds to errors whose answer it could not read. */
const FOR_PROGRAMMERS = /\s*Deserialization error: to see the raw response, inspect [^\n]*/;

/**
 * An error as one line that may be logged, stored and mailed: its name and message, without web addresses (a
 * presigned one is a bearer secret), its lines joined by semicolons, with control characters escaped, at most 1000 characters.
 */
export function errorText(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  // Our own errors keep the plain name, their messages say it all; of an SDK's error the name is the better half.
  const text = name === "Error" ? message : `${name}: ${message}`;
  const bare = text.replace(FOR_PROGRAMMERS, "").replaceAll(/\bhttps?:\/\/[^\s"'<>]+/gi, "(address)");
  const line = printable(bare.trim().replaceAll(/\s*[\r\n]\s*/g, "; "));
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}...` : line;
}

/** The same, after the call and the resource where they are known: `s3:PutObject of s3://b/k in eu-west-1: AccessDenied: ...`. */
export function failureText(error: unknown): string {
  const call = failedCallOf(error);
  if (call === undefined) return errorText(error);
  const { service, operation, region, resource } = call;
  const about = resource === undefined ? "" : ` of ${printable(resource)}`;
  return `${service}:${operation}${about} in ${region}: ${errorText(error)}`;
}
