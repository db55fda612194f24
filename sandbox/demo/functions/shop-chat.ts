interface SocketEvent {
  readonly body?: string;
  readonly requestContext: { readonly routeKey: string };
}

/** Takes whoever connects, and answers each message. */
export const handler = async ({
  body = "",
  requestContext: { routeKey },
}: SocketEvent): Promise<{ statusCode: number; body: string }> => ({
  statusCode: 200,
  body: JSON.stringify({ route: routeKey, answer: body.length > 0 ? `you said ${body}` : "welcome" }),
});
