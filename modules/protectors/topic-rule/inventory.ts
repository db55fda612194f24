import type { Json } from "../../contract/json.ts";
import type { Related } from "../../contract/kinds.ts";
import { isObject } from "../kit/canonical.ts";
import { Refusals } from "../kit/refusals.ts";
import { whereServed } from "../kit/where-served.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { thingAt } from "../thing-at.ts";
import { arnOfTopicRule } from "./arn.ts";
import { fedBy, servedBy } from "./calls.ts";
import { askTopicRule, type TopicRuleReads, topicRules } from "./read.ts";

type Ports = ProtectorPorts & TopicRuleReads;

/** Every topic rule of the region, with what it brings messages to; none where AWS has no IoT Core. */
export function inventory(ports: Ports, { warn }: InventoryOptions): AsyncIterable<Inventoried> {
  return whereServed(every(ports, warn), {
    service: "AWS IoT Core",
    of: "topic rules",
    region: ports.region,
    warn,
  });
}

async function* every(ports: Ports, warn: InventoryOptions["warn"]): AsyncIterable<Inventoried> {
  const unasked = new Refusals();
  for await (const { ruleName: name } of topicRules(ports)) {
    if (name === undefined) throw new Error(`iot:ListTopicRules of ${ports.region}: one without a name`);
    // One that refuses us is there all the same, or is gone since: its capture says which.
    const found = await unasked.ask(name, () => askTopicRule(ports, name));
    yield {
      kind: "topic-rule",
      id: name,
      name,
      arn: arnOfTopicRule(ports, name),
      related: found === undefined ? [] : relatedLetters(ports, found.settings.errorAction),
      // No policy selects a topic rule by its tags.
      tags: {},
      feeds: found === undefined ? [] : fedBy(found.settings, ports),
    };
  }
  unasked.tell(warn, "topic rules that may not be asked whom they tell, so that they come with nobody");
}

/** The queue that takes what an action could not be done with. */
function relatedLetters(ports: Ports, errorAction: Json | undefined): readonly Related[] {
  const thing = isObject(errorAction) ? thingAt(servedBy(errorAction, ports) ?? "") : undefined;
  return thing?.kind === "sqs-queue" ? [thing] : [];
}
