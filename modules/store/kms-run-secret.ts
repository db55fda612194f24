import { DecryptCommand, GenerateDataKeyWithoutPlaintextCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { RunContext } from "../runs/run-secret.ts";
import { bytesOf, kmsCall } from "./kms-keys.ts";

type Kms = Pick<KMSClient, "send">;

/** A new secret of a run, which nobody has seen: its ciphertext under `key`, base64. */
export async function makeRunSecret(kms: Kms, key: string, context: RunContext): Promise<string> {
  const { CiphertextBlob } = await kmsCall("kms:GenerateDataKeyWithoutPlaintext", key, () =>
    kms.send(
      new GenerateDataKeyWithoutPlaintextCommand({
        KeyId: key,
        KeySpec: "AES_256",
        EncryptionContext: context,
      }),
    ),
  );
  return Buffer.from(bytesOf(CiphertextBlob, key)).toString("base64");
}

/** The 32 bytes of a run's secret; only with the same key and context. */
export async function openRunSecret(
  kms: Kms,
  key: string,
  secret: string,
  context: RunContext,
): Promise<Uint8Array> {
  const { Plaintext } = await kmsCall("kms:Decrypt", key, () =>
    kms.send(
      new DecryptCommand({
        KeyId: key,
        CiphertextBlob: Buffer.from(secret, "base64"),
        EncryptionContext: context,
      }),
    ),
  );
  return bytesOf(Plaintext, key);
}
