import * as C from "@aws-sdk/client-cognito-identity-provider";
import { AddPermissionCommand, DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, eventually, fresh, HOME, makeFunction, required } from "./extension/clients.ts";
import { arnOf } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";

/** Says whom it saw, and lets each user in at once. */
const LETS_IN = `exports.handler = async (event) => {
  console.log('saw ' + event.triggerSource + ' of ' + event.userName);
  if (event.triggerSource.startsWith('PreSignUp')) event.response.autoConfirmUser = true;
  return event;
};`;

const here = besideNeighbours();

const cognitoIn = (region: string): C.CognitoIdentityProviderClient =>
  here.application.ports(region).client(C.CognitoIdentityProviderClient);
const poolArn = (id: string, region = HOME): string =>
  `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${id}`;

interface Pool {
  readonly id: string;
  readonly client: string;
}

/** A pool with settings that an update would reset, where it left them out. */
async function makePool(region = HOME, LambdaConfig: C.LambdaConfigType = {}): Promise<Pool> {
  const cognito = cognitoIn(region);
  const { UserPool } = await cognito.send(
    new C.CreateUserPoolCommand({
      PoolName: "shop",
      LambdaConfig,
      Policies: { PasswordPolicy: { MinimumLength: 14, TemporaryPasswordValidityDays: 3 } },
      DeletionProtection: "ACTIVE",
      UsernameAttributes: ["email"],
      SmsAuthenticationMessage: "The shop's code is {####}",
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
      AutoVerifiedAttributes: ["email"],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] },
      UserPoolTags: { team: "shop" },
    }),
  );
  const UserPoolId = required(UserPool?.Id);
  const { UserPoolClient } = await cognito.send(
    new C.CreateUserPoolClientCommand({ UserPoolId, ClientName: "web" }),
  );
  return { id: UserPoolId, client: required(UserPoolClient?.ClientId) };
}

/** Whether a new user is confirmed at once. */
async function signUp({ client }: Pool, region = HOME): Promise<boolean | undefined> {
  const email = `${fresh("user")}@example.com`;
  const { UserConfirmed } = await cognitoIn(region).send(
    new C.SignUpCommand({ ClientId: client, Username: email, Password: "Correct-horse-7-battery" }),
  );
  return UserConfirmed;
}

async function described({ id }: Pool, region = HOME) {
  const { UserPool } = await cognitoIn(region).send(new C.DescribeUserPoolCommand({ UserPoolId: id }));
  const { LastModifiedDate: _, EstimatedNumberOfUsers: __, ...pool } = required(UserPool);
  return pool;
}

async function saw(name: string, region = HOME): Promise<string[]> {
  const lines = await logLines(here.sandbox.endpoint, `/aws/lambda/${name}`, region);
  return lines.filter((line) => line.startsWith("saw ")).map((line) => line.split(" ")[1] ?? "");
}

/** A function that a pool calls before and after a user signs up, and one of somebody else's by another trigger. */
async function scene() {
  const [name, other] = [await makeFunction(here.aws, LETS_IN), await makeFunction(here.aws, LETS_IN)];
  const pool = await makePool(HOME, {
    PreSignUp: arnOf(name),
    PostConfirmation: arnOf(name),
    PreTokenGeneration: arnOf(other),
  });
  for (const FunctionName of [name, other])
    await here.aws.lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName, StatementId: "pool", Action: "lambda:InvokeFunction" },
        ...{ Principal: "cognito-idp.amazonaws.com", SourceArn: poolArn(pool.id) },
      }),
    );
  return { name, other, pool };
}

async function backup({ name, pool }: Awaited<ReturnType<typeof scene>>) {
  const kept = await here.application.backup(HOME, name, (text) => {
    throw new Error(text);
  });
  expect(kept.map(({ item }) => `${item.kind}/${item.id}`)).toEqual(
    expect.arrayContaining([`lambda/${name}`, `user-pool-triggers/${pool.id}`]),
  );
  return kept;
}

const triggersOf = (done: readonly string[]): string[] => done.filter((one) => one.includes("user pool"));

test("the triggers of a pool come back at arm and not before, everything else of it stays, and disarm takes back ours alone", async () => {
  const made = await scene();
  const { name, other, pool } = made;
  expect(await signUp(pool)).toBe(true);
  const before = await described(pool);
  const kept = await backup(made);
  const bucket = fresh("points");
  await here.application.stage(HOME, bucket, kept);
  await here.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  // Somebody lets users sign up again, and says no more of the pool than they have to.
  await cognitoIn(HOME).send(
    new C.UpdateUserPoolCommand({
      ...{ UserPoolId: pool.id, LambdaConfig: { PreTokenGeneration: arnOf(other) } },
      ...{ Policies: before.Policies, UserPoolTags: { team: "shop", since: "today" } },
      DeletionProtection: "ACTIVE",
    }),
  );
  const after = await described(pool);
  expect(after).not.toEqual({ ...before, LambdaConfig: after.LambdaConfig });

  const restored = await here.application.restore(kept, HOME, bucket);
  expect(await signUp(pool)).toBe(false);
  expect(await described(pool)).toEqual(after);

  expect(triggersOf(await here.application.arm(HOME, restored))).toEqual([
    `written: let PreSignUp call ${arnOf(name)}, PostConfirmation call ${arnOf(name)} in user pool ${pool.id}`,
  ]);
  expect(await described(pool)).toEqual({ ...after, LambdaConfig: before.LambdaConfig });
  expect(await signUp(pool)).toBe(true);
  expect(
    await eventually(here.aws, async () => ((await saw(name)).length < 4 ? undefined : saw(name))),
  ).toEqual([
    "PreSignUp_SignUp",
    "PostConfirmation_ConfirmSignUp",
    "PreSignUp_SignUp",
    "PostConfirmation_ConfirmSignUp",
  ]);
  expect(triggersOf(await here.application.arm(HOME, restored))).toEqual([expect.stringMatching(/^kept: /)]);

  await here.application.disarm(HOME, restored);
  expect(await described(pool)).toEqual(after);
  expect(await signUp(pool)).toBe(false);
});

test("elsewhere the pool of the map calls what was restored with it, and keeps its own settings and triggers", async () => {
  const made = await scene();
  const { name, other, pool } = made;
  const theirs = `arn:aws:lambda:${AWAY}:${ACCOUNT}:function:${other}`;
  const there = await makePool(AWAY, { UserMigration: theirs });
  const before = await described(there, AWAY);
  const kept = await backup(made);
  const bucket = fresh("points");
  await here.application.stage(AWAY, bucket, kept);

  const map = { [poolArn(pool.id)]: poolArn(there.id, AWAY) };
  const restored = await here.application.restore(kept, AWAY, bucket, { map });
  expect(await signUp(there, AWAY)).toBe(false);
  await here.application.arm(AWAY, restored);
  const moved = arnOf(name).replace(HOME, AWAY);
  expect(await described(there, AWAY)).toEqual({
    ...before,
    LambdaConfig: { UserMigration: theirs, PreSignUp: moved, PostConfirmation: moved },
  });
  expect(await signUp(there, AWAY)).toBe(true);
  expect(await signUp(pool)).toBe(true);
});

test("a pool that does not let its function in refuses a user as Cognito does", async () => {
  const name = await makeFunction(here.aws, LETS_IN);
  const pool = await makePool(HOME, { PreSignUp: arnOf(name) });
  await expect(signUp(pool)).rejects.toMatchObject({ name: "UnexpectedLambdaException" });
});

test("an update is refused as Cognito refuses it, and sets what it leaves out to a default", async () => {
  const cognito = cognitoIn(HOME);
  const { id: UserPoolId } = await makePool();
  const { UserPool } = await cognito.send(new C.DescribeUserPoolCommand({ UserPoolId }));
  const { AdminCreateUserConfig, Policies } = required(UserPool);
  expect(AdminCreateUserConfig?.UnusedAccountValidityDays).toBe(3);
  await expect(
    cognito.send(new C.UpdateUserPoolCommand({ UserPoolId, AdminCreateUserConfig, Policies })),
  ).rejects.toThrow("Please use TemporaryPasswordValidityDays");
  await expect(
    cognito.send(
      new C.UpdateUserPoolCommand({
        UserPoolId,
        LambdaConfig: { CustomSMSSender: { LambdaVersion: "V1_0", LambdaArn: arnOf("x") } },
      }),
    ),
  ).rejects.toThrow("KMSKeyID");
  await cognito.send(new C.UpdateUserPoolCommand({ UserPoolId }));
  const { UserPool: reset } = await cognito.send(new C.DescribeUserPoolCommand({ UserPoolId }));
  expect(reset).toMatchObject({
    ...{ Name: "shop", UsernameAttributes: ["email"], DeletionProtection: "INACTIVE", UserPoolTags: {} },
    Policies: { PasswordPolicy: { MinimumLength: 8 } },
  });
});
