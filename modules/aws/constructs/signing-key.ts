import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import { SIGNING_KEY } from "../../contract/signing.ts";
import { type SigningUse, signingKeyPolicy } from "../iam/signing-key-policy.ts";
import { policyDocument } from "../iam/statement.ts";
import { signingAlias } from "../names.ts";
import { DELETION_WINDOW } from "./site-key.ts";

export interface SigningKeyProps extends SigningUse {
  /** From 1 on. */
  readonly generation: number;
  /**
   * The keys that this one takes the place of. `npx zonekeep pin` sees it by its alias and ends those before, also where a
   * deployment broke off half-way: by then none of them may sign, or what it signs later would be forged for good.
   */
  readonly before?: readonly SigningKey[];
}

/**
 * Signs the runs of a region, until one of the next generation does; then it stays, for what it signed. Points stay proven without it, since its public half is pinned; without it no further run
 * is signed. KMS does not rotate asymmetric keys by itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export class SigningKey extends Construct {
  readonly arn: string;
  readonly #key: KmsKey;

  constructor(scope: Construct, id: string, props: SigningKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "Resource", {
      description: `zonekeep: signs the runs of ${props.region}`,
      customerMasterKeySpec: SIGNING_KEY,
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: DELETION_WINDOW,
      policy: policyDocument(signingKeyPolicy(props)),
      lifecycle: { preventDestroy: true },
    });
    const name = signingAlias(props.region, props.generation);
    const { before = [] } = props;
    new KmsAlias(this, "Alias", {
      name,
      targetKeyId: key.keyId,
      ...(before.length > 0 && { dependsOn: before.map((one) => one.#key) }),
      // One that root deleted is made anew and its alias would be moved, which is denied: it stays until it goes with its key.
      ...(props.replaced && { lifecycle: { ignoreChanges: ["target_key_id"] } }),
    });
    this.#key = key;
    this.arn = key.arn;
  }
}

/** Construct ids are contract: that of the first is from before there were others. */
export function signingKeyId(generation: number): string {
  return generation === 1 ? "signing" : `signing-${generation}`;
}
