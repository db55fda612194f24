import { describe, expect, test } from "vitest";
import type { Call } from "../../sandbox/gateway/call.ts";
import { makeCuts, refusal } from "../../sandbox/gateway/cut.ts";

const call = (service: string, region: string | undefined, action: string, resource?: string): Call => ({
  service,
  ...(region !== undefined && { region }),
  action,
  protocol: "json",
  ...(resource !== undefined && { resource }),
});

describe("with us-east-1 cut off", () => {
  const cuts = makeCuts(({ resource }) => (resource === "orders/a" ? "us-east-1" : undefined));
  cuts.cut("us-east-1");

  test.each([
    ["lambda", "us-east-1", "GetFunction", "lost"],
    ["sts", "us-east-1", "GetCallerIdentity", "lost"],
    ["lambda", "eu-west-1", "GetFunction", "pass"],
    ["sts", "eu-west-1", "AssumeRole", "pass"],
    ["iam", "us-east-1", "CreateRole", "refused"],
    ["iam", "eu-west-1", "PutRolePolicy", "refused"],
    ["iam", "us-east-1", "GetRole", "pass"],
    ["iam", "us-east-1", "ListRoles", "pass"],
    ["iam", "us-east-1", "SimulatePrincipalPolicy", "pass"],
    ["organizations", "us-east-1", "CreateAccount", "refused"],
    ["organizations", "us-east-1", "DescribeOrganization", "pass"],
    ["route53", "us-east-1", "ChangeResourceRecordSets", "refused"],
    ["cloudfront", "us-east-1", "UpdateDistribution", "refused"],
    ["cloudfront", "us-east-1", "GetDistribution", "pass"],
    ["cloudfront-keyvaluestore", undefined, "UpdateKeys", "refused"],
    ["cloudfront-keyvaluestore", undefined, "ListKeys", "pass"],
  ] as const)("%s in %s: %s is %s", (service, region, action, verdict) => {
    expect(cuts.judge(call(service, region, action))).toBe(verdict);
  });

  test("its buckets are lost, even to a client that signs for another region", () => {
    expect(cuts.judge(call("s3", "eu-west-1", "GetObject", "orders/a"))).toBe("lost");
    expect(cuts.judge(call("s3", "eu-west-1", "GetObject", "elsewhere/a"))).toBe("pass");
  });
});

test("with another region cut off, IAM can be written", () => {
  const cuts = makeCuts();
  cuts.cut("eu-west-1");
  expect(cuts.judge(call("iam", "us-east-1", "CreateRole"))).toBe("pass");
  expect(cuts.judge(call("lambda", "eu-west-1", "ListFunctions"))).toBe("lost");
});

test("a healed region answers again", () => {
  const cuts = makeCuts();
  cuts.cut("us-east-1");
  cuts.cut("eu-west-1");
  cuts.heal("us-east-1");
  expect(cuts.regions()).toEqual(["eu-west-1"]);
  expect(cuts.judge(call("iam", "us-east-1", "CreateRole"))).toBe("pass");
});

test("a refusal names the control plane that is lost and the call", () => {
  expect(refusal(call("iam", "us-east-1", "CreateRole"))).toEqual({
    status: 503,
    code: "ServiceUnavailable",
    message: "the IAM control plane in us-east-1 is not available: CreateRole is refused in every region",
  });
});
