import type { SiteId } from "../../policy/policy.ts";
import { type NameScope, roleArn } from "../names.ts";
import { lastingKey } from "./lasting-key.ts";
import type { Statement } from "./statement.ts";

/** Signatures come from the runner that ends runs, and from nobody else, whatever IAM gives. */
export function signingKeyPolicy({ region, ...scope }: NameScope & { readonly region: SiteId }): Statement[] {
  return [
    ...lastingKey(scope),
    {
      Sid: "OnlyEndedRunsAreSigned",
      Effect: "Deny",
      Principal: "*",
      Action: ["kms:Sign"],
      Resource: ["*"],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": roleArn(scope, region, "summarise") } },
    },
  ];
}
