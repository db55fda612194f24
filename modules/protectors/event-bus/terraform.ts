import { exactText } from "../kit/exact-json.ts";
import { writableTags } from "../kit/tags.ts";
import { OwnAttribute } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import type { BusDocument } from "./document.ts";
import { policyForm, settingsForm } from "./form.ts";

const BUS = "aws_cloudwatch_event_bus";

/** A bus, and who else may put events on it. */
export const eventBusInTerraform: TerraformKind<BusDocument> = {
  form: ({ document: { name, arn, settings, policy, tags }, live }) => {
    const { LogConfig: log, ...rest } = settingsForm(settings);
    const lets = policyForm(policy);
    return {
      resources: [
        {
          type: BUS,
          key: "",
          arguments: { name, ...providerWords(rest), tags: writableTags(tags) },
          ...(live !== undefined && { importId: name }),
          exports: { [arn]: "arn" },
        },
        ...(lets === null
          ? []
          : [
              {
                type: "aws_cloudwatch_event_bus_policy",
                key: "",
                arguments: { event_bus_name: new OwnAttribute(BUS, "", "name"), policy: exactText(lets) },
                ...(live?.policy !== undefined && { importId: name }),
                opens: true as const,
              },
            ]),
      ],
      left: log === undefined ? [] : ["its LogConfig: the provider has no argument for it"],
    };
  },
};
