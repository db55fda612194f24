import type { SiteId } from "../../policy/policy.ts";
import { type NameScope, roleArn } from "../names.ts";
import { lastingKey } from "./lasting-key.ts";
import { denyAll, type Statement } from "./statement.ts";

/** Whose runs a key signs, and whether it still does. */
export interface SigningUse extends NameScope {
  readonly region: SiteId;
  /** Another one has taken its place. */
  readonly replaced: boolean;
}

/**
 * Signatures come from the runner that ends runs, and from nobody else, whatever IAM gives; of a key that was replaced from
 * nobody at all.
 */
export function signingKeyPolicy({ region, replaced, ...scope }: SigningUse): Statement[] {
  if (replaced) return [...lastingKey(scope), denyAll("SignsNoMore", ["kms:Sign"], ["*"])];
  return [
    ...lastingKey(scope),
    denyAll("OnlyEndedRunsAreSigned", ["kms:Sign"], ["*"], {
      ArnNotEquals: { "aws:PrincipalArn": roleArn(scope, region, "summarise") },
    }),
  ];
}
