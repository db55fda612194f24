import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ProtectorPorts } from "../../../modules/protectors/protector.ts";
import { required } from "./clients.ts";

export const NOT_FOUND: Action = {
  Type: "fixed-response",
  FixedResponseConfig: { StatusCode: "404", ContentType: "text/plain", MessageBody: "nothing here" },
};

/** An Application Load Balancer with a listener on port 80, which answers 404 by default. */
export async function makeBalancer(
  { client }: Pick<ProtectorPorts, "client">,
  elb: ElasticLoadBalancingV2Client,
  Name: string,
): Promise<{ readonly host: string; readonly arn: string; readonly listener: string }> {
  const ec2 = client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const Subnets: string[] = [];
  for (const CidrBlock of ["10.0.1.0/24", "10.0.2.0/24"]) {
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock }));
    Subnets.push(required(Subnet?.SubnetId));
  }
  const { LoadBalancers = [] } = await elb.send(new CreateLoadBalancerCommand({ Name, Subnets }));
  const [balancer] = LoadBalancers;
  const { Listeners = [] } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer?.LoadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [NOT_FOUND],
    }),
  );
  return {
    host: required(balancer?.DNSName),
    arn: required(balancer?.LoadBalancerArn),
    listener: required(Listeners[0]?.ListenerArn),
  };
}
