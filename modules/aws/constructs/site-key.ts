import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import type { SiteId } from "../../policy/policy.ts";
import { keyPolicy } from "../iam/key-policy.ts";
import { policyDocument } from "../iam/statement.ts";
import { keyAlias, type NameScope } from "../names.ts";

/** Days between asking for a key's deletion and losing it with all it encrypted; the longest that KMS allows. */
export const DELETION_WINDOW = 30;

export interface SiteKeyProps extends NameScope {
  readonly site: SiteId;
  readonly region: SiteId;
}

/**
 * Encrypts all that one site keeps. Without it every locked copy is dead, so no plan that would destroy it is
 * accepted: `terraform destroy` of its stack stops before it touches anything.
 */
export class SiteKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SiteKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "Resource", {
      description: `zonekeep: recovery points of ${props.site}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW,
      policy: policyDocument(keyPolicy(props)),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "Alias", { name: keyAlias(props.site), targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
