import {
  type AvailabilityZone,
  DescribeAvailabilityZonesCommand,
  DescribeRegionsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { parseArn } from "../../core/arn.ts";
import { compareText } from "../../core/source-order.ts";
import type { Seen, SeenRegion, SeenZone } from "../../policy/zones/merge-zone-lock.ts";
import { explainError, isAccessDenied } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";

/** A region that did not say which edge zones it has. */
export interface Unanswered {
  readonly region: string;
  readonly message: string;
  /** What to do instead. */
  readonly hint: string;
}

export interface Asked {
  readonly seen: Seen;
  readonly unanswered: readonly Unanswered[];
}

/**
 * Every region of the partition that the credentials belong to, as the region `home` lists them, and the edge zones
 * of each, as it lists its own. Neither list comes in pages.
 * @throws what `home` answered, or the first region when none says which edge zones it has
 */
export async function askZones(home: string, clients: ClientsOf, env: Io["env"]): Promise<Asked> {
  const [partition, regions] = await Promise.all([askPartition(home, clients), askRegions(home, clients)]);
  const answers = await Promise.allSettled(regions.map((region) => askEdgeZones(region, clients)));
  const seen = regions.map(({ id, optIn }, index): SeenRegion => {
    const answer = answers[index];
    return { id, optIn, zones: answer?.status === "fulfilled" ? answer.value : undefined };
  });
  const failures = regions.flatMap(({ id: region }, index) => {
    const answer = answers[index];
    return answer?.status === "rejected" ? [{ region, error: answer.reason as unknown }] : [];
  });
  if (failures.length === regions.length)
    throw (failures.find(({ region }) => region === home) ?? failures[0])?.error;
  return {
    seen: { partition, regions: seen },
    unanswered: failures.map(({ region, error }) => ({ region, ...explain(error, env) })),
  };
}

function explain(error: unknown, env: Io["env"]): Omit<Unanswered, "region"> {
  const { message, hint } = error instanceof CommandError ? error : explainError(error, env);
  const isTold = error instanceof CommandError || isAccessDenied(error);
  return { message, hint: (isTold ? hint : undefined) ?? "run it again later: nothing is lost until then" };
}

/** From the ARN of whoever asks, never from a region's name: a name says nothing for sure. */
async function askPartition(region: string, clients: ClientsOf): Promise<string> {
  const { Arn } = await clients(region).client(STSClient).send(new GetCallerIdentityCommand());
  if (Arn === undefined) throw new Error(`sts:GetCallerIdentity in ${region} answered without an ARN`);
  return parseArn(Arn).partition;
}

interface ListedRegion {
  readonly id: string;
  readonly optIn: boolean;
  /** In this account. */
  readonly isOn: boolean;
}

async function askRegions(home: string, clients: ClientsOf): Promise<ListedRegion[]> {
  const { Regions = [] } = await clients(home)
    .client(EC2Client)
    .send(new DescribeRegionsCommand({ AllRegions: true }));
  const regions = Regions.flatMap(({ RegionName: id, OptInStatus: status }) =>
    id && status ? [{ id, optIn: status !== "opt-in-not-required", isOn: status !== "not-opted-in" }] : [],
  );
  if (regions.length === 0 || regions.length < Regions.length)
    throw new Error(`ec2:DescribeRegions in ${home} answered without names of regions`);
  return regions.sort((a, b) => compareText(a.id, b.id));
}

/** Also of zones that the account has not opted in to: the lock is about what exists. */
async function askEdgeZones({ id: region, isOn }: ListedRegion, clients: ClientsOf): Promise<SeenZone[]> {
  if (!isOn) {
    const hint = "switch it on, or use credentials of an account that has it on";
    throw new CommandError("it is not switched on in this account", EXIT.partial, hint);
  }
  const { AvailabilityZones: zones } = await clients(region)
    .client(EC2Client)
    .send(
      new DescribeAvailabilityZonesCommand({
        AllAvailabilityZones: true,
        Filters: [{ Name: "zone-type", Values: ["local-zone", "wavelength-zone"] }],
      }),
    );
  // A region without edge zones answers with an empty list; an answer without a list is of somebody else.
  if (zones === undefined)
    throw new Error(`ec2:DescribeAvailabilityZones in ${region} answered without a list of zones`);
  return zones.map((zone) => readZone(zone, region));
}

/**
 * `RegionName` is the region that a zone hangs off; `ParentZoneName` is only an availability zone of that region.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AvailabilityZone.html
 */
function readZone({ RegionName, ZoneName, ZoneType, GroupName }: AvailabilityZone, region: string): SeenZone {
  if (!ZoneName || !ZoneType || RegionName !== region) {
    const what = `${ZoneName ?? "a zone without a name"} of ${RegionName ?? "no region"}`;
    throw new Error(`ec2:DescribeAvailabilityZones in ${region} answered with ${what}`);
  }
  return { id: ZoneName, type: ZoneType, ...(GroupName !== undefined && { group: GroupName }) };
}
