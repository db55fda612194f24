import { isArn } from "../../core/arn.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { asksFunction, type ConfigRuleReads, configRules, READ } from "./read.ts";

/** Every rule of the region that asks a function, but those that a service keeps, which are told. */
export async function* inventory(
  ports: ProtectorPorts & ConfigRuleReads,
  { warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  for await (const rule of configRules(ports, ports.region)) {
    const { ConfigRuleName: name, ConfigRuleArn: arn, Source, CreatedBy } = rule;
    if (name === undefined || arn === undefined)
      throw new Error(`${READ} of ${ports.region}: one without a name or an ARN`);
    if (Source?.Owner !== "CUSTOM_LAMBDA" || rule.ConfigRuleState?.startsWith("DELETING")) continue;
    if (!asksFunction(rule)) {
      warn(`config rule ${name} is made and kept by ${CreatedBy}, and is not captured`);
      continue;
    }
    yield {
      ...{ kind: "config-rule", id: name, name, arn, related: [] },
      // No policy selects a config rule by its tags.
      tags: {},
      feeds: [Source.SourceIdentifier ?? ""].filter(isArn),
    };
  }
}
