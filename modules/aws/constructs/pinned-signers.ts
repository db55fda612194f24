import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { Construct } from "constructs";
import type { PinnedKey } from "../../contract/signing.ts";
import { signersParameters } from "../signers-parameters.ts";

/**
 * The keys whose signatures are believed, in the region where their points lie and apart from the store: whoever has neither
 * the repository nor the source's region can compare. A parameter for each source, the oldest key first; a standard one
 * costs nothing. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export class PinnedSigners extends Construct {
  constructor(scope: Construct, id: string, keys: readonly PinnedKey[]) {
    super(scope, id);
    for (const { source, name, value } of signersParameters(keys))
      new SsmParameter(this, source, {
        name,
        description: `SHA-256 of the public keys that sign the runs of ${source}, each with its days, as policies/signing.lock.json has them`,
        type: "StringList",
        value,
      });
  }
}
