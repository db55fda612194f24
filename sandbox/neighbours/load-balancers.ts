import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as E from "@aws-sdk/client-elastic-load-balancing-v2";
import { type EstatePlace, type Neighbour, THEIRS, theirFunction } from "./place.ts";

async function subnets(at: EstatePlace): Promise<string[]> {
  const ec2 = at.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
  const made: string[] = [];
  for (const CidrBlock of ["10.9.1.0/24", "10.9.2.0/24"]) {
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock }));
    made.push(Subnet?.SubnetId ?? "");
  }
  return made;
}

/** A load balancer whose listener has a rule that forwards to their function. */
export const theirLoadBalancers: Neighbour = {
  make: async (at) => {
    const elb = at.client(E.ElasticLoadBalancingV2Client);
    const balancer = { Name: THEIRS, Subnets: await subnets(at) };
    const { LoadBalancers = [] } = await elb.send(new E.CreateLoadBalancerCommand(balancer));
    const { TargetGroups = [] } = await elb.send(
      new E.CreateTargetGroupCommand({ Name: THEIRS, TargetType: "lambda", HealthCheckEnabled: true }),
    );
    const TargetGroupArn = TargetGroups[0]?.TargetGroupArn;
    const Targets = [{ Id: theirFunction(at) }];
    await elb.send(new E.RegisterTargetsCommand({ TargetGroupArn, Targets }));
    const FixedResponseConfig = { StatusCode: "404", ContentType: "text/plain", MessageBody: "theirs" };
    const { Listeners = [] } = await elb.send(
      new E.CreateListenerCommand({
        LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
        Protocol: "HTTP",
        Port: 80,
        DefaultActions: [{ Type: "fixed-response", FixedResponseConfig }],
      }),
    );
    await elb.send(
      new E.CreateRuleCommand({
        ListenerArn: Listeners[0]?.ListenerArn,
        Priority: 10,
        Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/theirs/*"] } }],
        Actions: [{ Type: "forward", TargetGroupArn }],
        Tags: [{ Key: "owner", Value: "they" }],
      }),
    );
  },
  describe: async (at) => {
    const elb = at.client(E.ElasticLoadBalancingV2Client);
    const groups = await elb.send(new E.DescribeTargetGroupsCommand({ Names: [THEIRS] }));
    const TargetGroupArn = groups.TargetGroups?.[0]?.TargetGroupArn;
    const balancers = await elb.send(new E.DescribeLoadBalancersCommand({ Names: [THEIRS] }));
    const LoadBalancerArn = balancers.LoadBalancers?.[0]?.LoadBalancerArn;
    const listeners = await elb.send(new E.DescribeListenersCommand({ LoadBalancerArn }));
    const ListenerArn = listeners.Listeners?.[0]?.ListenerArn;
    const rules = await elb.send(new E.DescribeRulesCommand({ ListenerArn }));
    const own = (rules.Rules ?? []).flatMap(({ IsDefault, RuleArn = "" }) => (IsDefault ? [] : [RuleArn]));
    const tags = (ResourceArns: string[]) => elb.send(new E.DescribeTagsCommand({ ResourceArns }));
    return {
      "target group": [
        groups,
        await elb.send(new E.DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
        await elb.send(new E.DescribeTargetHealthCommand({ TargetGroupArn })),
        await tags([TargetGroupArn ?? ""]),
      ],
      listener: [balancers, listeners],
      "listener rules": [rules, await tags(own)],
    };
  },
};
