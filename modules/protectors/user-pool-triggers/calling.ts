import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Related } from "../../contract/kinds.ts";
import { functionOf, isArn, parseArn } from "../../core/arn.ts";
import { matchesGlob } from "../../core/glob.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { callOrNone } from "../kit/calls.ts";
import { Refusals } from "../kit/refusals.ts";
import type { ProtectorPorts } from "../protector.ts";
import type { RelatedOptions } from "../related.ts";
import type { SeenCaller } from "../seen.ts";
import { arnOfPool, poolNamed } from "./arn.ts";
import { poolsOf } from "./inventory.ts";
import { type PoolReads, READ, readPool } from "./read.ts";
import { triggersIn } from "./triggers.ts";

/** Of what a policy does not name one by one, so many pools are looked into at the most: triggers are a call for each. */
const MAX_LOOKED_INTO = 50;

const COGNITO = "cognito-idp.amazonaws.com";

type Ports = Pick<ProtectorPorts, "account" | "client" | "partition" | "region">;

/**
 * Pools that call a function, of those that its policies let in: by their ARN, or the first 50 that a wildcard fits, or
 * that Cognito is let in for without a source, or with the account alone. That there are more is told.
 * @param called ARN of the function, without a qualifier
 */
export async function poolsThatCall(
  ports: Ports,
  callers: readonly SeenCaller[],
  called: string,
  { warn }: Pick<RelatedOptions, "warn">,
): Promise<readonly Related[]> {
  const pools = uniqueSorted(callers.flatMap((one) => poolsOfCaller(ports, one)));
  if (pools.length === 0) return [];
  const reads = { cognito: ports.client(CognitoIdentityProviderClient) };
  const single = pools.flatMap((source) => poolNamed(parseArn(source).resource) ?? []);
  const fitting = await poolsFitting(
    ports,
    reads,
    pools.filter((source) => poolNamed(parseArn(source).resource) === undefined),
  );
  if (fitting.length > MAX_LOOKED_INTO)
    warn(
      `policies of ${called} let in more user pools than are looked into: the first ${MAX_LOOKED_INTO} that Cognito lists ` +
        "are asked whether they call it; to keep others, name each in the policy as its source, or in select.resources",
    );
  const named = [...single, ...fitting.slice(0, MAX_LOOKED_INTO)];
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

/** ARNs of the place's own pools, with wildcards, that a policy lets in. */
function poolsOfCaller(ports: Ports, { by, source }: SeenCaller): readonly string[] {
  if (by === COGNITO && (source === undefined || source === ports.account)) return [arnOfPool(ports, "*")];
  if (source === undefined || !isArn(source)) return [];
  const { service, resource } = parseArn(source);
  if (service !== "cognito-idp") return [];
  const id = poolNamed(resource);
  return id === undefined || arnOfPool(ports, id) === source ? [source] : [];
}

/** Ids of the pools that any of the wildcards fits, no more than tell that there are more than are looked into. */
async function poolsFitting(
  ports: Ports,
  reads: PoolReads,
  wildcards: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  if (wildcards.length === 0) return found;
  for await (const { UserPools = [] } of poolsOf(reads, ports.region)) {
    const ids = UserPools.flatMap((pool) => pool.Id ?? []);
    found.push(...ids.filter((id) => wildcards.some((one) => matchesGlob(one, arnOfPool(ports, id)))));
    if (found.length > MAX_LOOKED_INTO) break;
  }
  return found;
}
