import type { FakeEvents } from "./fake-events.ts";

/** An API destination of this ARN, with a connection whose secret somebody gave. */
export function haveDestination(events: FakeEvents, arn: string): void {
  const [, name = ""] = arn.split("/");
  const at = new Date(events.now);
  const connection = arn.replace(":api-destination/", ":connection/");
  events.connections.set(name, {
    ...{ Name: name, arn: connection, state: "AUTHORIZED", made: at, changed: at },
    AuthorizationType: "API_KEY",
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-api-key", ApiKeyValue: "theirs" } },
  });
  events.destinations.set(name, {
    ...{ Name: name, arn, changed: at, ConnectionArn: connection },
    HttpMethod: "POST",
    InvocationEndpoint: "https://hooks.example.com/orders",
  });
}
