import type { SiteId } from "../../policy/policy.ts";
import { type NameScope, roleArn } from "../names.ts";
import { lastingKey } from "./lasting-key.ts";
import { denyAll, type Statement } from "./statement.ts";

/** Signatures come from the runner that ends runs, and from nobody else, whatever IAM gives. */
export function signingKeyPolicy({ region, ...scope }: NameScope & { readonly region: SiteId }): Statement[] {
  return [
    ...lastingKey(scope),
    denyAll("OnlyEndedRunsAreSigned", ["kms:Sign"], ["*"], {
      ArnNotEquals: { "aws:PrincipalArn": roleArn(scope, region, "summarise") },
    }),
  ];
}
