import * as sdk from "@aws-sdk/client-cloudfront";
import { describe, expect, test } from "vitest";
import { cloudfrontDistribution } from "../../../modules/protectors/cloudfront-distribution/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { planPortsOf, requestOf as planRequest } from "../../support/made-plan.ts";
import { SOURCE } from "../../support/protector-conformance/conforming.ts";
import { answerOf, leavesOf, operations, other, requestOf, withLeaf } from "../../support/sdk-model.ts";
import { ARN, ID, LAMBDA } from "./place.ts";

type Answer = Record<string, unknown>;

const CHECKS = `arn:aws:cloudfront::${SOURCE.account}:function/checks`;
const CONFIG = "Distribution.DistributionConfig";
/** What the answer says where any value would not do. */
const SAID: Readonly<Record<string, unknown>> = {
  "Distribution.Id": ID,
  "Distribution.ARN": ARN,
  [`${CONFIG}.Enabled`]: true,
  [`${CONFIG}.Staging`]: false,
  ...Object.fromEntries(
    ["DefaultCacheBehavior", "CacheBehaviors.Items[]"].flatMap((behaviour) => [
      [`${CONFIG}.${behaviour}.LambdaFunctionAssociations.Items[].LambdaFunctionARN`, `${LAMBDA}:7`],
      [`${CONFIG}.${behaviour}.FunctionAssociations.Items[].FunctionARN`, CHECKS],
    ]),
  ),
};
const FIRST = Object.entries(SAID).reduce<unknown>(
  (answer, [leaf, said]) => withLeaf(answer, leaf, () => said),
  answerOf("GetDistribution", sdk),
) as Answer;
const LEAVES = leavesOf(FIRST).filter((leaf) => leaf.startsWith("Distribution."));

/** What of GetDistribution no point keeps, each with the reason. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  Id: "the point is the distribution's own",
  Status: "a state: how far CloudFront has brought it",
  LastModifiedTime: "a date that CloudFront writes",
  InProgressInvalidationBatches: "what is under way",
  "ActiveTrustedSigners.Enabled": "what CloudFront makes of the trusted signers",
  "ActiveTrustedSigners.Quantity": "what CloudFront makes of the trusted signers",
  "ActiveTrustedSigners.Items[].AwsAccountNumber": "what CloudFront makes of the trusted signers",
  "ActiveTrustedSigners.Items[].KeyPairIds.Quantity": "what CloudFront makes of the trusted signers",
  "ActiveTrustedSigners.Items[].KeyPairIds.Items[]": "what CloudFront makes of the trusted signers",
  "ActiveTrustedKeyGroups.Enabled": "what CloudFront makes of the key groups",
  "ActiveTrustedKeyGroups.Quantity": "what CloudFront makes of the key groups",
  "ActiveTrustedKeyGroups.Items[].KeyGroupId": "what CloudFront makes of the key groups",
  "ActiveTrustedKeyGroups.Items[].KeyPairIds.Quantity": "what CloudFront makes of the key groups",
  "ActiveTrustedKeyGroups.Items[].KeyPairIds.Items[]": "what CloudFront makes of the key groups",
  "AliasICPRecordals[].CNAME": "what China says of its names",
  "AliasICPRecordals[].ICPRecordalStatus": "what China says of its names",
  "DistributionConfig.CallerReference": "what it was made with: each is made with its own",
  "DistributionConfig.ViewerCertificate.Certificate": "said twice: by the certificate's own member",
  "DistributionConfig.ViewerCertificate.CertificateSource": "said twice: by the certificate's own member",
};
/** What is kept, and compared or written otherwise than as it stands there. */
const OTHERWISE: Readonly<Record<string, string>> = {
  DomainName: "CloudFront draws it: it is mapped, and neither compared nor written",
  "DistributionConfig.ContinuousDeploymentPolicyId":
    "of a policy for another distribution: told, and left as it is there",
  "DistributionConfig.Enabled": "arming enables it",
};
const isCount = (leaf: string): boolean => /\.Quantity$/.test(leaf);

/** An account whose distribution is as `there` says. */
function region(there: Answer | undefined) {
  const sent: { name: string; input: Answer }[] = [];
  let now = there;
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Answer }) => {
    const operation = name.replace(/Command$/, "");
    if (operation === "GetDistribution") {
      if (now === undefined) throw awsError("NoSuchDistribution", 404);
      return structuredClone(now);
    }
    if (operation === "DescribeFunction")
      return {
        FunctionSummary: {
          ...{ Name: "checks", FunctionConfig: { Comment: "", Runtime: "cloudfront-js-2.0" } },
          FunctionMetadata: { FunctionARN: CHECKS },
        },
        ETag: "E1",
      };
    if (operation === "GetFunction") return { FunctionCode: new TextEncoder().encode("// checks") };
    if (/^(List|Get)/.test(operation)) return {};
    sent.push({ name: operation, input });
    now = { ...(now ?? FIRST) };
    return FIRST;
  };
  return { sent, ports: planPortsOf({ ...SOURCE, client: (() => ({ send })) as never }) };
}

async function capture(answer: Answer) {
  const item = { kind: "cloudfront-distribution" as const, id: ID, name: ID, arn: ARN, related: [] };
  const found = await cloudfrontDistribution.capture(region(answer).ports as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("it is gone");
  return found;
}

/** What a restore of it writes: into an empty account, or over what is there. */
async function written({ document, secrets }: Awaited<ReturnType<typeof capture>>, there?: Answer) {
  const { sent, ports } = region(there);
  const request = planRequest(
    cloudfrontDistribution,
    document,
    { secrets: secrets as never, replace: true },
    SOURCE,
  );
  const { steps, ids } = await cloudfrontDistribution.plan(ports, request);
  for (const { perform } of steps) await perform?.(new Map(ids));
  return sent;
}

const changed = (leaf: string): Answer => withLeaf(structuredClone(FIRST), leaf, other) as Answer;

describe("of every member that the model of CloudFront has of a distribution", async () => {
  const was = await capture(FIRST);
  const wrote = JSON.stringify(await written(was));
  const found = {
    ignored: [] as string[],
    unlike: [] as string[],
    lost: [] as string[],
    told: [] as string[],
  };
  for (const leaf of LEAVES) {
    const name = leaf.slice("Distribution.".length);
    const is = await capture(changed(leaf)).catch(() => undefined);
    if (is === undefined) found.told.push(name);
    else if (JSON.stringify([is.document, is.secrets]) === JSON.stringify([was.document, was.secrets]))
      found.ignored.push(name);
    else {
      const told = cloudfrontDistribution.differences(was.document, is.document, {}, { armed: true });
      if (told.length === 0 && cloudfrontDistribution.secretsDiffer?.(was, is, {}) !== true)
        found.unlike.push(name);
      if (JSON.stringify(await written(is).catch(() => "refused")) === wrote) found.lost.push(name);
    }
  }

  test("what a capture does not keep is listed, with its reason", () => {
    expect(found.ignored.sort()).toEqual(Object.keys(NOT_KEPT).sort());
  });

  test("what is kept is compared and written by a restore, or is listed", () => {
    const listed = (name: string): boolean => Object.hasOwn(OTHERWISE, name) || isCount(name);
    expect(found.unlike.filter((name) => !listed(name))).toEqual([]);
    expect(found.lost.filter((name) => !listed(name))).toEqual([]);
    // A CloudFront function of another name is not there, and an ARN of another one is no answer.
    expect(found.told.filter((name) => !name.endsWith("FunctionARN"))).toEqual(["ARN"]);
  });

  test.each(["CreateDistributionWithTags", "UpdateDistribution"])(
    "whatever %s takes is said",
    async (operation) => {
      const there = withLeaf(structuredClone(FIRST), `${CONFIG}.Comment`, () => "theirs") as Answer;
      const sent = await written(was, operation === "UpdateDistribution" ? there : undefined);
      const said = new Set(leavesOf(sent.find(({ name }) => name === operation)?.input));
      const silent = leavesOf(requestOf(operation, sdk)).filter((leaf) => !said.has(leaf));
      const left = /ViewerCertificate\.Certificate(Source)?$/;
      const policy = operation === "UpdateDistribution" ? /^$/ : /\.ContinuousDeploymentPolicyId$/;
      expect(silent.filter((leaf) => !left.test(leaf) && !policy.test(leaf))).toEqual([]);
    },
  );
});

test("of the model's calls about distributions and CloudFront functions each is made, or listed with its reason", () => {
  const others = {
    AssociateAlias: "aliases come with the configuration",
    CopyDistribution: "makes those for staging, which no restore does",
    CreateDistribution: "tags come with the same call",
    DeleteDistribution: "nothing of ours deletes a distribution",
    DeleteFunction: "nothing of ours deletes a function",
    GetDistributionConfig: "GetDistribution tells more",
    ListFunctions: "those that a distribution names are asked by their names",
    TestFunction: "nothing of ours runs a function",
    UpdateDistributionWithStagingConfig: "takes over one for staging",
    AssociateDistributionWebACL: "the list of WAF comes with the configuration",
    DisassociateDistributionWebACL: "the list of WAF comes with the configuration",
  };
  const made = [
    ...["CreateDistributionWithTags", "GetDistribution", "ListDistributions", "UpdateDistribution"],
    ...["CreateFunction", "DescribeFunction", "GetFunction", "PublishFunction", "UpdateFunction"],
  ];
  const about = operations(sdk).filter(
    (name) =>
      /(Distribution|Distributions|Function|Functions|Alias)(Config|WithTags|WithStagingConfig|WebACL)?$/.test(
        name,
      ) && !/Streaming|Tenant|Connection/.test(name),
  );
  expect(about).toEqual([...made, ...Object.keys(others)].sort());
});
