import { AddPermissionCommand, DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import * as S from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { besideNeighbours } from "./event-rules/beside-neighbours.ts";
import { AWAY, eventually, fresh, HOME, makeFunction, required } from "./extension/clients.ts";
import { arnOf } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";

const SAYS_ITS_STEP = "exports.handler = async ({ Step }) => { console.log('step ' + Step); };";
const RotationRules = { ScheduleExpression: "rate(10 days)", Duration: "3h" };

const here = besideNeighbours();

const secretsIn = (region: string): S.SecretsManagerClient =>
  here.application.ports(region).client(S.SecretsManagerClient);

const make = (Name: string, region = HOME) =>
  secretsIn(region).send(new S.CreateSecretCommand({ Name, SecretString: "canary-of-a-secret" }));

/** Who rotates a secret, and how many versions it has. */
async function described(SecretId: string, region = HOME) {
  const found = await secretsIn(region).send(new S.DescribeSecretCommand({ SecretId }));
  const { RotationEnabled = false, RotationLambdaARN, RotationRules: rules } = found;
  const versions = Object.keys(found.VersionIdsToStages ?? {}).length;
  return { on: RotationEnabled, by: RotationLambdaARN, rules, versions };
}

/** A secret that a function rotates every ten days. */
async function scene() {
  const name = await makeFunction(here.aws, SAYS_ITS_STEP);
  const secret = `shop/${fresh("database")}`;
  const { ARN } = await make(secret);
  await here.aws.lambda.send(
    new AddPermissionCommand({
      ...{ FunctionName: name, StatementId: "secret", Action: "lambda:InvokeFunction" },
      ...{ Principal: "secretsmanager.amazonaws.com", SourceArn: required(ARN) },
    }),
  );
  await secretsIn(HOME).send(
    new S.RotateSecretCommand({
      ...{ SecretId: secret, RotationLambdaARN: arnOf(name), RotationRules, RotateImmediately: false },
    }),
  );
  return { name, secret };
}

async function backup({ name, secret }: Awaited<ReturnType<typeof scene>>) {
  const kept = await here.application.backup(HOME, name, (text) => {
    throw new Error(text);
  });
  expect(kept.map(({ item }) => `${item.kind}/${item.id}`)).toContain(`secret-rotation/${secret}`);
  expect(JSON.stringify(kept.map(({ captured }) => captured.document))).not.toContain("canary");
  return kept;
}

async function steps(name: string, region = HOME): Promise<string[]> {
  const lines = await logLines(here.sandbox.endpoint, `/aws/lambda/${name}`, region);
  return lines.filter((line) => line.startsWith("step ")).map((line) => line.trim().slice(5));
}

test("a secret is rotated again by the restored function once that is armed, without a rotation at once, and by nobody once it is disarmed", async () => {
  const made = await scene();
  const { name, secret } = made;
  const before = await described(secret);
  expect(before).toMatchObject({ on: true, by: arnOf(name), versions: 1 });
  const kept = await backup(made);
  const bucket = fresh("points");
  await here.application.stage(HOME, bucket, kept);
  await here.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  await secretsIn(HOME).send(new S.CancelRotateSecretCommand({ SecretId: secret }));

  const restored = await here.application.restore(kept, HOME, bucket);
  expect((await described(secret)).on).toBe(false);
  const ran = (await steps(name)).length;
  const armed = await here.application.arm(HOME, restored);
  expect(armed).toContain(`written: have ${arnOf(name)} rotate secret ${secret}`);
  expect(await described(secret)).toEqual(before);
  await eventually(here.aws, async () => ((await steps(name)).length > ran ? true : undefined));
  expect(new Set(await steps(name))).toEqual(new Set(["testSecret"]));
  expect(await here.application.arm(HOME, restored)).toContain(
    `kept: have ${arnOf(name)} rotate secret ${secret}`,
  );
  await here.application.disarm(HOME, restored);
  expect((await described(secret)).on).toBe(false);
});

test("elsewhere the secret of the same name is rotated by what was restored with it, whatever its ARN ends with", async () => {
  const made = await scene();
  const { name, secret } = made;
  const { ARN: there } = await make(secret, AWAY);
  const kept = await backup(made);
  const bucket = fresh("points");
  await here.application.stage(AWAY, bucket, kept);
  const restored = await here.application.restore(kept, AWAY, bucket);
  expect(restored.map(({ arn }) => arn)).toContain(there);
  await here.application.arm(AWAY, restored);
  expect(await described(secret, AWAY)).toMatchObject({ on: true, by: arnOf(name).replace(HOME, AWAY) });
  expect((await described(secret)).by).toBe(arnOf(name));
});

test("a function that does not let Secrets Manager in rotates nothing", async () => {
  const name = await makeFunction(here.aws, SAYS_ITS_STEP);
  const secret = `shop/${fresh("database")}`;
  await make(secret);
  const asked = { SecretId: secret, RotationLambdaARN: arnOf(name), RotationRules, RotateImmediately: false };
  await expect(secretsIn(HOME).send(new S.RotateSecretCommand(asked))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  expect((await described(secret)).on).toBe(false);
});
