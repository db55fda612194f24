import type { CreateConnectionRequest, UpdateConnectionRequest } from "@aws-sdk/client-eventbridge";
import { withoutSecretMark } from "../../../modules/protectors/event-connection/mark.ts";
import { eventConnection } from "../../../modules/protectors/event-connection/protector.ts";
import { arbitraryConnection, type MadeConnection, NAMED, secretsOf } from "../arbitrary-connection.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { EventsPlace } from "./events-place.ts";
import { withoutDrawn } from "./without-drawn.ts";

/** A person does as the plan says; of a connection to a private API, its description says that the secret was given. */
function givenBy(made: Omit<CreateConnectionRequest, "Name">): Partial<UpdateConnectionRequest> {
  const { KmsKeyIdentifier, InvocationConnectivityParameters: way, AuthParameters, Description = "" } = made;
  const isPrivate = way !== undefined || AuthParameters?.ConnectivityParameters !== undefined;
  return {
    AuthParameters: {},
    ...(KmsKeyIdentifier && { KmsKeyIdentifier }),
    ...(isPrivate && { Description: withoutSecretMark(Description) }),
  };
}

const BY_SERVICE = "EventBridge asks it of who makes a connection: no call of its own";

/** Connections, as the suite of kinds takes them: a person gives the secret of each that is made. */
export const conforming: Conforming<EventsPlace, MadeConnection> = {
  protector: eventConnection,
  fake: (options) => {
    const place = new EventsPlace(options);
    place.events.giving = givenBy;
    return place;
  },
  arbitrary: arbitraryConnection,
  put: ({ events }, { id, made }) => {
    events.CreateConnection(structuredClone(made));
    const found = events.connections.get(id);
    // No restore draws this one.
    if (found) events.connections.set(id, { ...found, arn: found.arn.replace(/[^-]+$/, "source") });
  },
  // What it is authorized by wants the secret, and is never written.
  change: ({ events }, { id }, n) => {
    const { KmsKeyIdentifier } = events.DescribeConnection({ Name: id });
    events.UpdateConnection({ Name: id, KmsKeyIdentifier, Description: `changed ${n}` });
  },
  map: () => Object.fromEntries(NAMED.map((name) => [name, name.replace(SOURCE.region, ELSEWHERE.region)])),
  neighbours: ({ events }) => {
    events.CreateConnection({
      Name: "zz-other",
      AuthorizationType: "BASIC",
      AuthParameters: { BasicAuthParameters: { Username: "theirs", Password: "theirs" } },
    });
    return () => structuredClone(events.connections.get("zz-other"));
  },
  secretsOf,
  fires: { reason: "a connection calls nobody" },
  readOnlyFields: [],
  comparable: ({ document, secrets }, ids) => ({ document: withoutDrawn(document, hostsToo(ids)), secrets }),
  unseen: {
    "kms:Decrypt": BY_SERVICE,
    "kms:GenerateDataKey": BY_SERVICE,
    "secretsmanager:CreateSecret": BY_SERVICE,
    "secretsmanager:PutSecretValue": BY_SERVICE,
    "secretsmanager:UpdateSecret": BY_SERVICE,
  },
  tolerated: { "kms:DescribeKey": "a key that nobody may look at counts as there, and AWS will say" },
  proven: endToEnd("__tests__/sandbox/event-rules.test.ts"),
  lost: ["its secrets, which a person gives again (`aws events update-connection`) before `arm`"],
};

/** An address goes by its host. */
function hostsToo(ids: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const addresses = Object.entries(ids).filter(([from]) => !from.startsWith("arn:"));
  return {
    ...ids,
    ...Object.fromEntries(
      addresses.map(([from, to]) => [`https://${from}/oauth/token`, `https://${to}/oauth/token`]),
    ),
  };
}
