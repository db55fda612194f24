import { ListUserPoolsCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { JsonObject } from "../../contract/json.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { toJson } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import { arnOfPool } from "./arn.ts";
import type { PoolReads } from "./read.ts";
import { triggersIn } from "./triggers.ts";

/** The most that AWS takes. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html */
const MAX_RESULTS = 60;

/** Every user pool of the region; whom it calls, where the list tells that. */
export async function* inventory(ports: ProtectorPorts & PoolReads): AsyncIterable<Inventoried> {
  for await (const { UserPools = [] } of poolsOf(ports, ports.region))
    for (const { Id: id, LambdaConfig: config = {} } of UserPools) {
      if (id === undefined)
        throw new Error(`cognito-idp:ListUserPools of ${ports.region}: one without an id`);
      yield {
        kind: "user-pool-triggers",
        id,
        name: id,
        arn: arnOfPool(ports, id),
        related: [],
        // No policy selects a pool by its tags.
        tags: {},
        feeds: uniqueSorted([...triggersIn(toJson(config) as JsonObject).values()].map(({ arn }) => arn)),
      };
    }
}

/** Pages of the region's pools. */
export function poolsOf({ cognito }: PoolReads, region: string) {
  return everyPage(
    "cognito-idp:ListUserPools",
    region,
    (NextToken) => cognito.send(new ListUserPoolsCommand({ MaxResults: MAX_RESULTS, NextToken })),
    ({ NextToken }) => NextToken,
  );
}
