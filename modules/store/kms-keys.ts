import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { CopyTarget } from "../contract/events.ts";
import type { Wrap } from "../recovery/manifest.ts";
import type { KeyContext, KeyPort } from "../recovery/secrets.ts";

/** Keys of sites in KMS, each asked in its own region. `clientFor` gives the same client for the same region. */
export class KmsKeys implements KeyPort {
  readonly #clientFor: (region: string) => Pick<KMSClient, "send">;

  constructor(clientFor: (region: string) => Pick<KMSClient, "send">) {
    this.#clientFor = clientFor;
  }

  async generate(
    { region, key }: CopyTarget,
    context: KeyContext,
  ): Promise<{ readonly plaintext: Uint8Array; readonly wrapped: Uint8Array }> {
    const { Plaintext, CiphertextBlob } = await kmsCall("kms:GenerateDataKey", key, () =>
      this.#clientFor(region).send(
        new GenerateDataKeyCommand({ KeyId: key, KeySpec: "AES_256", EncryptionContext: context }),
      ),
    );
    return { plaintext: bytesOf(Plaintext, key), wrapped: bytesOf(CiphertextBlob, key) };
  }

  async wrapFor(
    { region, key }: CopyTarget,
    plaintext: Uint8Array,
    context: KeyContext,
  ): Promise<Uint8Array> {
    const { CiphertextBlob } = await kmsCall("kms:Encrypt", key, () =>
      this.#clientFor(region).send(
        new EncryptCommand({ KeyId: key, Plaintext: plaintext, EncryptionContext: context }),
      ),
    );
    return bytesOf(CiphertextBlob, key);
  }

  /** The ciphertext names its own key: an alias may have moved on since. */
  async unwrap({ region, key, wrapped, context }: Wrap): Promise<Uint8Array> {
    const { Plaintext } = await kmsCall("kms:Decrypt", key, () =>
      this.#clientFor(region).send(
        new DecryptCommand({ CiphertextBlob: Buffer.from(wrapped, "base64"), EncryptionContext: context }),
      ),
    );
    return bytesOf(Plaintext, key);
  }
}

/** Names the call and the key in what goes wrong. */
export async function kmsCall<T>(name: string, key: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Error(`${name} with ${key}: ${why}`, { cause: error });
  }
}

export function bytesOf(bytes: Uint8Array | undefined, key: string): Uint8Array {
  if (bytes === undefined) throw new Error(`KMS answered without bytes for ${key}`);
  return bytes;
}
