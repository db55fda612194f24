import { createHash } from "node:crypto";
import { DescribeKeyCommand, GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { signingAliasArn } from "../../aws/names.ts";
import type { Plan } from "../../planner/plan.ts";
import type { SeenKey } from "../../policy/signing/pin-key.ts";
import { explainError } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import type { Io } from "../terminal/io.ts";

/** A region whose signing key nobody told. */
interface UnaskedKey {
  readonly region: string;
  readonly message: string;
  readonly hint?: string;
}

export interface AskedKeys {
  /** Sorted by region. */
  readonly seen: readonly SeenKey[];
  readonly unanswered: readonly UnaskedKey[];
}

/** Asks KMS in each region of the plan that runs anything for the key that signs there. */
export async function askSigningKeys(plan: Plan, clients: ClientsOf, env: Io["env"]): Promise<AskedKeys> {
  const regions = plan.stacks
    .filter(({ units }) => units.some(({ kind }) => kind === "runners"))
    .map(({ region }) => region)
    .sort();
  const asked = await Promise.allSettled(regions.map((region) => ask(plan, clients, region)));
  return {
    seen: asked.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : [])),
    unanswered: asked.flatMap((answer, index) => {
      if (answer.status === "fulfilled") return [];
      const { message, hint } = explainError(answer.reason, env);
      const missing = answer.reason instanceof Error && answer.reason.name === "NotFoundException";
      const help = missing ? `deploy site-${regions[index]} first` : hint;
      return [{ region: regions[index] ?? "", message, ...(help !== undefined && { hint: help }) }];
    }),
  };
}

async function ask(plan: Plan, clients: ClientsOf, region: string): Promise<SeenKey> {
  const kms = clients(region).client(KMSClient);
  const KeyId = signingAliasArn(plan, region);
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: KeyMetadata?.Arn ?? KeyId }));
  if (KeyMetadata?.Arn === undefined || KeyMetadata.CreationDate === undefined || PublicKey === undefined)
    throw new Error(`kms of ${region} answered without a public key of ${KeyId}`);
  return {
    region,
    key: KeyMetadata.Arn,
    fingerprint: createHash("sha256").update(PublicKey).digest("hex"),
    publicKey: Buffer.from(PublicKey).toString("base64"),
    from: KeyMetadata.CreationDate.toISOString(),
  };
}
