import type { JsonObject } from "../../../contract/json.ts";
import { parserOf } from "../../kit/parse.ts";
import type { ProtectorPorts } from "../../protector.ts";
import schema from "../document.schema.json" with { type: "json" };
import type { ListenerRule } from "../document.ts";
import type { GroupReads } from "../read.ts";

export type ArmPorts = GroupReads & Pick<ProtectorPorts, "sleep">;

/** A rule without what is kept secret of it. */
export interface ArmedRule extends ListenerRule {
  /** The restore has made it for nobody. */
  readonly closed?: true;
  /** What the listener did by default when the restore was planned, and that a person allowed to change. */
  readonly over?: readonly JsonObject[];
}

/** What brings requests to a restored group. Kept as JSON in the restore's result. */
export interface GroupActivation {
  readonly arn: string;
  readonly name: string;
  /** ARN of the function, with its qualifier. */
  readonly target?: string;
  /** ARN of the source: the version that was registered, and that did not come back. */
  readonly lost?: string;
  readonly rules: readonly ArmedRule[];
}

const { arn, name, target } = schema.properties;
const { properties: ruleProperties, ...rule } = schema.properties.rules.items;

/** @throws FormError */
export const parseActivation = parserOf<GroupActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["arn", "name", "rules"],
    properties: {
      arn,
      name,
      target,
      lost: target,
      rules: {
        type: "array",
        items: {
          ...rule,
          properties: {
            ...ruleProperties,
            closed: { const: true },
            over: ruleProperties.actions,
          },
        },
      },
    },
  },
  "what activates the target group",
);
