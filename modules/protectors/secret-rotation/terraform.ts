import type { Json } from "../../contract/json.ts";
import { renamed } from "../kit/renamed.ts";
import { left } from "../kit/terraform/left.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import type { RotationDocument } from "./document.ts";
import { type Rotation, sameRotation } from "./rotation.ts";

/** Who rotates a secret, from when somebody arms. The secret is no resource here: no point has a value of one. */
export const secretRotationInTerraform: TerraformKind<RotationDocument> = {
  form: ({ document, live, isThere, ids, source }) => {
    const { name, arn } = document;
    if (document.rotation === undefined) return left();
    if (!isThere)
      return left(
        `secret ${name} is not there, or is a replica, and Terraform makes none: no point has its value`,
      );
    const own = { from: arn, to: arn };
    const rotation = renamed(document.rotation as unknown as Json, ids, own) as unknown as Rotation;
    const there = live?.rotation;
    if (there !== undefined && !sameRotation(there, rotation)) return left(`its rotation: ${SAYS_OTHERWISE}`);
    const secret = live?.arn ?? ids[source] ?? arn;
    return {
      resources: [
        {
          type: "aws_secretsmanager_secret_rotation",
          key: "",
          arguments: {
            secret_id: secret,
            rotation_lambda_arn: rotation.RotationLambdaARN,
            rotation_rules: providerWords(rotation.RotationRules),
            // By default the provider has each change rotate the secret at once.
            rotate_immediately: false,
          },
          ...(there !== undefined && { importId: secret }),
          opens: true,
        },
      ],
      left: [],
    };
  },
};
