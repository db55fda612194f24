import { whereServed } from "../kit/where-served.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { arnOfReceiptRule, receiptRuleId } from "./arn.ts";
import { fedBy } from "./calls.ts";
import { type ReceiptRuleReads, readRuleSet, ruleSets } from "./read.ts";

type Ports = ProtectorPorts & ReceiptRuleReads;

/** Every receipt rule of every rule set of the region, with what it calls; none where SES receives no mail. */
export function inventory(ports: Ports, { warn }: InventoryOptions): AsyncIterable<Inventoried> {
  return whereServed(every(ports), {
    ...{ service: "Amazon SES", of: "receipt rules", region: ports.region, warn },
  });
}

async function* every(ports: Ports): AsyncIterable<Inventoried> {
  for await (const set of ruleSets(ports, ports.region)) {
    // Gone since it was listed.
    const { rules = [] } = (await readRuleSet(ports, set)) ?? {};
    for (const { name, settings } of rules) {
      const id = receiptRuleId({ set, name });
      yield {
        ...{ kind: "receipt-rule", id, name: id, arn: arnOfReceiptRule(ports, { set, name }), related: [] },
        // Receipt rules have no tags.
        tags: {},
        feeds: fedBy(settings),
      };
    }
  }
}
