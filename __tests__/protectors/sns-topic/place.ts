import type { RestoreTarget } from "../../../modules/protectors/protector.ts";
import type { Subscription, TopicDocument } from "../../../modules/protectors/sns-topic/document.ts";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { SnsPlace } from "../../support/conforming/sns-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export const FUNCTION = arnOf("lambda", "function:orders");
export const OTHER = arnOf("lambda", "function:billing");
export const QUEUE = arnOf("sqs", "orders");
const FILTER = { kind: ["order"] };

export function arnOf(service: string, resource: string, { account, region } = SOURCE): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

export function placeOf(at: RestoreTarget = SOURCE): SnsPlace {
  return new SnsPlace({ ...at, page: 2 });
}

export function portsOf({ sns: { account, region }, client }: SnsPlace) {
  return planPortsOf({ account, region, client });
}

export const { plan, arm, disarm } = trying(snsTopic, portsOf);

export function told(endpoint: string, settings: Partial<Subscription> = {}): Subscription {
  const protocol = endpoint.split(":")[2] ?? "";
  return { protocol, endpoint, attributes: { RawMessageDelivery: "false" }, ...settings };
}

/** A topic that tells a function by a filter, another function and a queue. */
export function topicOf(parts: Partial<TopicDocument> = {}): TopicDocument {
  return {
    kind: "sns-topic",
    name: "orders",
    arn: arnOf("sns", "orders"),
    account: SOURCE.account,
    region: SOURCE.region,
    attributes: { DisplayName: "Orders" },
    subscriptions: [told(OTHER), told(FUNCTION, { filterPolicy: FILTER }), told(QUEUE)],
    others: [],
    tags: { team: "shop" },
    ...parts,
  };
}

export const endpoints = ({ sns }: SnsPlace) =>
  [...sns.subscriptions.values()].map(({ endpoint }) => endpoint).sort();
export { ELSEWHERE, SOURCE };
