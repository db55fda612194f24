import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";

/** Which of these subnets and security groups are gone; none where EC2 does not say: then Lambda will. */
export function goneNetworks(
  ec2: Pick<EC2Client, "send">,
): (ids: readonly string[]) => Promise<readonly string[]> {
  return async (ids) => {
    const subnets = ids.filter((id) => id.startsWith("subnet-"));
    const groups = ids.filter((id) => id.startsWith("sg-"));
    return [
      // A filter, not ids: one that is gone would fail the call and hide the others.
      ...(await gone(subnets, async () => {
        const { Subnets } = await ec2.send(new DescribeSubnetsCommand(named("subnet-id", subnets)));
        return Subnets?.map(({ SubnetId }) => SubnetId);
      })),
      ...(await gone(groups, async () => {
        const { SecurityGroups } = await ec2.send(
          new DescribeSecurityGroupsCommand(named("group-id", groups)),
        );
        return SecurityGroups?.map(({ GroupId }) => GroupId);
      })),
    ];
  };
}

/** At most 16 subnets and 5 groups a function: one page holds the answer. */
function named(Name: string, Values: readonly string[]): { readonly Filters: Filter[] } {
  return { Filters: [{ Name, Values: [...Values] }] };
}

async function gone(
  ids: readonly string[],
  find: () => Promise<readonly (string | undefined)[] | undefined>,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  try {
    const there = new Set(await find());
    return ids.filter((id) => !there.has(id));
  } catch {
    return [];
  }
}
