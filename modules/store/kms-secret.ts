import { DecryptCommand, GenerateDataKeyWithoutPlaintextCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { RunContext } from "../runs/run-secret.ts";
import type { ListContext } from "../runs/shared-list.ts";
import type { TurnContext, TurnSecrets } from "../runs/turn.ts";
import { bytesOf, kmsCall } from "./kms-keys.ts";

type Kms = Pick<KMSClient, "send">;
/** A secret opens with its own alone. */
type Context = RunContext | ListContext | TurnContext;

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

/** What a ciphertext of another key or context, or none, is answered with: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
const STRANGE = /^(InvalidCiphertext|IncorrectKey)Exception$/;

/** Those of turns, under the key of the work area. */
export function turnSecrets(kms: Kms, key: string): TurnSecrets {
  return {
    make: (context) => makeSecret(kms, key, context),
    isOf: async (context, secret) => {
      try {
        await openSecret(kms, key, secret, context);
        return true;
      } catch (error) {
        const { name = "" } = ((error as Error).cause ?? {}) as { readonly name?: string };
        if (STRANGE.test(name)) return false;
        throw error;
      }
    },
  };
}
