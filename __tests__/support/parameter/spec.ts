import type { Kind } from "../../../modules/contract/kinds.ts";
import type { KindSpec } from "../../../modules/protectors/spec.ts";

const may = (action: string) => ({ action, resources: ["arn:{partition}:parameter:{region}:{account}:*"] });

/** A kind that is in no table: what the suite of kinds is itself tested with. */
export const parameterSpec: KindSpec = {
  kind: "parameter" as string as Kind,
  noun: ["parameter", "parameters"],
  home: "regional",
  source: "https://docs.aws.amazon.com/",
  listedToFollow: false,
  idOf: ({ service, resource }) => (service === "parameter" ? resource.split("/")[1] : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:parameter:{region}:{account}:parameter/NAME",
    parts: [{ letters: /[a-z]/, most: 64 }],
  },
  permissions: {
    inventory: [may("parameter:ListParameters"), may("parameter:ListParameterTags")],
    capture: [may("parameter:GetParameter"), may("parameter:ListParameterTags"), may("parameter:GetWatch")],
    restore: [
      may("parameter:GetParameter"),
      may("parameter:ListParameterTags"),
      may("parameter:GetWatch"),
      may("parameter:PutParameter"),
      may("parameter:TagParameter"),
      may("parameter:UntagParameter"),
      may("parameter:CreateWatch"),
    ],
    activate: [may("parameter:GetWatch"), may("parameter:EnableWatch"), may("parameter:DisableWatch")],
  },
  wildcardActions: {},
  pace: {
    budget: "parameter",
    source: "https://docs.aws.amazon.com/",
    perSecond: 1,
    perThing: () => 4,
    perPage: () => 1,
    pageSize: 2,
  },
};
