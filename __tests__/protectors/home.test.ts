import { expect, test } from "vitest";
import { couldBeFoundIn, homeOfNamed, livesIn } from "../../modules/protectors/home.ts";

const REGIONS = ["us-east-1", "eu-west-1"];
const FAR = "arn:aws:sqs:eu-west-1:123456789012:orders";
const SHOP = "arn:aws:cloudfront::123456789012:distribution/E1SHOP";

test("what is of a global service lives in us-east-1 alone, all else in every region", () => {
  expect(REGIONS.filter((region) => livesIn("cloudfront-distribution", region))).toEqual(["us-east-1"]);
  expect(REGIONS.filter((region) => livesIn("sqs-queue", region))).toEqual(REGIONS);
});

test("what a policy names is looked for where it lies: by its ARN's region, or its service's own", () => {
  const found = (one: string) => REGIONS.filter((region) => couldBeFoundIn(one, region));
  expect(found("sqs-queue/orders")).toEqual(REGIONS);
  expect(found(FAR)).toEqual(["eu-west-1"]);
  for (const one of ["cloudfront-distribution/*", SHOP]) expect(found(one)).toEqual(["us-east-1"]);
  expect([homeOfNamed(SHOP), homeOfNamed(FAR), homeOfNamed("sqs-queue/*")]).toEqual([
    "us-east-1",
    undefined,
    undefined,
  ]);
});
