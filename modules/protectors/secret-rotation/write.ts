import {
  CancelRotateSecretCommand,
  RotateSecretCommand,
  type RotateSecretCommandInput,
} from "@aws-sdk/client-secrets-manager";
import { attempt } from "../kit/attempt.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { READ, type ReadSecret, readSecret, type SecretPorts } from "./read.ts";
import type { Rotation } from "./rotation.ts";

export const WRITE = "secretsmanager:RotateSecret";
export const CANCEL = "secretsmanager:CancelRotateSecret";

/** @throws RestoreError, also where the secret is gone */
export async function readNow(ports: SecretPorts, name: string, again: string): Promise<ReadSecret> {
  const what = { resource: `secret ${name}`, call: READ, again };
  const there = await attempt(ports.sleep, what, () => readSecret(ports, name));
  if (there !== undefined) return there;
  throw new RestoreError(
    what.resource,
    READ,
    "it is about to be deleted",
    "aws secretsmanager restore-secret brings it back",
    "absent",
  );
}

/**
 * Sets function and rules, without a rotation: AWS calls the function for its step `testSecret` alone. By default it would
 * rotate the secret at once.
 */
export async function setRotation(ports: SecretPorts, name: string, rotation: Rotation): Promise<void> {
  const input = { SecretId: name, ...rotation, RotateImmediately: false } as RotateSecretCommandInput;
  const hint = (words: string): string | undefined =>
    /previous rotation/i.test(words)
      ? `wait until that has ended, or end it: aws secretsmanager cancel-rotate-secret --secret-id ${name}; then ${ARM_AGAIN}`
      : /invoke|access/i.test(words)
        ? `let secretsmanager.amazonaws.com invoke the function in its policy, and who arms by secretsmanager (lambda:InvokeFunction); then ${ARM_AGAIN}`
        : undefined;
  await attempt(ports.sleep, { resource: `secret ${name}`, call: WRITE, again: ARM_AGAIN, hint }, () =>
    ports.secrets.send(new RotateSecretCommand(input)),
  );
}

/** Function and rules stay with the secret; it rotates by them no more. */
export async function cancelRotation(ports: SecretPorts, name: string): Promise<void> {
  const what = { resource: `secret ${name}`, call: CANCEL, again: DISARM_AGAIN };
  await attempt(ports.sleep, what, () =>
    ports.secrets.send(new CancelRotateSecretCommand({ SecretId: name })),
  );
}
