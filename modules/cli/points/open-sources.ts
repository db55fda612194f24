import { S3Client } from "@aws-sdk/client-s3";
import { bucketName, keyAliasArn } from "../../aws/names.ts";
import { pinnedKeysOf } from "../../planner/pinned-keys.ts";
import type { Plan } from "../../planner/plan.ts";
import { sourcePrefix } from "../../recovery/layout.ts";
import type { RunWitness } from "../../recovery/signing/run-witness.ts";
import { SignedRuns } from "../../recovery/signing/signed-runs.ts";
import type { Store } from "../../recovery/store.ts";
import { S3Store } from "../../store/s3-store.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { requireRegion, selectSites } from "./select-site.ts";

/** One source of points, in its own store or in a copy of it. */
export interface Source {
  readonly site: string;
  /** Region of the store. */
  readonly region: string;
  /** `<account>/<site>/` */
  readonly prefix: string;
  readonly store: Store;
  /** Site whose key must open the points there. */
  readonly opener: string;
  /** Tells who made the points, and what a run kept. */
  readonly witness: RunWitness;
}

type Scope = Pick<Plan, "account" | "partition" | "stacks">;

/**
 * The points of every site of the plan, or of one; each in its own store, or all in that of the region `from`.
 * @throws CommandError when the estate has no such site or region
 */
export function openSources(
  plan: Plan,
  clients: ClientsOf,
  { site, from }: { readonly site?: string; readonly from?: string },
): readonly Source[] {
  if (from !== undefined) requireRegion(plan, "from", from);
  return selectSites(plan, site).map((stack) =>
    openSource(plan, clients, stack.site, stack.region, from ?? stack.region),
  );
}

/** The points of `site`, which belongs to the region `home`, as they lie in the store of `region`. */
export function openSource(
  scope: Scope,
  clients: ClientsOf,
  site: string,
  home: string,
  region: string,
): Source {
  const { account } = scope;
  const opener = region === home ? site : region;
  const store = new S3Store({
    client: clients(region).client(S3Client),
    location: { account, bucket: bucketName(account, region), key: keyAliasArn(scope, region, opener) },
    lock: "GOVERNANCE",
  });
  const prefix = sourcePrefix(account, site);
  const keys = pinnedKeysOf(scope).filter((key) => key.region === home);
  const witness = new SignedRuns(store, prefix, { account, site, keys, now: () => new Date() });
  return { site, region, prefix, store, opener, witness };
}
