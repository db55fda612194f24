import type { JsonObject } from "../../../modules/contract/json.ts";
import type { LogGroupDocument } from "../../../modules/protectors/log-filter/document.ts";
import { logFilter } from "../../../modules/protectors/log-filter/protector.ts";
import type { IdMap, PlanRequest, RestoreTarget, ThingPlan } from "../../../modules/protectors/protector.ts";
import { LogsPlace } from "../../support/conforming/logs-place.ts";
import { noBytes } from "../../support/no-bytes.ts";
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

export function portsOf(place: LogsPlace) {
  const { account, region } = place.logs;
  return {
    partition: "aws",
    account,
    region,
    client: place.client,
    sleep: async () => undefined,
    now: () => 0,
  };
}

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

interface Asked extends Partial<PlanRequest<LogGroupDocument>> {
  readonly name?: string;
  readonly map?: IdMap;
  readonly restored?: ReadonlySet<string>;
}

export function plan(place: LogsPlace, document: LogGroupDocument, asked: Asked = {}): Promise<ThingPlan> {
  const { name, map = {}, restored, ...request } = asked;
  const { account, region } = place.logs;
  const target = { partition: "aws", account, region };
  const translation = logFilter.translate(document, undefined, {
    target,
    map,
    ...(name !== undefined && { name }),
    ...(restored !== undefined && { restored }),
  });
  return logFilter.plan(
    { ...portsOf(place), locate: async () => noBytes(), open: noBytes, now: () => 0, holder: "somebody" },
    {
      point: "point",
      translation,
      target,
      together: new Set(),
      replace: false,
      allowPublic: false,
      today: "2026-11-29",
      ...request,
    },
  );
}

export async function perform({ steps, ids }: ThingPlan): Promise<Map<string, string>> {
  const known = new Map(ids);
  for (const { perform } of steps) await perform?.(known);
  return known;
}

/** Makes the group with all that it has, armed. */
export async function made(document: LogGroupDocument, place = placeOf()): Promise<LogsPlace> {
  const planned = await plan(place, document);
  await arm(place, planned, await perform(planned));
  return place;
}

/** Arms what a plan came to, and tells of each whether it wrote. */
export async function arm(
  place: LogsPlace,
  { activation }: ThingPlan,
  ids: ReadonlyMap<string, string>,
  notes: string[] = [],
): Promise<string[]> {
  const json = JSON.parse(JSON.stringify(activation(ids)));
  const asked = { arn: json.arn as string, alongside: false, note: (text: string) => void notes.push(text) };
  const done: string[] = [];
  for (const { title, active, activate } of logFilter.activate(portsOf(place), json, asked)) {
    await active();
    done.push(`${await activate()}: ${title}`);
  }
  return done;
}

export const titles = ({ steps }: ThingPlan) => steps.map(({ title, effect }) => `${effect}: ${title}`);
export const messages = ({ blocked }: ThingPlan) =>
  blocked.map(({ because, message }) => `${because}: ${message}`);
export const filters = ({ logs }: LogsPlace, name = NAME) => [
  ...(logs.groups.get(name)?.subscriptionFilters.keys() ?? []),
];
export { ELSEWHERE };
