import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject, sameJson } from "../kit/canonical.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { type Argument, Given } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import { type ConfigRuleDocument, type ConfigRuleSettings, SEALED } from "./document.ts";
import { formOf } from "./form.ts";

/** What the provider of this version has arguments for, by AWS's names. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  Scope: ["ComplianceResourceTypes", "TagKey", "TagValue", "ComplianceResourceId"],
  Source: ["Owner", "SourceIdentifier", "SourceDetails"],
};

/** A rule, which asks its function as soon as it is there: made when somebody arms. */
export const configRuleInTerraform: TerraformKind<ConfigRuleDocument> = {
  sealed: SEALED,
  form: ({ document, live, ids }) => {
    const { name, arn, tags } = document;
    const settings = renamed(document.settings, ids, { from: arn, to: arn }) as ConfigRuleSettings;
    const unknown = Object.entries(KNOWN).flatMap(([part, known]) =>
      membersOf(settings[part]).filter((member) => !known.includes(member)),
    );
    const left = [
      ...unknown.map((member) => `its ${member}: the provider has no argument for it`),
      ...(live !== undefined && !sameJson(formOf(live.settings), formOf(settings)) ? [SAYS_OTHERWISE] : []),
    ];
    if (left.length > 0) return { resources: [], left };
    const { InputParameters: told, EvaluationModes: modes, Source, ...rest } = settings;
    return {
      resources: [
        {
          type: "aws_config_config_rule",
          key: "",
          arguments: {
            name,
            ...providerWords(rest),
            source: providerWords(Source, { SourceDetails: "source_detail" }),
            ...(Array.isArray(modes) && {
              evaluation_mode: modes.map((one: Json) => (isObject(one) ? providerWords(one) : {})),
            }),
            input_parameters: parametersOf(told),
            tags: writableTags(tags),
          },
          ...(live !== undefined && { importId: name }),
          opens: true,
          exports: { [live?.arn ?? arn]: "arn" },
        },
      ],
      left: [],
    };
  },
};

function membersOf(part: Json | undefined): readonly string[] {
  return isObject(part) ? Object.keys(part as JsonObject) : [];
}

/** What a function is told is its program's own text, and so may hold credentials: given by a variable. */
function parametersOf(told: Json | undefined): Argument {
  if (typeof told !== "string" || told === "{}") return told as Argument;
  return new Given("input_parameters", "what the function is told", "string", told);
}
