import { expect, test } from "vitest";
import { relatedCallers } from "../../../modules/protectors/lambda/related.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { functionArn, seedFunction } from "../../support/seed-function.ts";

const ARN = functionArn("orders");

/** A function whose policy names sources, and pools that call somebody. */
function region(pools: Readonly<Record<string, string>>, ...sources: string[]): FakeRegion {
  const there = new FakeRegion();
  there.page = 50;
  seedFunction(there.lambda, "orders");
  for (const [id, PreSignUp] of Object.entries(pools))
    there.cognito.have(id, { LambdaConfig: { PreSignUp } });
  for (const [n, SourceArn] of sources.entries())
    there.lambda.AddPermission({
      ...{ FunctionName: "orders", StatementId: `s${n}`, Action: "lambda:InvokeFunction", SourceArn },
      Principal: "cognito-idp.amazonaws.com",
    });
  return there;
}

async function related(there: FakeRegion, warn: (text: string) => void = () => undefined) {
  const thing = { kind: "lambda" as const, id: "orders", arn: ARN };
  const found = await relatedCallers(there.ports(), thing, { triggers: ["cognito"], warn });
  return found.map(({ id, calls }) => `${id} ${calls}`);
}

const pool = (id: string): string => new FakeRegion().cognito.arn(id);

test("a pool that the function's policy names and that calls it is followed, and one that is gone or calls another is not", async () => {
  const there = region(
    { "us-east-1_A": `${ARN}:live`, "us-east-1_B": functionArn("billing") },
    ...["us-east-1_A", "us-east-1_B", "us-east-1_Gone"].map(pool),
  );
  expect(await related(there)).toEqual([`us-east-1_A ${ARN}:live`]);
});

test("of pools that it names by a wildcard, those that call it are followed", async () => {
  const few = { "us-east-1_A": ARN, "us-east-1_B": functionArn("billing") };
  expect(await related(region(few, pool("*")))).toEqual([`us-east-1_A ${ARN}`]);
});

test("beyond 50 pools the others are told, and those that are named are asked all the same", async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`us-east-1_${n}`, ARN]));
  const there = region(many, pool("*"), pool("us-east-1_59"));
  const told: string[] = [];
  expect(await related(there, (text) => void told.push(text))).toHaveLength(51);
  expect(there.cognito.called().filter((name) => name === "DescribeUserPool")).toHaveLength(51);
  expect(told).toEqual([
    `policies of ${ARN} let in more user pools than are looked into: the first 50 that Cognito lists are asked whether they call it; to keep others, name each in the policy as its source, or in select.resources`,
  ]);
});

test("where Cognito is let in without a source, or with the account alone, the pools of the region are asked", async () => {
  const pools = { "us-east-1_A": ARN, "us-east-1_B": functionArn("billing") };
  const open = (statement: { SourceAccount?: string; Principal?: string }) => {
    const there = region(pools);
    there.lambda.AddPermission({
      ...{ FunctionName: "orders", StatementId: "open", Action: "lambda:InvokeFunction" },
      ...{ Principal: "cognito-idp.amazonaws.com", ...statement },
    });
    return related(there);
  };
  expect(await open({})).toEqual([`us-east-1_A ${ARN}`]);
  expect(await open({ SourceAccount: new FakeRegion().cognito.account })).toEqual([`us-east-1_A ${ARN}`]);
  expect(await open({ SourceAccount: "999999999999" })).toEqual([]);
  expect(await open({ Principal: "sns.amazonaws.com" })).toEqual([]);
});

test("a pool that refuses the question takes no other one along, and is told by name", async () => {
  const there = region(
    { "us-east-1_A": ARN, "us-east-1_B": ARN },
    ...["us-east-1_A", "us-east-1_B"].map(pool),
  );
  there.wire.before = ({ name, input }) =>
    name === "DescribeUserPool" && input.UserPoolId === "us-east-1_A"
      ? awsError("AccessDeniedException", 400, "explicit deny")
      : undefined;
  const told: string[] = [];
  expect(await related(there, (text) => void told.push(text))).toEqual([`us-east-1_B ${ARN}`]);
  expect(told).toEqual([expect.stringContaining("user pools that may not be asked whether they call")]);
});

test("a function that no pool may call asks Cognito nothing", async () => {
  const there = region({ "us-east-1_A": ARN });
  expect(await related(there)).toEqual([]);
  expect(there.cognito.calls).toEqual([]);
});
