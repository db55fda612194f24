import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import type { SiteId } from "../../policy/policy.ts";
import { signingKeyPolicy } from "../iam/signing-key-policy.ts";
import { policyDocument } from "../iam/statement.ts";
import { type NameScope, signingAlias } from "../names.ts";
import { DELETION_WINDOW } from "./site-key.ts";

/**
 * Signs the runs of a region. Points stay proven without it, since its public half is pinned; without it no further run
 * is signed. KMS does not rotate asymmetric keys by itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export class SigningKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: NameScope & { readonly region: SiteId }) {
    super(scope, id);
    const key = new KmsKey(this, "Resource", {
      description: `zonekeep: signs the runs of ${props.region}`,
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: DELETION_WINDOW,
      policy: policyDocument(signingKeyPolicy(props)),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "Alias", { name: signingAlias(props.region), targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
