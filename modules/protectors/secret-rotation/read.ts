import type { LambdaClient } from "@aws-sdk/client-lambda";
import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type Rotation, rotationOf } from "./rotation.ts";

export interface SecretReads {
  readonly secrets: Pick<SecretsManagerClient, "send">;
}

/** What reading and setting rotations asks. */
export interface SecretPorts extends SecretReads {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** Who rotates a secret may be gone. */
  readonly lambda: Pick<LambdaClient, "send">;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const READ = "secretsmanager:DescribeSecret";

/** What of a secret says how it rotates. AWS tells no value by this call. */
export interface ReadSecret {
  readonly arn: string;
  readonly rotation: Rotation | undefined;
  /** A rotation has begun and not ended. */
  readonly rotating: boolean;
  /** Region of the secret that this one is a replica of. */
  readonly primary: string | undefined;
  /** When it rotates next, ISO 8601. */
  readonly next: string | undefined;
}

/** `undefined` where it is about to be deleted: it rotates no more, and comes back by its owner's hand. */
export async function readSecret({ secrets }: SecretReads, name: string): Promise<ReadSecret | undefined> {
  const found = await secrets.send(new DescribeSecretCommand({ SecretId: name }));
  const { ARN: arn, DeletedDate, PrimaryRegion, NextRotationDate } = found;
  if (arn === undefined) throw new Error("it answered without an ARN");
  if (DeletedDate !== undefined) return undefined;
  return {
    arn,
    rotation: rotationOf(found),
    rotating: isRotating(found),
    primary: PrimaryRegion !== undefined && PrimaryRegion !== arn.split(":")[3] ? PrimaryRegion : undefined,
    next: NextRotationDate?.toISOString(),
  };
}

/**
 * "If the AWSPENDING staging label is present but not attached to the same version as AWSCURRENT", a rotation is under way.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
function isRotating({ VersionIdsToStages = {} }: DescribeSecretResponse): boolean {
  return Object.values(VersionIdsToStages).some(
    (stages) => stages.includes("AWSPENDING") && !stages.includes("AWSCURRENT"),
  );
}
