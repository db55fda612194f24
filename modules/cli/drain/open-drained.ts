import { randomBytes } from "node:crypto";
import { KMSClient } from "@aws-sdk/client-kms";
import { keyAliasArn } from "../../aws/names.ts";
import { secondOf } from "../../core/second.ts";
import type { KeyMaker, KeyOpener, RunStore } from "../../drain/ports.ts";
import type { Plan } from "../../planner/plan.ts";
import { regionBounds } from "../../planner/region-bounds.ts";
import { drainedFolder } from "../../recovery/layout.ts";
import { KmsUnwrapping, KmsWrapping } from "../../store/kms-keys.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { openSource } from "../points/open-sources.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

/** As long as SQS itself keeps a message at most, if the store lets anybody lock so long. */
const KEPT_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Where a run of `drain` lies in the store of a region, and its data key.
 * @throws CommandError where the region is not told, or the estate has no store there
 */
export function openDrained(
  plan: Plan,
  clients: ClientsOf,
  site: string | undefined,
  { queue, run, began }: { readonly queue: string; readonly run: string; readonly began: Date },
): RunStore & KeyMaker & KeyOpener & { readonly region: string } {
  const region = regionOf(plan, site);
  const { store, prefix } = openSource(plan, clients, region, region, region);
  const kms = (at: string) => clients(at).client(KMSClient);
  const key = keyAliasArn(plan, region, region);
  const context = { account: plan.account, site: region, purpose: "drained", queue, run };
  return {
    region,
    store,
    folder: drainedFolder(prefix, queue, run),
    run,
    lockUntil: lockUntil(plan, region, began),
    random: randomBytes,
    wrap: async (plaintext) => {
      const wrapped = await new KmsWrapping(kms).wrapFor({ site: region, region, key }, plaintext, context);
      return { site: region, region, key, wrapped: Buffer.from(wrapped).toString("base64"), context };
    },
    // What is asked for decides, not what the file says: a key that was wrapped for another run opens nothing.
    unwrap: (wrap) => new KmsUnwrapping(kms, () => key).unwrap({ ...wrap, context }),
  };
}

/** Until when what is written into a region's store by hand is locked: ISO 8601. */
export function lockUntil(plan: Plan, region: string, began: Date): string {
  const days = Math.min(KEPT_DAYS, regionBounds(plan, region).keeps.days);
  return secondOf(began.getTime() + days * DAY_MS);
}

function regionOf({ stacks }: Plan, site: string | undefined): string {
  const regions = stacks.filter(({ kind }) => kind === "site").map((stack) => stack.region);
  const [only, ...others] = regions;
  if (site === undefined && only !== undefined && others.length === 0) return only;
  if (site !== undefined && regions.includes(site)) return site;
  const known = regions.join(" or ") || "none";
  throw site === undefined
    ? new CommandError("say the region of the queue", EXIT.usage, `--site ${known}`)
    : new CommandError(`no policy has a region ${site}`, EXIT.bad, `--site ${known}`);
}
