/** An answer that is an error, as the SDK throws it. */
export function answered(name: string, status: number, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, attempts: 1 } });
}

/** What is no word of the service about a thing: never absence. */
export const NOT_ABSENCE: readonly (readonly [title: string, make: () => Error])[] = [
  ["a 404 of a proxy", () => answered("UnknownError", 404, "<html>Not Found</html>")],
  ["a 404 without a body", () => answered("NotFound", 404, "NotFound")],
  ["a 404 that is not the service's JSON", () => answered("SyntaxError", 404, "Unexpected token '<'")],
  ["a 404 by its number", () => answered("404", 404, "404")],
  ["a 403", () => answered("AccessDeniedException", 403, "is not authorized")],
  ["a 403 of S3", () => answered("AccessDenied", 403, "Access Denied")],
  ["a 500", () => answered("InternalFailure", 500, "internal failure")],
  ["a 500 that says not found", () => answered("ResourceNotFoundException", 500, "not found")],
  ["a connection that broke", () => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })],
];

/** What a service says of a request that it does not do. */
export const REFUSED: readonly (readonly [title: string, make: () => Error])[] = [
  ["a refusal", () => answered("AccessDeniedException", 403, "User is not authorized to perform this")],
  ["a failure", () => answered("ValidationException", 400, "1 validation error detected")],
];
