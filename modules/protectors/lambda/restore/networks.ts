import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";

/** What became of subnets and security groups, as far as EC2 says. */
export interface AskedNetworks {
  readonly gone: readonly string[];
  /** Those of which EC2 does not say: Lambda will. */
  readonly unasked: readonly string[];
}

export function goneNetworks(
  ec2: Pick<EC2Client, "send">,
): (ids: readonly string[]) => Promise<AskedNetworks> {
  return async (ids) => {
    const subnets = ids.filter((id) => id.startsWith("subnet-"));
    const groups = ids.filter((id) => id.startsWith("sg-"));
    // A filter, not ids: one that is gone would fail the call and hide the others.
    const all = [
      await asked(subnets, async () => {
        const { Subnets } = await ec2.send(new DescribeSubnetsCommand(named("subnet-id", subnets)));
        return Subnets?.map(({ SubnetId }) => SubnetId);
      }),
      await asked(groups, async () => {
        const { SecurityGroups } = await ec2.send(
          new DescribeSecurityGroupsCommand(named("group-id", groups)),
        );
        return SecurityGroups?.map(({ GroupId }) => GroupId);
      }),
    ];
    return { gone: all.flatMap(({ gone }) => gone), unasked: all.flatMap(({ unasked }) => unasked) };
  };
}

/** At most 16 subnets and 5 groups a function: one page holds the answer. */
function named(Name: string, Values: readonly string[]): { readonly Filters: Filter[] } {
  return { Filters: [{ Name, Values: [...Values] }] };
}

async function asked(
  ids: readonly string[],
  find: () => Promise<readonly (string | undefined)[] | undefined>,
): Promise<AskedNetworks> {
  if (ids.length === 0) return { gone: [], unasked: [] };
  try {
    const there = new Set(await find());
    return { gone: ids.filter((id) => !there.has(id)), unasked: [] };
  } catch {
    return { gone: [], unasked: ids };
  }
}
