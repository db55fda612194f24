import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { type RunSignature, SIGNING_ALGORITHM } from "../contract/signing.ts";
import { bytesOf, kmsCall } from "./kms-keys.ts";

/** Signs with a key that never leaves KMS. */
export class KmsSigner {
  readonly #client: Pick<KMSClient, "send">;
  readonly #key: string;

  /** `key`: ARN of the key or of its alias. */
  constructor(client: Pick<KMSClient, "send">, key: string) {
    this.#client = client;
    this.#key = key;
  }

  /** `statement`: at most 4,096 bytes, which KMS hashes itself. */
  async sign(statement: Uint8Array): Promise<RunSignature> {
    const { KeyId, Signature } = await kmsCall("kms:Sign", this.#key, () =>
      this.#client.send(
        new SignCommand({
          KeyId: this.#key,
          Message: statement,
          MessageType: "RAW",
          SigningAlgorithm: SIGNING_ALGORITHM,
        }),
      ),
    );
    return {
      algorithm: SIGNING_ALGORITHM,
      key: KeyId ?? this.#key,
      value: Buffer.from(bytesOf(Signature, this.#key)).toString("base64"),
    };
  }

  /** DER, base64. */
  async publicKey(): Promise<string> {
    return (await this.inUse()).publicKey;
  }

  /** The key behind the alias: its ARN, and its public half as DER, base64. */
  async inUse(): Promise<{ readonly key: string; readonly publicKey: string }> {
    const { KeyId, PublicKey } = await kmsCall("kms:GetPublicKey", this.#key, () =>
      this.#client.send(new GetPublicKeyCommand({ KeyId: this.#key })),
    );
    const publicKey = Buffer.from(bytesOf(PublicKey, this.#key)).toString("base64");
    return { key: KeyId ?? this.#key, publicKey };
  }
}
