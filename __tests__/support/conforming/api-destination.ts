import type { CreateApiDestinationRequest } from "@aws-sdk/client-eventbridge";
import fc from "fast-check";
import { apiDestination } from "../../../modules/protectors/api-destination/protector.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { EventsPlace } from "./events-place.ts";
import { withoutDrawn } from "./without-drawn.ts";

const HOOKS = `abc123.execute-api.${SOURCE.region}.amazonaws.com`;
const connectionAt = (region: string): string =>
  `arn:aws:events:${region}:${SOURCE.account}:connection/partner/0b1e5f6a-0000-4000-8000-ffffffffffff`;

interface Value {
  readonly id: string;
  readonly made: Omit<CreateApiDestinationRequest, "ConnectionArn" | "Name">;
}

/** A connection is a thing of its own. */
function prepare({ events }: EventsPlace): void {
  const made = new Date(events.now);
  events.connections.set("partner", {
    ...{ Name: "partner", arn: connectionAt(events.region), state: "AUTHORIZED", made, changed: made },
    AuthorizationType: "API_KEY",
    AuthParameters: {},
  });
}

/** API destinations, as the suite of kinds takes them. */
export const conforming: Conforming<EventsPlace, Value> = {
  protector: apiDestination,
  fake: (options) => new EventsPlace(options),
  arbitrary: fc
    .record({
      id: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/),
      token: fc.stringMatching(/^canary-[a-z0-9]{6,12}$/),
      host: fc.constantFrom("hooks.example.com", HOOKS),
      HttpMethod: fc.constantFrom("POST" as const, "PUT" as const),
      Description: fc.option(fc.constant("orders"), { nil: undefined }),
      InvocationRateLimitPerSecond: fc.option(fc.constant(5), { nil: undefined }),
    })
    .map(({ id, token, host, ...rest }) => ({
      id,
      made: JSON.parse(
        JSON.stringify({ ...rest, InvocationEndpoint: `https://${host}/services/${token}` }),
      ) as Value["made"],
    })),
  put: (place, { id, made }) => {
    prepare(place);
    place.events.CreateApiDestination({
      ...made,
      ...{ Name: id, ConnectionArn: connectionAt(place.events.region) },
    });
    const found = place.events.destinations.get(id);
    // No restore draws this one.
    if (found) place.events.destinations.set(id, { ...found, arn: found.arn.replace(/[^-]+$/, "source") });
  },
  prepare,
  change: ({ events }, { id }, n) => {
    events.UpdateApiDestination({
      Name: id,
      Description: `changed ${n}`,
      HttpMethod: "PATCH",
      InvocationEndpoint: `https://hooks.example.com/changed/${n}`,
      InvocationRateLimitPerSecond: 10 + n,
    });
  },
  map: () => ({
    [connectionAt(SOURCE.region)]: connectionAt(ELSEWHERE.region),
    [HOOKS]: HOOKS.replace(SOURCE.region, ELSEWHERE.region),
  }),
  neighbours: ({ events }) => {
    events.CreateApiDestination({
      Name: "zz-other",
      ConnectionArn: connectionAt(events.region),
      HttpMethod: "GET",
      InvocationEndpoint: "https://example.com/theirs",
    });
    return () => structuredClone(events.destinations.get("zz-other"));
  },
  secretsOf: ({ made }) => JSON.stringify(made).match(/canary-[a-z0-9]+/g) ?? [],
  fires: { reason: "a destination calls nobody by itself" },
  readOnlyFields: [],
  comparable: ({ document, secrets }, ids) => ({ document: withoutDrawn(document, ids), secrets }),
  unseen: {},
  tolerated: {},
  proven: endToEnd("__tests__/sandbox/event-rules.test.ts"),
  lost: [],
};
