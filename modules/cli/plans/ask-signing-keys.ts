import { DescribeKeyCommand, GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { signingAlias, signingAliasArn } from "../../aws/names.ts";
import type { Plan } from "../../planner/plan.ts";
import type { SeenKey } from "../../policy/signing/pin-key.ts";
import { pinOf } from "../../recovery/signing/public-key.ts";
import { explainError, isAccessDenied } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import type { Io } from "../terminal/io.ts";

/** A region whose signing key nobody told. */
export interface UnaskedKey {
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
      const region = regions[index] ?? "";
      const help = wayOut(answer.reason, region) ?? hint;
      return [{ region, message, ...(help !== undefined && { hint: help }) }];
    }),
  };
}

function wayOut(error: unknown, region: string): string | undefined {
  if (error instanceof Error && error.name === "NotFoundException") return `deploy site-${region} first`;
  if (isAccessDenied(error))
    return `kms:DescribeKey and kms:GetPublicKey on the key of ${signingAlias(region)} are needed`;
  return undefined;
}

async function ask(plan: Plan, clients: ClientsOf, region: string): Promise<SeenKey> {
  const kms = clients(region).client(KMSClient);
  const KeyId = signingAliasArn(plan, region);
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  const { PublicKey, KeySpec } = await kms.send(
    new GetPublicKeyCommand({ KeyId: KeyMetadata?.Arn ?? KeyId }),
  );
  if (KeySpec !== undefined && KeySpec !== "ECC_NIST_P256")
    throw new Error(
      `${KeyId} leads to a key of ${KeySpec}, which signs no run: find out who moved the alias`,
    );
  if (KeyMetadata?.Arn === undefined || KeyMetadata.CreationDate === undefined || PublicKey === undefined)
    throw new Error(`kms of ${region} answered without a public key of ${KeyId}`);
  const publicKey = Buffer.from(PublicKey).toString("base64");
  return pinOf({ region, key: KeyMetadata.Arn, publicKey, from: KeyMetadata.CreationDate.toISOString() });
}
