import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import type { DemoClients } from "./clients.ts";
import { LOST } from "./regions.ts";

export interface Network {
  readonly subnets: readonly string[];
  readonly group: string;
}

/**
 * Two subnets and a security group. Their ids are drawn from a seed, so that the committed map file can name
 * them, as a real one names subnets that were made long before the loss.
 */
export async function createNetwork(endpoint: string, { ec2, region }: DemoClients): Promise<Network> {
  // The first call makes the region's default network, whose ids must not use up the seed.
  await ec2.send(new DescribeVpcsCommand({}));
  await fetch(`${endpoint}/moto-api/seed?a=${region === LOST ? 101 : 202}`, { method: "POST" });
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.20.0.0/16" }));
  const subnets: string[] = [];
  for (const [zone, block] of [
    ["a", "10.20.1.0/24"],
    ["b", "10.20.2.0/24"],
  ]) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: block, AvailabilityZone: `${region}${zone}` }),
    );
    subnets.push(Subnet?.SubnetId ?? "");
  }
  const { GroupId = "" } = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: "orders",
      Description: "orders functions",
      VpcId: Vpc?.VpcId,
    }),
  );
  return { subnets, group: GroupId };
}
