import { sameJson } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { writableTags } from "../kit/tags.ts";
import { OwnAttribute } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import type { BusDocument } from "./document.ts";
import { policyForm, settingsForm } from "./form.ts";

const BUS = "aws_cloudwatch_event_bus";

/** A bus, and who else may put events on it. */
export const eventBusInTerraform: TerraformKind<BusDocument> = {
  form: ({ document: { name, arn, settings, policy, tags }, live }) => {
    const { LogConfig: log, ...rest } = settingsForm(settings);
    const lets = policyForm(policy);
    const isOther = lets !== null && live?.policy !== undefined && !sameJson(policyForm(live.policy), lets);
    return {
      resources: [
        {
          type: BUS,
          key: "",
          arguments: { name, ...providerWords(rest), tags: writableTags(tags) },
          ...(live !== undefined && { importId: name }),
          exports: { [arn]: "arn" },
        },
        ...(lets === null || isOther
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
      left: [
        ...(log === undefined ? [] : ["its LogConfig: the provider has no argument for it"]),
        ...(isOther ? [`its policy: ${SAYS_OTHERWISE}`] : []),
      ],
    };
  },
};
