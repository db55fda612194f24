import { KMSClient } from "@aws-sdk/client-kms";
import { bucketName, keyAliasArn } from "../../aws/names.ts";
import type { Plan } from "../../planner/plan.ts";
import { loadProtector } from "../../protectors/load.ts";
import type { RestorePorts } from "../../restore/ports.ts";
import { KmsUnwrapping } from "../../store/kms-keys.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { openSource, type Source } from "./open-sources.ts";

/** What a restore into the region `to` asks with, from the store that its points are read from. */
export function restorePorts(
  plan: Pick<Plan, "account" | "partition" | "stacks">,
  clients: ClientsOf,
  source: Source,
  to: string,
  {
    sleep,
    today,
    now,
    holder,
    accept = {},
  }: Pick<RestorePorts, "sleep" | "today" | "now" | "holder" | "accept">,
): RestorePorts {
  const { account, partition } = plan;
  const near = source.region === to ? source : openSource(plan, clients, source.site, source.region, to);
  return {
    account,
    partition,
    region: to,
    client: clients(to).client,
    protector: loadProtector,
    sleep,
    today,
    now,
    holder,
    accept,
    source,
    near: { store: near.store, bucket: bucketName(account, to) },
    keys: unwrapping(plan, clients),
  };
}

/** What opens the secrets of points, each by the key of its place. */
export function unwrapping(
  plan: Pick<Plan, "account" | "partition" | "stacks">,
  clients: ClientsOf,
): RestorePorts["keys"] {
  return new KmsUnwrapping(
    (home) => clients(home).client(KMSClient),
    (site, home) => keyAliasArn(plan, home, site),
  );
}
