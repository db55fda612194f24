import * as M from "@aws-sdk/client-secrets-manager";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { SECRET } from "./shop.ts";

interface Made {
  readonly client: ClientOf;
  /** Lets a service call the function. */
  readonly lets: (id: string, service: string, source: string) => Promise<unknown>;
  /** ARN of the function, with its alias. */
  readonly calls: string;
}


/** What calls a function for itself: the rotation of a secret. */
export async function makeMarketRules(made: Made): Promise<readonly ThingId[]> {
  return [
    await makeRotation(made),
  ];
}

async function makeRotation({ client, lets, calls }: Made): Promise<ThingId> {
  const secrets = client(M.SecretsManagerClient);
  const SecretId = "market/database";
  const { ARN = "" } = await secrets.send(
    new M.CreateSecretCommand({ Name: SecretId, SecretString: SECRET }),
  );
  await lets("secret", "secretsmanager", ARN);
  await secrets.send(
    new M.RotateSecretCommand({
      ...{ SecretId, RotationLambdaARN: calls, RotateImmediately: false },
      RotationRules: { ScheduleExpression: "rate(10 days)", Duration: "3h" },
    }),
  );
  return { kind: "secret-rotation", id: SecretId };
}
