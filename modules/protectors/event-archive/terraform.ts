import { SEALED } from "../event-rule/document.ts";
import { isObject } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import type { ArchiveDocument } from "./document.ts";
import { settingsForm } from "./form.ts";

/** An archive of a bus, without the events in it. */
export const eventArchiveInTerraform: TerraformKind<ArchiveDocument> = {
  sealed: SEALED,
  form: ({ document: { name, arn, bus, settings }, live }) => {
    const { EventPattern: pattern, KmsKeyIdentifier: key, ...rest } = settingsForm(settings);
    return {
      resources: [
        {
          type: "aws_cloudwatch_event_archive",
          key: "",
          arguments: {
            name,
            event_source_arn: bus,
            ...providerWords(rest),
            ...(isObject(pattern) && { event_pattern: exactText(pattern) }),
          },
          ...(live !== undefined && { importId: name }),
          exports: { [arn]: "arn" },
        },
      ],
      left: key === undefined ? [] : ["its KmsKeyIdentifier: the provider has no argument for it"],
    };
  },
};
