import type { IdMap, PlanRequest, RestoreTarget, ThingPlan } from "../../../modules/protectors/protector.ts";
import type {
  Subscription,
  TopicDocument,
  TopicSecrets,
} from "../../../modules/protectors/sns-topic/document.ts";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { SnsPlace } from "../../support/conforming/sns-place.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";
import { takeBack } from "../../support/take-back.ts";

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

export function portsOf(place: SnsPlace) {
  const { account, region } = place.sns;
  return {
    partition: "aws",
    account,
    region,
    client: place.client,
    sleep: async () => undefined,
    now: () => 0,
  };
}

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

interface Asked extends Partial<PlanRequest<TopicDocument, TopicSecrets>> {
  readonly name?: string;
  readonly map?: IdMap;
  readonly restored?: ReadonlySet<string>;
  readonly secrets?: TopicSecrets;
}

export function plan(place: SnsPlace, document: TopicDocument, asked: Asked = {}): Promise<ThingPlan> {
  const { name, map = {}, restored, secrets, ...request } = asked;
  const { account, region } = place.sns;
  const target = { partition: "aws", account, region };
  const translation = snsTopic.translate(document, secrets, {
    target,
    map,
    ...(name !== undefined && { name }),
    ...(restored !== undefined && { restored }),
  });
  return snsTopic.plan(
    {
      ...portsOf(place),
      locate: async () => noBytes(),
      open: noBytes,
      now: () => 0,
      holder: "somebody",
    },
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

/** Arms what a plan came to, and tells of each whether it wrote. */
export async function arm(
  place: SnsPlace,
  { activation }: ThingPlan,
  ids: ReadonlyMap<string, string>,
  notes: string[] = [],
): Promise<string[]> {
  const json = JSON.parse(JSON.stringify(activation(ids)));
  const asked = { arn: json.arn as string, alongside: false, note: (text: string) => void notes.push(text) };
  const done: string[] = [];
  for (const { title, active, activate } of snsTopic.activate(portsOf(place), json, asked)) {
    await active();
    done.push(`${await activate()}: ${title}`);
  }
  return done;
}

export function disarm(place: SnsPlace, { activation }: ThingPlan): Promise<string[]> {
  const json = JSON.parse(JSON.stringify(activation(new Map())));
  const asked = { arn: json.arn as string, alongside: false, note: () => undefined };
  return takeBack(snsTopic.activate(portsOf(place), json, asked));
}

export const titles = ({ steps }: ThingPlan) => steps.map(({ title, effect }) => `${effect}: ${title}`);
export const endpoints = ({ sns }: SnsPlace) =>
  [...sns.subscriptions.values()].map(({ endpoint }) => endpoint).sort();
export { ELSEWHERE, SOURCE };
