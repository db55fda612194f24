import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as E from "@aws-sdk/client-eventbridge";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { type Aws, fresh, HOME, makeRole, required } from "../extension/clients.ts";
import { arnOf, letServiceIn } from "../extension/listeners.ts";
import { ACCOUNT } from "../extension/servers.ts";

const NAME = "partner";
const RULE = `arn:aws:events:${HOME}:${ACCOUNT}:rule/${NAME}`;

/** What a partner of the shop was sent. */
interface Received {
  readonly path: string;
  readonly key: string;
  readonly id: string;
}

/** A partner of the shop, on this machine: answers 401 to whoever lacks its key. */
export class Partner {
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #key: string;

  private constructor(server: Server, key: string) {
    this.#server = server;
    this.#key = key;
  }

  static async listening(key: string): Promise<Partner> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const partner = new Partner(server, key);
    server.on("request", async (request, response) => {
      let text = "";
      for await (const chunk of request.setEncoding("utf8")) text += chunk;
      const given = String(request.headers["x-api-key"]);
      const { detail } = JSON.parse(text) as { detail: { id: string } };
      partner.received.push({ path: request.url ?? "", key: given, id: detail.id });
      response.writeHead(given === partner.#key ? 200 : 401).end();
    });
    return partner;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks/canary-hook`;
  }

  close(): void {
    this.#server.close();
  }
}

/** Which key a person has. */
export function withKey(ApiKeyValue: string) {
  return { ApiKeyAuthParameters: { ApiKeyName: "x-api-key", ApiKeyValue } };
}

/** A rule that tells a function, and a partner by its API destination. */
export async function makePartnerRule(
  aws: Aws,
  events: E.EventBridgeClient,
  { name, address, key }: { readonly name: string; readonly address: string; readonly key: string },
): Promise<void> {
  const { ConnectionArn } = await events.send(
    new E.CreateConnectionCommand({
      Name: NAME,
      Description: "to the partner",
      AuthorizationType: "API_KEY",
      AuthParameters: withKey(key),
    }),
  );
  const { ApiDestinationArn } = await events.send(
    new E.CreateApiDestinationCommand({
      ...{ Name: NAME, ConnectionArn, HttpMethod: "POST", InvocationEndpoint: address },
    }),
  );
  const role = await makeRole(aws, "events.amazonaws.com");
  const calls = { Effect: "Allow", Action: "events:InvokeApiDestination", Resource: "*" };
  await aws.iam.send(
    new PutRolePolicyCommand({
      RoleName: required(role.split("/").at(-1)),
      PolicyName: fresh("calls"),
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [calls] }),
    }),
  );
  await events.send(new E.PutRuleCommand({ Name: NAME, EventPattern: '{"source":["partner"]}' }));
  const RetryPolicy = { MaximumRetryAttempts: 0 };
  await events.send(
    new E.PutTargetsCommand({
      Rule: NAME,
      Targets: [
        { Id: "function", Arn: arnOf(name) },
        { Id: NAME, Arn: ApiDestinationArn, RoleArn: role, RetryPolicy },
      ],
    }),
  );
  await letServiceIn(aws, name, RULE);
}

export async function losePartnerRule(events: E.EventBridgeClient): Promise<void> {
  await events.send(new E.RemoveTargetsCommand({ Rule: NAME, Ids: ["function", NAME] }));
  await events.send(new E.DeleteRuleCommand({ Name: NAME }));
  await events.send(new E.DeleteApiDestinationCommand({ Name: NAME }));
  await events.send(new E.DeleteConnectionCommand({ Name: NAME }));
}

export async function tellPartner(events: E.EventBridgeClient, id: string): Promise<void> {
  const entry = { Source: "partner", DetailType: "Ordered", Detail: JSON.stringify({ id }) };
  await events.send(new E.PutEventsCommand({ Entries: [entry] }));
}

/** Without what AWS draws and what was when. */
export async function partnerNow(events: E.EventBridgeClient): Promise<unknown[]> {
  const connection = await events.send(new E.DescribeConnectionCommand({ Name: NAME }));
  const destination = await events.send(new E.DescribeApiDestinationCommand({ Name: NAME }));
  const targets = await events.send(new E.ListTargetsByRuleCommand({ Rule: NAME }));
  const rule = await events.send(new E.DescribeRuleCommand({ Name: NAME }));
  return [connection, destination, targets, rule].map(
    ({ $metadata: _call, ...answer }) =>
      JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
        /Time$|^SecretArn$/.test(key)
          ? undefined
          : typeof value === "string"
            ? value.replace(/(?<=:(connection|api-destination)\/partner\/).*/, "drawn")
            : value,
      ) as unknown,
  );
}
