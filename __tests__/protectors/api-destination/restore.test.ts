import { expect, test } from "vitest";
import { apiDestination } from "../../../modules/protectors/api-destination/protector.ts";
import type { EventsPlace } from "../../support/conforming/events-place.ts";
import { API_KEY, capturedBy, performed, planBy } from "../event-connection/place.ts";
import { AWAY, HOME, place, ports } from "../event-rule/place.ts";

const HOST = "abc123.execute-api.us-east-1.amazonaws.com";

function having(there = place()): EventsPlace {
  const { ConnectionArn } = there.events.CreateConnection({ Name: "crm", ...API_KEY });
  there.events.CreateApiDestination({
    ...{ Name: "partner", ConnectionArn, HttpMethod: "POST" },
    InvocationEndpoint: `https://${HOST}/hooks/canary-token`,
  });
  return there;
}

const captured = (there: EventsPlace) => capturedBy(apiDestination, there, "partner");

test("its connection comes along with it", async () => {
  const there = having();
  const thing = { kind: "api-destination", id: "partner", arn: "" } as const;
  expect(
    await apiDestination.related?.(ports(there), thing, { triggers: "all", warn: () => undefined }),
  ).toEqual([{ kind: "event-connection", id: "crm", arn: there.events.connections.get("crm")?.arn }]);
});

test("its endpoint, which may hold a token, is in no document, and comes back", async () => {
  const one = await captured(having());
  expect(JSON.stringify(one.document)).not.toContain("canary-token");
  const there = place();
  const { ConnectionArn } = there.events.CreateConnection({ Name: "crm", ...API_KEY });
  const map = { [one.document.connection]: ConnectionArn };
  await performed(await planBy(apiDestination, there, one, { map }));
  expect(there.events.DescribeApiDestination({ Name: "partner" })).toMatchObject({
    ...{ ConnectionArn, InvocationEndpoint: `https://${HOST}/hooks/canary-token` },
  });
});

test("a connection that comes back with it is used by the ARN that it has then", async () => {
  const one = await captured(having());
  const there = place();
  const { connection } = one.document;
  const plan = await planBy(apiDestination, there, one, { map: { [connection]: connection } });
  expect(plan.blocked).toEqual([]);
  const { ConnectionArn } = there.events.CreateConnection({ Name: "other", ...API_KEY });
  await performed(plan, new Map([[connection, ConnectionArn]]));
  expect(there.events.DescribeApiDestination({ Name: "partner" })).toMatchObject({ ConnectionArn });
});

test("without its connection it is blocked, and one of that name is to be mapped", async () => {
  const one = await captured(having());
  const { connection } = one.document;
  const message = `connection ${connection} of API destination partner is not there`;
  expect((await planBy(apiDestination, place(), one)).blocked).toMatchObject([
    {
      because: "prerequisite",
      message,
      hint: expect.stringMatching(/^restore event-connection\/crm with it/),
    },
  ]);
  const there = place();
  there.events.CreateConnection({ Name: "theirs", ...API_KEY });
  const { ConnectionArn } = there.events.CreateConnection({ Name: "crm", ...API_KEY });
  expect((await planBy(apiDestination, there, one)).blocked).toMatchObject([
    { message, hint: `map it to ${ConnectionArn}` },
  ]);
});

test("one that lives on without its connection differs where that comes back", async () => {
  const there = having();
  const one = await captured(there);
  const { connection } = one.document;
  const map = { [connection]: connection };
  expect((await planBy(apiDestination, there, one, { map })).steps).toMatchObject([{ effect: "keep" }]);
  there.events.connections.delete("crm");
  const plan = await planBy(apiDestination, there, one, { map });
  expect(plan.blocked).toMatchObject([
    {
      because: "live",
      message:
        "API destination partner is there and differs: set connection of API destination partner as it was",
    },
  ]);
});

test("an endpoint of the source's region goes by its host in the map, and its token is not shown", async () => {
  const { document, secrets } = await captured(having());
  const own = Object.fromEntries([document.arn, document.connection].map((arn) => [arn, arn]));
  const lacking = apiDestination.translate(document, secrets, { target: AWAY, map: own });
  expect(lacking.missing).toMatchObject([{ path: "settings.InvocationEndpoint", value: HOST }]);
  expect(JSON.stringify({ ...lacking, secrets: undefined })).not.toContain("canary-token");
  const map = { ...own, [HOST]: "hooks.example.eu" };
  const moved = apiDestination.translate(document, secrets, { target: AWAY, map });
  expect(moved.missing).toEqual([]);
  expect(JSON.stringify(moved.secrets)).toContain("https://hooks.example.eu/hooks/canary-token");
  expect(apiDestination.translate(document, secrets, { target: HOME, map: own }).missing).toEqual([]);
});
