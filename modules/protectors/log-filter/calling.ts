import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Related } from "../../contract/kinds.ts";
import { functionOf, isArn, parseArn } from "../../core/arn.ts";
import { matchesGlob } from "../../core/glob.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import { orNone } from "../kit/attempt.ts";
import { Refusals } from "../kit/refusals.ts";
import type { ProtectorPorts } from "../protector.ts";
import type { RelatedOptions } from "../related.ts";
import { arnOfGroup } from "./arn.ts";
import { mayHaveFilters } from "./of-class.ts";
import { findGroup, groupsFrom, type LogReads, readFilters } from "./read.ts";
import { logFilterSpec } from "./spec.ts";
import { destinationOf } from "./translate.ts";

/** Of what a policy names by its beginning, so many groups are looked into at the most: filters are a call for each. */
const MAX_LOOKED_INTO = 50;
/** Groups that are listed for one function, whatever its policies name. */
const MAX_LISTED = 1000;

type Ports = Pick<ProtectorPorts, "account" | "client" | "partition" | "region">;

/**
 * Groups that call a function, of those that its policies let in: by their ARN, or by the beginning of their name, where
 * that fits no more than 50.
 * @param sources ARNs of any service, with their wildcards
 * @param called ARN of the function, without a qualifier
 */
export async function groupsThatCall(
  ports: Ports,
  sources: readonly string[],
  called: string,
  { warn }: Pick<RelatedOptions, "warn">,
): Promise<readonly Related[]> {
  const reads = { logs: ports.client(CloudWatchLogsClient) };
  const named: string[] = [];
  const left = { groups: MAX_LISTED };
  for (const source of sources) named.push(...(await namesIn(ports, reads, source, left)));
  const found: Related[] = [];
  const refusals = new Refusals();
  for (const name of uniqueSorted(named)) {
    const filters = (await refusals.ask(name, () => orNone(() => readFilters(reads, name)))) ?? [];
    const calls = filters.map(destinationOf).filter((to) => functionOf(to) === called);
    if (calls.length > 0) found.push({ ...groupNamed(ports, name), calls: uniqueSorted(calls) });
  }
  refusals.tell(warn, `log groups that may not be asked whether they call ${called}`);
  return found;
}

/** The group, where it is there: that which a function writes to is made when it first runs. */
export async function groupThatIsThere(ports: Ports, name: string): Promise<readonly Related[]> {
  const found = await findGroup({ logs: ports.client(CloudWatchLogsClient) }, name);
  return found === undefined ? [] : [groupNamed(ports, name)];
}

function groupNamed(ports: Ports, id: string): Related {
  return { kind: "log-filter", id, arn: arnOfGroup(ports, id) };
}

/** Names of the groups that a source stands for; `left`: how many may still be listed. */
async function namesIn(
  ports: Ports,
  reads: LogReads,
  source: string,
  left: { groups: number },
): Promise<readonly string[]> {
  if (!isArn(source) || parseArn(source).service !== "logs") return [];
  const id = logFilterSpec.idOf(parseArn(source));
  if (id !== undefined) {
    if (arnOfGroup(ports, id) !== source.replace(/:\*$/, "")) return [];
    const group = await findGroup(reads, id);
    return group !== undefined && mayHaveFilters(group) ? [id] : [];
  }
  const [, prefix] = /^log-group:([.\-_/#A-Za-z0-9]+)/.exec(parseArn(source).resource) ?? [];
  // Every group of the region is more than a run can look into.
  if (prefix === undefined) return [];
  const found: string[] = [];
  for await (const { logGroups = [] } of groupsFrom(reads, prefix)) {
    found.push(
      ...logGroups
        .filter(mayHaveFilters)
        .flatMap(({ logGroupName: name = "" }) => (fits(source, arnOfGroup(ports, name)) ? name : [])),
    );
    left.groups -= logGroups.length;
    if (found.length > MAX_LOOKED_INTO || left.groups < 0) return [];
  }
  return found;
}

function fits(source: string, arn: string): boolean {
  return matchesGlob(source, arn) || matchesGlob(source, `${arn}:*`);
}
