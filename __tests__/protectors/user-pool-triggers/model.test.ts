import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { KEPT_BY_AWS, TAKEN_OVER } from "../../../modules/protectors/user-pool-triggers/taken-over.ts";
import { triggersIn } from "../../../modules/protectors/user-pool-triggers/triggers.ts";
import { answerOf, inputOf, leavesOf, other, withLeaf } from "../../support/sdk-model.ts";
import { arm, called, documentOf, FUNCTION, POOL, placeOf, plan } from "./place.ts";

/** What UpdateUserPool takes beside what a pool tells by the same name. */
const OWN = ["LambdaConfig", "PoolName", "UserPoolId"];

/** Members of a pool that no update says, and why. */
const NOT_SENT: Readonly<Record<string, string>> = {
  AliasAttributes: "fixed when the pool was made",
  Arn: "AWS gives it",
  CreationDate: "AWS gives it",
  CustomDomain: "UpdateUserPoolDomain changes it",
  DcrConfiguration: "AWS keeps it where an update leaves it out",
  Domain: "UpdateUserPoolDomain changes it",
  EmailConfigurationFailure: "AWS tells it",
  EstimatedNumberOfUsers: "AWS counts them",
  Id: "it is asked for by it",
  LastModifiedDate: "AWS gives it",
  Name: "sent as PoolName",
  SchemaAttributes: "AddCustomAttributes alone changes it",
  SmsConfigurationFailure: "AWS tells it",
  Status: "no longer used",
  UsernameAttributes: "fixed when the pool was made",
  UsernameConfiguration: "fixed when the pool was made",
};

const pool = (answerOf("DescribeUserPool", sdk) as { UserPool: Record<string, unknown> }).UserPool;

test("UpdateUserPool is told every member that it takes: one that a newer SDK brings is decided on first", () => {
  expect([...TAKEN_OVER, ...KEPT_BY_AWS, ...OWN].sort()).toEqual(inputOf("UpdateUserPool", sdk).sort());
});

test("what a pool tells and no update says is listed with its reason", () => {
  const sent: readonly string[] = [...TAKEN_OVER, "LambdaConfig"];
  const others = Object.keys(pool).filter((name) => !sent.includes(name));
  expect(others.sort()).toEqual(Object.keys(NOT_SENT).sort());
});

test("every setting that a pool has is the same after arming as before, leaf by leaf", async () => {
  const place = placeOf();
  const { Id: _, Arn: __, LambdaConfig: ___, ...settings } = pool;
  // AWS takes one of both, and tells both.
  const before = place.cognito.have(POOL, settings as never);
  place.cognito.afterUpdate = () => undefined;
  const planned = await plan(place, documentOf());
  expect(await arm(place, planned)).toHaveLength(1);
  const after = place.cognito.pools.get(POOL);
  const changed = leavesOf(before).filter(
    (leaf) => JSON.stringify(valueAt(before, leaf)) !== JSON.stringify(valueAt(after, leaf)),
  );
  expect(changed).toEqual(["AdminCreateUserConfig.UnusedAccountValidityDays", "LastModifiedDate"]);
  expect(called(place)).toEqual({ PreSignUp: FUNCTION });
});

test("every member of LambdaConfig is a trigger, but for the key of custom senders and what says the same twice", () => {
  const config = (pool as { LambdaConfig: Record<string, never> }).LambdaConfig;
  const known = [...triggersIn(config).keys()];
  const others = Object.keys(config).filter((name) => !known.includes(name));
  expect(others).toEqual(["PreTokenGenerationConfig", "KMSKeyID"]);
});

test("each leaf of LambdaConfig that is another one is a difference", () => {
  const config = (pool as { LambdaConfig: Record<string, never> }).LambdaConfig;
  const before = JSON.stringify([...triggersIn(config)]);
  const same = leavesOf(config).filter((leaf) => {
    const changed = withLeaf(config, leaf, other) as Record<string, never>;
    return JSON.stringify([...triggersIn(changed)]) === before;
  });
  // AWS takes both of these only where they are the same.
  expect(same).toEqual(["PreTokenGeneration"]);
});

function valueAt(value: unknown, path: string): unknown {
  let found: unknown;
  withLeaf(value, path, (old) => {
    found = old;
    return old;
  });
  return found;
}
