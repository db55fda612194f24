import * as C from "@aws-sdk/client-cloudfront";
import { type EstatePlace, type Neighbour, THEIRS } from "./place.ts";

/** One distribution for each region: CloudFront is in none. */
export const theirDistributions: Neighbour = {
  make: async (at) => {
    const origin = {
      ...{ Id: "theirs", DomainName: "theirs.example.com" },
      CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" as const },
    };
    await at.client(C.CloudFrontClient).send(
      new C.CreateDistributionWithTagsCommand({
        DistributionConfigWithTags: {
          DistributionConfig: {
            ...{ CallerReference: nameOf(at), Comment: nameOf(at), Enabled: true },
            Aliases: { Quantity: 1, Items: [`${at.region}.theirs.example.com`] },
            Origins: { Quantity: 1, Items: [origin] },
            DefaultCacheBehavior: { TargetOriginId: "theirs", ViewerProtocolPolicy: "https-only" },
          },
          Tags: { Items: [{ Key: "owner", Value: "they" }] },
        },
      }),
    );
  },
  describe: async (at) => {
    const Id = await theirDistribution(at);
    const client = at.client(C.CloudFrontClient);
    const { Distribution: found, ETag } = await client.send(new C.GetDistributionCommand({ Id }));
    const { Tags } = await client.send(new C.ListTagsForResourceCommand({ Resource: found?.ARN }));
    return { distribution: { config: found?.DistributionConfig, ETag, Tags } };
  },
};

/** Its id. */
export async function theirDistribution(at: EstatePlace): Promise<string> {
  const { DistributionList: list } = await at
    .client(C.CloudFrontClient)
    .send(new C.ListDistributionsCommand({}));
  const found = list?.Items?.find(({ Comment }) => Comment === nameOf(at));
  if (found?.Id === undefined) throw new Error(`the distribution ${nameOf(at)} is gone`);
  return found.Id;
}

const nameOf = ({ region }: EstatePlace): string => `${THEIRS} ${region}`;
