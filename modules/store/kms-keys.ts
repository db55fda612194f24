import { DecryptCommand, EncryptCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { CopyTarget } from "../contract/events.ts";
import { printable } from "../core/printable.ts";
import type { Wrap } from "../recovery/manifest.ts";
import type { KeyContext, KeyPort } from "../recovery/secrets.ts";

type KmsOf = (region: string) => Pick<KMSClient, "send">;

/** Wraps data keys by the keys of sites in KMS, each asked in its own region. */
export class KmsWrapping implements Pick<KeyPort, "wrapFor"> {
  readonly #clientFor: KmsOf;

  /** `clientFor` gives the same client for the same region. */
  constructor(clientFor: KmsOf) {
    this.#clientFor = clientFor;
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
}

/** Opens wrapped data keys, each with the key that its site has by its name: what was wrapped by another one opens nothing. */
export class KmsUnwrapping implements Pick<KeyPort, "unwrap"> {
  readonly #clientFor: KmsOf;
  readonly #keyOf: (site: string, region: string) => string;

  /** `keyOf`: ARN of the alias of a site's key in its region. */
  constructor(clientFor: KmsOf, keyOf: (site: string, region: string) => string) {
    this.#clientFor = clientFor;
    this.#keyOf = keyOf;
  }

  async unwrap({ site, region, key, wrapped, context }: Wrap): Promise<Uint8Array> {
    const own = this.#keyOf(site, region);
    if (key !== own) throw new Error(`it names the key ${printable(key)}, and that of ${site} is ${own}`);
    const { Plaintext } = await kmsCall("kms:Decrypt", own, () =>
      this.#clientFor(region).send(
        new DecryptCommand({
          KeyId: own,
          CiphertextBlob: Buffer.from(wrapped, "base64"),
          EncryptionContext: context,
        }),
      ),
    );
    return bytesOf(Plaintext, own);
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
