import type { CreateConnectionRequest, UpdateConnectionRequest } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { eventConnection } from "../../../modules/protectors/event-connection/protector.ts";
import { eventConnectionSpec } from "../../../modules/protectors/event-connection/spec.ts";
import type { EventsPlace } from "../../support/conforming/events-place.ts";
import { place, ports } from "../event-rule/place.ts";
import { API_KEY, capturedBy, performed, planBy } from "./place.ts";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/0b1e5f6a-aaaa-bbbb-cccc-000000000001";
const WAY = {
  ResourceParameters: {
    ResourceConfigurationArn: `arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-${"a".repeat(17)}`,
  },
};
const OAUTH = {
  AuthorizationType: "OAUTH_CLIENT_CREDENTIALS",
  AuthParameters: {
    OAuthParameters: {
      ClientParameters: { ClientID: "shop", ClientSecret: "canary-secret" },
      AuthorizationEndpoint: "https://login.example.com/oauth/token",
      HttpMethod: "POST",
    },
  },
} as const satisfies Partial<CreateConnectionRequest>;

function having(parts: Partial<CreateConnectionRequest> = {}, there = place()): EventsPlace {
  there.events.CreateConnection({ Name: "crm", Description: "orders", ...API_KEY, ...parts });
  return there;
}

const captured = (there: EventsPlace) => capturedBy(eventConnection, there, "crm");

/** A place where it was lost and restored, with what arming is left with. */
async function restored(parts: Partial<CreateConnectionRequest> = {}) {
  const there = place();
  const plan = await planBy(eventConnection, there, await captured(having(parts)));
  const { activation } = await performed(plan);
  return { there, plan, activation, arn: String(there.events.connections.get("crm")?.arn) };
}

function arming({ there, activation, arn }: Awaited<ReturnType<typeof restored>>) {
  const asked = { arn, alongside: false, note: () => undefined };
  const [one] = eventConnection.activate(ports(there), activation, asked);
  if (one === undefined) throw new Error("there is nothing to arm");
  return one;
}

/** Somebody does as the plan says. */
function give(there: EventsPlace, parts: Partial<UpdateConnectionRequest> = {}): void {
  there.events.UpdateConnection({ Name: "crm", AuthParameters: API_KEY.AuthParameters, ...parts });
}

test("a connection comes back with a placeholder for each secret, and its plan says by name what to give", async () => {
  const HeaderParameters = [
    { Key: "X-Token", Value: "canary-token", IsValueSecret: true },
    { Key: "X-Shop", Value: "canary-shop", IsValueSecret: false },
  ];
  const AuthParameters = { ...API_KEY.AuthParameters, InvocationHttpParameters: { HeaderParameters } };
  const { there, plan } = await restored({ AuthParameters });
  const [made] = there.events.calls.filter(({ name }) => name === "CreateConnection");
  const sent = JSON.stringify(made?.input);
  expect(sent).not.toMatch(/canary-(key|token)/);
  expect(sent).toContain("canary-shop");
  expect(there.events.DescribeConnection({ Name: "crm" }).Description).toBe(
    "orders [zonekeep: give its secret again]",
  );
  expect(plan.warnings).toEqual([
    "connection crm comes back with a placeholder for its secret, which AWS tells nobody: give it again before you arm " +
      "(aws events update-connection --name crm --authorization-type API_KEY --auth-parameters file://FILE " +
      "with ApiKeyAuthParameters.ApiKeyValue, InvocationHttpParameters.HeaderParameters X-Token)",
  ]);
  expect(plan.atArm).toMatchObject([{ title: "release connection crm, once its secret is given" }]);
});

test("arm waits until its secret is given, and then its description is as it was", async () => {
  const all = await restored();
  await expect(arming(all).activate()).rejects.toThrow(
    /^connection crm: events:UpdateConnection: its secret is not given again yet \(it is AUTHORIZED\)\n {2}help: aws events update-connection --name crm .*ApiKeyValue; then arm again/,
  );
  give(all.there);
  expect(await arming(all).activate()).toBe("written");
  expect(all.there.events.DescribeConnection({ Name: "crm" })).toMatchObject({ Description: "orders" });
  expect(await arming(all).activate()).toBe("kept");
  expect(arming(all).disarming).toBeUndefined();
});

test("one that asks for a token by its placeholder says whom, and waits while that is refused", async () => {
  const all = await restored(OAUTH);
  expect(all.plan.warnings).toContain(
    "EventBridge asks login.example.com for a token with that placeholder as soon as connection crm is made, and is refused",
  );
  all.there.events.UpdateConnection({ Name: "crm", Description: "orders [zonekeep: give its secret again]" });
  await expect(arming(all).activate()).rejects.toThrow("not given again yet (it is DEAUTHORIZED)");
});

test("of one to a private API, which AWS changes itself, only its description says that its secret was given", async () => {
  const all = await restored({ InvocationConnectivityParameters: WAY });
  give(all.there);
  await expect(arming(all).activate()).rejects.toThrow(
    "--description TEXT (without [zonekeep: give its secret again])",
  );
  give(all.there, { Description: "orders" });
  expect(await arming(all).activate()).toBe("kept");
});

test("a secret that is wrong is no reason to go on", async () => {
  const all = await restored(OAUTH);
  all.there.events.UpdateConnection({ Name: "crm", Description: "orders" });
  await expect(arming(all).activate()).rejects.toThrow(
    "connection crm: events:UpdateConnection: it is DEAUTHORIZED",
  );
});

test("a connection that lives on keeps its secret: there is nothing to give", async () => {
  const there = having();
  const plan = await planBy(eventConnection, there, await captured(there));
  expect(plan.steps).toMatchObject([{ effect: "keep", title: "connection crm is as it was" }]);
  expect(plan.warnings).toEqual([]);
  expect(plan.activation(new Map())).toBeNull();
});

test("what differs without a secret is written only where that is said, with the key that it has", async () => {
  const one = await captured(having({ KmsKeyIdentifier: KEY }));
  const there = having({ KmsKeyIdentifier: KEY, Description: "theirs" });
  expect((await planBy(eventConnection, there, one)).blocked).toMatchObject([
    {
      because: "live",
      message: "connection crm is there and differs: set Description of connection crm as it was",
    },
  ]);
  await performed(await planBy(eventConnection, there, one, { replace: true }));
  expect(there.events.calls.at(-1)?.input).toEqual({
    ...{ Name: "crm", Description: "orders", KmsKeyIdentifier: KEY },
  });
});

test("one that is authorized otherwise wants its secret, and blocks by its name also where it may be replaced", async () => {
  const one = await captured(having());
  const there = having(OAUTH);
  const { blocked } = await planBy(eventConnection, there, one, { replace: true });
  expect(blocked).toMatchObject([
    {
      because: "inexpressible",
      message: expect.stringMatching(/^connection crm is there and is authorized otherwise/),
      hint: expect.stringContaining("with ApiKeyAuthParameters.ApiKeyValue"),
    },
  ]);
});

test("one that was deauthorized when it was captured has no parameters to make it with", async () => {
  const there = having();
  const found = there.events.connections.get("crm");
  if (found) there.events.connections.set("crm", { ...found, AuthParameters: {} });
  expect((await planBy(eventConnection, place(), await captured(there))).blocked).toMatchObject([
    { because: "incomplete", message: expect.stringContaining("was deauthorized when it was captured") },
  ]);
});

test("captured before its secret is given it has its own description, and the run says so", async () => {
  const { there } = await restored();
  const { document, warnings } = await captured(there);
  expect(document.settings).toEqual({ Description: "orders" });
  expect(warnings).toEqual(["connection crm was restored, and nobody has given its secret again yet"]);
});

test("a description without room for the mark is cut, and whole again once it is armed", async () => {
  const Description = `${"long ".repeat(102)}!!`;
  const all = await restored({ Description });
  expect(all.there.events.DescribeConnection({ Name: "crm" }).Description).toHaveLength(512);
  const again = await planBy(eventConnection, all.there, await captured(having({ Description })));
  expect(again.blocked).toEqual([]);
  give(all.there);
  await arming(all).activate();
  expect(all.there.events.DescribeConnection({ Name: "crm" })).toMatchObject({ Description });
});

test("an endpoint that lies in the source's region goes by its host in the map", async () => {
  const AuthorizationEndpoint = "https://abc123.execute-api.us-east-1.amazonaws.com/oauth/token";
  const { OAuthParameters } = OAUTH.AuthParameters;
  const AuthParameters = { OAuthParameters: { ...OAuthParameters, AuthorizationEndpoint } };
  const { document, secrets } = await captured(having({ ...OAUTH, AuthParameters }));
  const target = { account: "111122223333", partition: "aws", region: "eu-west-1" };
  const arn = { [document.arn]: document.arn };
  const lacking = eventConnection.translate(document, secrets, { target, map: arn });
  expect(lacking.missing).toMatchObject([
    {
      path: "authorization.AuthParameters.OAuthParameters.AuthorizationEndpoint",
      value: "abc123.execute-api.us-east-1.amazonaws.com",
    },
  ]);
  const map = { ...arn, "abc123.execute-api.us-east-1.amazonaws.com": "login.example.eu" };
  const moved = eventConnection.translate(document, secrets, { target, map });
  expect(moved.missing).toEqual([]);
  expect(JSON.stringify(moved.document)).toContain("https://login.example.eu/oauth/token");
});

test("permissions read no secret, and delete nothing", () => {
  const actions = Object.values(eventConnectionSpec.permissions).flatMap((some) =>
    some.map(({ action }) => action),
  );
  expect(actions.filter((action) => /GetSecretValue|Delete|Deauthorize|\*/.test(action))).toEqual([]);
});
