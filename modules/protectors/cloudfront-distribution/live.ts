import { compareText } from "../../core/source-order.ts";
import { attempt, attemptOrNone } from "../kit/attempt.ts";
import { type DrawnSource, isStandIn } from "../kit/origin.ts";
import type { IdMap, PlanPorts, ProtectorPorts } from "../protector.ts";
import { arnOfDistribution, idOfDistribution } from "./arn.ts";
import { aliasesOf } from "./config.ts";
import type { DistributionDocument } from "./document.ts";
import {
  configOf,
  type DistributionReads,
  LIST,
  READ,
  type ReadDistribution,
  readDistribution,
  readDistributions,
  readTags,
} from "./read.ts";

export type DistributionPorts = DistributionReads &
  Pick<ProtectorPorts, "account" | "partition" | "region" | "sleep">;
export type DistributionPlanPorts = DistributionPorts & Pick<PlanPorts, "now">;

/** What a list tells of a distribution. */
interface Listed {
  readonly id: string;
  readonly aliases: readonly string[];
}

/** What is there. */
interface FoundDistributions {
  /** Those that a point may be about, the oldest first by their ids: several where several say that they stand for it. */
  readonly ids: readonly string[];
  /** All of the account; none where nobody had to ask. */
  readonly listed: readonly Listed[];
}

interface Wanted {
  readonly source: DrawnSource;
  /** Another name that a person gave it. */
  readonly as?: string | undefined;
  /** ARN that the map says stands for it. */
  readonly mapped?: string | undefined;
}

/**
 * The distribution that was captured, the one that a map names, or those whose tag says that a restore has made them of it.
 * Whoever may tag can write that, so of several nothing says which is right.
 */
export async function findDistributions(
  ports: DistributionPorts,
  { source, as, mapped }: Wanted,
): Promise<FoundDistributions> {
  if (mapped !== undefined) return { ids: [idOfDistribution(mapped)], listed: [] };
  if (source.account === ports.account && as === undefined) {
    const own = await liveDistribution(ports, source.id);
    if (own !== undefined) return { ids: [own.id], listed: [] };
  }
  const what = { resource: `distributions of account ${ports.account}`, call: LIST };
  const all = await attempt(ports.sleep, what, () => readDistributions(ports, ports.account));
  const listed = all
    .map((one) => ({ id: one.Id ?? "", aliases: aliasesOf(configOf(one)) }))
    .sort((a, b) => compareText(a.id, b.id));
  const ids: string[] = [];
  for (const { id } of listed)
    if (isStandIn(await tagsOf(ports, arnOfDistribution(ports, id)), source, as)) ids.push(id);
  return { ids, listed };
}

/** `undefined`: there is none of that id. */
export function liveDistribution(
  ports: DistributionPorts,
  id: string,
): Promise<ReadDistribution | undefined> {
  return attemptOrNone(ports.sleep, { resource: `distribution ${id}`, call: READ }, () =>
    readDistribution(ports, id),
  );
}

/** None of one that is gone since it was listed. */
export async function tagsOf(
  ports: DistributionPorts,
  arn: string,
): Promise<Readonly<Record<string, string>>> {
  const what = { resource: `tags of ${arn}`, call: "cloudfront:ListTagsForResource" };
  return (await attemptOrNone(ports.sleep, what, () => readTags(ports, arn))) ?? {};
}

/** What stands for a distribution there by now: its ARN and its name of cloudfront.net. */
export async function drawnDistribution(
  ports: DistributionPorts,
  document: DistributionDocument,
  { name }: { readonly name?: string },
): Promise<IdMap> {
  const as = name === document.name ? undefined : name;
  const { ids } = await findDistributions(ports, { source: document, as });
  const live = ids[0] === undefined ? undefined : await liveDistribution(ports, ids[0]);
  return { [document.arn]: live?.arn ?? document.arn, [document.domain]: live?.domain ?? document.domain };
}
