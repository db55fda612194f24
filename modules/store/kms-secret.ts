import { DecryptCommand, GenerateDataKeyWithoutPlaintextCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { RunContext } from "../runs/run-secret.ts";
import type { ListContext } from "../runs/shared-list.ts";
import { bytesOf, kmsCall } from "./kms-keys.ts";

type Kms = Pick<KMSClient, "send">;
/** A secret opens with its own alone. */
type Context = RunContext | ListContext;

/** A new secret, which nobody has seen: its ciphertext under `key`, base64. */
export async function makeSecret(kms: Kms, key: string, context: Context): Promise<string> {
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

/** The 32 bytes of a secret; only with the same key and context. */
export async function openSecret(
  kms: Kms,
  key: string,
  secret: string,
  context: Context,
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
