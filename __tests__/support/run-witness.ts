import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult, sign } from "node:crypto";
import type { Signer } from "../../handlers/summarise/ports.ts";
import type { BackupRequest, Run } from "../../modules/contract/events.ts";
import type { PinnedKey } from "../../modules/contract/signing.ts";
import type { RunWitness } from "../../modules/recovery/signing/run-witness.ts";
import type { ListContext } from "../../modules/runs/shared-list.ts";
import type { TurnContext, TurnSecrets } from "../../modules/runs/turn.ts";
import { awsError } from "./fake-aws/error.ts";

/** What runs know each other by, and the key that signs them. */
export const SECRET: Uint8Array = new Uint8Array(32).fill(7);

/** As KMS opens data keys: in the context in which they were made, and in no other. */
export class ListSecrets {
  made = 0;
  readonly #known = new Map<string, string>();

  readonly make = async (_request: BackupRequest, context: ListContext): Promise<string> => {
    this.made += 1;
    const secret = Buffer.from(`secret ${this.made}`).toString("base64");
    this.#known.set(secret, JSON.stringify(context));
    return secret;
  };

  readonly open = async (
    _request: BackupRequest,
    context: ListContext,
    secret: string,
  ): Promise<Uint8Array> => {
    if (this.#known.get(secret) !== JSON.stringify(context))
      throw awsError("InvalidCiphertextException", 400, "it is");
    return createHash("sha256").update(secret).digest();
  };
}

/** As KMS opens what was made in the same context alone. */
export class TurnKeys implements TurnSecrets {
  readonly #known = new Map<string, string>();

  readonly make = async (context: TurnContext): Promise<string> => {
    const secret = Buffer.from(`turn ${this.#known.size}`).toString("base64");
    this.#known.set(secret, JSON.stringify(context));
    return secret;
  };

  readonly isOf = async (context: TurnContext, secret: string): Promise<boolean> =>
    this.#known.get(secret) === JSON.stringify(context);
}

export const witness = {
  asked: () => true,
  turns: new TurnKeys(),
  listSecret: new ListSecrets(),
  now: () => Date.parse("2026-11-23T21:08:01Z"),
  secretFor: async () => "c2VjcmV0",
  secretOf: async ({ run }: { readonly run: Run }) => (run.secret === undefined ? undefined : SECRET),
};

/** Every point is signed: for tests of something else. No run is known. */
export const SIGNED: RunWitness = {
  judge: async () => ({ state: "signed" }),
  run: async () => ({ state: "unsigned", why: "nobody keeps runs here" }),
};

export const SIGNER_ARN = "arn:aws:kms:us-east-1:123456789012:key/1b2c3d4e-0000-4000-8000-000000000001";

export interface TestSigner extends Signer {
  readonly pin: PinnedKey;
  /** Statements that it signed. */
  readonly signed: Uint8Array[];
}

/** A key as KMS has them: ECC_NIST_P256, RAW messages. */
export function testSigner(
  key = SIGNER_ARN,
  region = "us-east-1",
  { privateKey, publicKey }: KeyPairKeyObjectResult = generateKeyPairSync("ec", { namedCurve: "P-256" }),
): TestSigner {
  const der = publicKey.export({ format: "der", type: "spki" });
  const signed: Uint8Array[] = [];
  return {
    signed,
    pin: {
      ...{ region, key },
      fingerprint: createHash("sha256").update(der).digest("hex"),
      publicKey: der.toString("base64"),
      from: "2026-01-01T00:00:00.000Z",
    },
    sign: async (statement) => {
      signed.push(statement);
      return {
        algorithm: "ECDSA_SHA_256",
        key,
        value: sign("sha256", statement, privateKey).toString("base64"),
      };
    },
    publicKey: async () => der.toString("base64"),
  };
}
