import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Related } from "../../contract/kinds.ts";
import { functionOf, isArn, parseArn } from "../../core/arn.ts";
import { matchesGlob } from "../../core/glob.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { callOrNone } from "../kit/calls.ts";
import { Refusals } from "../kit/refusals.ts";
import type { ProtectorPorts } from "../protector.ts";
import type { RelatedOptions } from "../related.ts";
import { arnOfPool, poolNamed } from "./arn.ts";
import { poolsOf } from "./inventory.ts";
import { type PoolReads, READ, readPool } from "./read.ts";
import { triggersIn } from "./triggers.ts";

/** Of what a policy names by a wildcard, so many pools are looked into at the most: triggers are a call for each. */
const MAX_LOOKED_INTO = 50;

type Ports = Pick<ProtectorPorts, "account" | "client" | "partition" | "region">;

/**
 * Pools that call a function, of those that its policies let in: by their ARN, or by a wildcard that fits no more than 50.
 * @param sources ARNs of any service, with their wildcards
 * @param called ARN of the function, without a qualifier
 */
export async function poolsThatCall(
  ports: Ports,
  sources: readonly string[],
  called: string,
  { warn }: Pick<RelatedOptions, "warn">,
): Promise<readonly Related[]> {
  const pools = uniqueSorted(sources).filter((one) => isArn(one) && parseArn(one).service === "cognito-idp");
  if (pools.length === 0) return [];
  const reads = { cognito: ports.client(CognitoIdentityProviderClient) };
  const named: string[] = [];
  for (const source of pools) named.push(...(await poolsNamed(ports, reads, source)));
  const found: Related[] = [];
  const refusals = new Refusals();
  for (const id of uniqueSorted(named)) {
    const pool = await refusals.ask(id, () => callOrNone(READ, id, () => readPool(reads, id)));
    const calls = [...triggersIn(pool?.lambdaConfig ?? {}).values()]
      .map(({ arn }) => arn)
      .filter((arn) => functionOf(arn) === called);
    if (calls.length > 0)
      found.push({ kind: "user-pool-triggers", id, arn: arnOfPool(ports, id), calls: uniqueSorted(calls) });
  }
  refusals.tell(warn, `user pools that may not be asked whether they call ${called}`);
  return found;
}

/** Ids of the pools that a source stands for. */
async function poolsNamed(ports: Ports, reads: PoolReads, source: string): Promise<readonly string[]> {
  const id = poolNamed(parseArn(source).resource);
  if (id !== undefined) return arnOfPool(ports, id) === source ? [id] : [];
  const found: string[] = [];
  for await (const { UserPools = [] } of poolsOf(reads, ports.region)) {
    const ids = UserPools.flatMap((pool) => pool.Id ?? []);
    found.push(...ids.filter((one) => matchesGlob(source, arnOfPool(ports, one))));
    if (found.length > MAX_LOOKED_INTO) return [];
  }
  return found;
}
