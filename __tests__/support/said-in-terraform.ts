import type { TerraformForm, TerraformKind } from "../../modules/protectors/kit/terraform/resource.ts";
import type { IdMap } from "../../modules/protectors/protector.ts";

interface Beside<Document> {
  /** Absent: it is gone. */
  readonly live?: Document | undefined;
  readonly imports?: IdMap;
  readonly ids?: IdMap;
}

/** What a kind without secrets beside its document says of a thing in Terraform, at home. */
export function saidInTerraform<Document extends { readonly arn: string }>(
  kind: TerraformKind<Document>,
  document: Document,
  { live, imports = {}, ids = {} }: Beside<Document> = {},
): TerraformForm {
  return kind.form({
    ...{ document, isThere: live !== undefined, source: document.arn, secrets: undefined },
    ...{ now: 0, imports, ids },
    ...(live !== undefined && { live }),
  });
}
