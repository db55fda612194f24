import type { EC2Client, Filter } from "@aws-sdk/client-ec2";
import { FakeService } from "./fake-aws/service.ts";

interface Asked {
  readonly Filters?: readonly Filter[];
}

const idsIn = ({ Filters = [] }: Asked): readonly string[] => Filters.flatMap(({ Values = [] }) => Values);

/** Subnets and security groups: those that are asked for are there. */
export class FakeNetworks extends FakeService<EC2Client> {
  readonly service = "ec2";

  DescribeSubnets(asked: Asked) {
    return { Subnets: idsIn(asked).map((SubnetId) => ({ SubnetId })) };
  }

  DescribeSecurityGroups(asked: Asked) {
    return { SecurityGroups: idsIn(asked).map((GroupId) => ({ GroupId })) };
  }
}
