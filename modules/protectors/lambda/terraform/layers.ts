import { canonical } from "../../kit/canonical.ts";
import { PackageFile } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import type { FunctionInTerraform } from "./draft.ts";

/** Layers that are gone. One that is there is used by its ARN: its bytes cannot be compared, so Terraform would publish it again. */
export function layerResources(draft: FunctionInTerraform): readonly TerraformResource[] {
  return draft.document.layers.flatMap(
    ({ arn, name, sha256, settings, statements = [] }): TerraformResource[] => {
      if (draft.ids.layers.get(arn) !== undefined || sha256 === undefined) return [];
      if (statements.length > 0) draft.left.push(`whom its layer ${name} is shared with`);
      return [
        {
          type: "aws_lambda_layer_version",
          key: arn.split(":").slice(6).join("_"),
          arguments: {
            layer_name: name,
            filename: new PackageFile(sha256, `${name}.layer.zip`),
            source_code_hash: Buffer.from(sha256, "hex").toString("base64"),
            ...providerWords(canonical(settings)),
            skip_destroy: true,
          },
          exports: { [arn]: "arn" },
        },
      ];
    },
  );
}
