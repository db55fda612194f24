import { expect, test } from "vitest";
import type { BusDocument } from "../../../modules/protectors/event-bus/document.ts";
import { eventBusInTerraform } from "../../../modules/protectors/event-bus/terraform.ts";
import type { TerraformKind } from "../../../modules/protectors/kit/terraform/resource.ts";
import type { LogGroupDocument } from "../../../modules/protectors/log-filter/document.ts";
import { logFilterInTerraform } from "../../../modules/protectors/log-filter/terraform.ts";
import type { TopicDocument } from "../../../modules/protectors/sns-topic/document.ts";
import { snsTopicInTerraform } from "../../../modules/protectors/sns-topic/terraform.ts";

const OTHERWISE = "it is there and says otherwise, as before it is armed";
const ACCOUNT = "123456789012";
const BUS = `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/orders`;
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:orders`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`;
const FN = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`;

/** What is left, and the types of what lets events in, of one that is there as `live`. */
function said<Document, Secrets>(
  kind: TerraformKind<Document, Secrets>,
  source: string,
  document: Document,
  live: Document,
  imports: Readonly<Record<string, string>> = {},
) {
  const request = { document, live, secrets: undefined, isThere: true, ids: {}, source, now: 0, imports };
  const { left, resources } = kind.form(request);
  return { left, opening: resources.filter(({ opens }) => opens).map(({ type }) => type) };
}

test("the policy of a bus that lets others in than the point's stays as it is, by name", () => {
  const bus = (who: string) =>
    ({
      ...{ name: "orders", arn: BUS, settings: {}, tags: {} },
      policy: {
        Version: "2012-10-17",
        Statement: [{ Sid: "a", Effect: "Allow", Principal: who, Action: "events:PutEvents", Resource: BUS }],
      },
    }) as unknown as BusDocument;
  expect(said(eventBusInTerraform, BUS, bus("*"), bus("111122223333"))).toEqual({
    left: [`its policy: ${OTHERWISE}`],
    opening: [],
  });
  expect(said(eventBusInTerraform, BUS, bus("*"), bus("*"))).toEqual({
    left: [],
    opening: ["aws_cloudwatch_event_bus_policy"],
  });
});

test("a subscription filter that lets other events out, or to others, stays as it is, by name", () => {
  const group = (destinationArn: string) =>
    ({
      ...{
        name: "orders",
        arn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:orders`,
        settings: {},
        tags: {},
      },
      metricFilters: [],
      subscriptionFilters: [{ filterName: "errors", filterPattern: "ERROR", destinationArn }],
    }) as unknown as LogGroupDocument;
  expect(said(logFilterInTerraform, "", group(FN), group(QUEUE))).toEqual({
    left: [`its filter errors: ${OTHERWISE}`],
    opening: [],
  });
  expect(said(logFilterInTerraform, "", group(FN), group(FN)).left).toEqual([]);
});

test("a subscription of a topic that lets fewer messages through stays as it is, by name", () => {
  const topic = (filterPolicy?: object) =>
    ({
      ...{ name: "orders", arn: TOPIC, attributes: {}, policies: {}, tags: {}, others: [] },
      subscriptions: [
        { protocol: "lambda", endpoint: FN, attributes: {}, ...(filterPolicy && { filterPolicy }) },
      ],
    }) as unknown as TopicDocument;
  const imports = { [`lambda ${FN}`]: `${TOPIC}:1` };
  expect(said(snsTopicInTerraform, TOPIC, topic(), topic({ kind: ["none"] }), imports)).toEqual({
    left: [`its subscription lambda ${FN}: ${OTHERWISE}`],
    opening: [],
  });
  expect(said(snsTopicInTerraform, TOPIC, topic(), topic(), imports).left).toEqual([]);
});
