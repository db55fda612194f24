import type { JsonObject } from "../../../modules/contract/json.ts";
import type { LogGroupDocument } from "../../../modules/protectors/log-filter/document.ts";
import { logFilter } from "../../../modules/protectors/log-filter/protector.ts";
import type { RestoreTarget } from "../../../modules/protectors/protector.ts";
import { LogsPlace } from "../../support/conforming/logs-place.ts";
import { perform, planPortsOf, trying } from "../../support/made-plan.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export const NAME = "/shop/orders";
export const GROUP = arnOf("logs", `log-group:${NAME}`);
export const FUNCTION = arnOf("lambda", "function:orders");
export const OTHER = arnOf("lambda", "function:billing");
export const STREAM = arnOf("kinesis", "stream/orders");
export const ROLE = `arn:aws:iam::${SOURCE.account}:role/logs-to-stream`;
/** A pattern that nobody else writes. */
export const PATTERN = '{ $.token = "canary-4711" }';

export function arnOf(service: string, resource: string, { account, region } = SOURCE): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

export function placeOf(at: RestoreTarget = SOURCE): LogsPlace {
  return new LogsPlace({ ...at, page: 2 });
}

export function portsOf({ logs: { account, region }, client }: LogsPlace) {
  return planPortsOf({ account, region, client });
}

export const { plan, arm } = trying(logFilter, portsOf);

export function calling(destinationArn: string, more: JsonObject = {}): JsonObject {
  const filterName = `to-${destinationArn.split(/[:/]/).at(-1)}`;
  return { filterName, filterPattern: PATTERN, destinationArn, distribution: "ByLogStream", ...more };
}

const METRIC: JsonObject = {
  filterName: "errors",
  filterPattern: PATTERN,
  metricTransformations: [{ metricName: "Errors", metricNamespace: "Shop", metricValue: "1" }],
};

/** A group of two weeks that calls a function, with a metric. */
export function groupOf(parts: Partial<LogGroupDocument> = {}): LogGroupDocument {
  const name = parts.name ?? NAME;
  return {
    kind: "log-filter",
    name,
    arn: arnOf("logs", `log-group:${name}`),
    account: SOURCE.account,
    region: SOURCE.region,
    settings: { retentionInDays: 14 },
    metricFilters: [METRIC],
    subscriptionFilters: [calling(FUNCTION)],
    tags: { team: "shop" },
    ...parts,
  };
}

/** Makes the group with all that it has, armed. */
export async function made(document: LogGroupDocument, place = placeOf()): Promise<LogsPlace> {
  const planned = await plan(place, document);
  await arm(place, planned, await perform(planned));
  return place;
}

export const filters = ({ logs }: LogsPlace, name = NAME) => [
  ...(logs.groups.get(name)?.subscriptionFilters.keys() ?? []),
];
export { ELSEWHERE };
