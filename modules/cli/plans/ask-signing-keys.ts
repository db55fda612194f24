import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { signingAlias, signingAliasArn } from "../../aws/names.ts";
import { SIGNING_KEY } from "../../contract/signing.ts";
import { compareText } from "../../core/source-order.ts";
import type { Plan } from "../../planner/plan.ts";
import type { SeenKey } from "../../policy/signing/pin-key.ts";
import { pinOf } from "../../recovery/signing/public-key.ts";
import { KmsSigner } from "../../store/kms-signer.ts";
import { explainError, isAccessDenied } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import type { Io } from "../terminal/io.ts";

/** Which key signs in a region. */
interface Signing {
  readonly region: string;
  readonly generation: number | undefined;
}

/** A region that did not tell what it was asked. */
export interface Unasked {
  readonly region: string;
  readonly message: string;
  readonly hint?: string;
}

export interface AskedKeys {
  /** Sorted by region. */
  readonly seen: readonly SeenKey[];
  readonly unanswered: readonly Unasked[];
}

/** Asks KMS in each region of the plan that runs anything for the key that signs there. */
export async function askSigningKeys(plan: Plan, clients: ClientsOf, env: Io["env"]): Promise<AskedKeys> {
  const signing = plan.stacks
    .flatMap(({ region, units }) =>
      units.flatMap((unit): Signing[] =>
        unit.kind === "runners" ? [{ region, generation: unit.generation }] : [],
      ),
    )
    .sort((a, b) => compareText(a.region, b.region));
  const asked = await Promise.allSettled(signing.map((one) => ask(plan, clients, one)));
  return {
    seen: asked.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : [])),
    unanswered: asked.flatMap((answer, index) => {
      if (answer.status === "fulfilled") return [];
      const { message, hint } = explainError(answer.reason, env);
      const one = signing[index] ?? { region: "", generation: undefined };
      const help = wayOut(answer.reason, one) ?? hint;
      return [{ region: one.region, message, ...(help !== undefined && { hint: help }) }];
    }),
  };
}

function wayOut(error: unknown, { region, generation }: Signing): string | undefined {
  if (error instanceof Error && error.name === "NotFoundException") return `deploy site-${region} first`;
  if (isAccessDenied(error))
    return `kms:DescribeKey and kms:GetPublicKey on the key of ${signingAlias(region, generation)} are needed`;
  return undefined;
}

/** When it was made, the alias tells; its public half is that of the very key that the alias led to then. */
async function ask(plan: Plan, clients: ClientsOf, { region, generation }: Signing): Promise<SeenKey> {
  const kms = clients(region).client(KMSClient);
  const KeyId = signingAliasArn(plan, region, generation);
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  if (KeyMetadata?.Arn === undefined || KeyMetadata.CreationDate === undefined)
    throw new Error(`kms of ${region} answered without the key of ${KeyId}`);
  if (KeyMetadata.KeySpec !== undefined && KeyMetadata.KeySpec !== SIGNING_KEY)
    throw new Error(
      `${KeyId} leads to a key of ${KeyMetadata.KeySpec}, which signs no run: find out who moved the alias`,
    );
  const { publicKey } = await new KmsSigner(kms, KeyMetadata.Arn).inUse();
  return pinOf({
    ...{ region, key: KeyMetadata.Arn, publicKey, from: KeyMetadata.CreationDate.toISOString() },
    ...(generation !== undefined && { generation }),
  });
}
