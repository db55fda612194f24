import type { TableDocument } from "../../../modules/protectors/dynamodb-table/document.ts";
import { dynamodbTable } from "../../../modules/protectors/dynamodb-table/protector.ts";
import type {
  ClientOf,
  IdMap,
  PlanPorts,
  PlanRequest,
  ThingPlan,
} from "../../../modules/protectors/protector.ts";
import type { MadeTable } from "../../support/arbitrary-table.ts";
import { STREAMS } from "../../support/arbitrary-table.ts";
import { DynamoDBPlace } from "../../support/conforming/dynamodb-place.ts";
import { put } from "../../support/conforming/dynamodb-table.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export { ELSEWHERE, SOURCE };
export const TABLE = `arn:aws:dynamodb:${SOURCE.region}:${SOURCE.account}:table/orders`;
export const [CHANGES = ""] = STREAMS;

/** A table with one of everything. */
export const ORDERS: MadeTable = {
  id: "orders",
  units: { read: 5, write: 6 },
  limits: false,
  warm: false,
  indexes: [
    {
      IndexName: "by-customer",
      KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    },
  ],
  local: true,
  rare: true,
  key: "none",
  protected: true,
  view: "NEW_AND_OLD_IMAGES",
  ttl: "expires",
  days: 21,
  insights: true,
  policy: true,
  destinations: [{ stream: CHANGES, precision: "MICROSECOND" }],
  scaled: true,
  replicas: [],
  tags: { team: "shop" },
};

export function placeOf(at = SOURCE): DynamoDBPlace {
  return new DynamoDBPlace({ ...at, page: 2 });
}

interface Asked extends Partial<PlanRequest<TableDocument>> {
  readonly name?: string;
  readonly map?: IdMap;
  readonly elsewhere?: PlanPorts["elsewhere"];
  readonly sleep?: PlanPorts["sleep"];
  readonly now?: PlanPorts["now"];
}

function portsOf({
  dynamodb: { account, region },
  client,
}: {
  dynamodb: DynamoDBPlace["dynamodb"];
  client: ClientOf;
}) {
  return { partition: "aws", account, region, client, sleep: async () => undefined, now: () => 0 };
}

/** As a run keeps it. */
export async function captured(place: DynamoDBPlace, name = "orders"): Promise<TableDocument> {
  const arn = `arn:aws:dynamodb:${place.dynamodb.region}:${place.dynamodb.account}:table/${name}`;
  const item = { kind: "dynamodb-table", id: name, name, arn, related: [] } as const;
  const found = await dynamodbTable.capture(
    { ...portsOf(place), download: noBytes, known: async () => undefined, spool: undefined as never },
    item,
    { scope: { code: "all", triggers: "all" }, today: "2026-11-30", keep: noBytes },
  );
  if (found === undefined) throw new Error("it is gone");
  return found.document;
}

/** The place with a table as it was kept. */
export async function kept(table: Partial<MadeTable> = {}) {
  const place = placeOf();
  put(place, { ...ORDERS, ...table });
  return { place, document: await captured(place) };
}

/** The same, and the table is deleted since, with what autoscaling did for it. */
export async function lost(table: Partial<MadeTable> = {}) {
  const { place, document } = await kept(table);
  remove(place);
  return { place, document };
}

export function remove({ dynamodb, scaling }: DynamoDBPlace): void {
  dynamodb.table("orders").protected = false;
  dynamodb.DeleteTable({ TableName: "orders" });
  for (const all of [scaling.targets, scaling.policies, scaling.actions]) all.length = 0;
  dynamodb.wire.calls.length = 0;
}

export function plan(place: DynamoDBPlace, document: TableDocument, asked: Asked = {}): Promise<ThingPlan> {
  const { name, map = {}, elsewhere, sleep = async () => undefined, now = () => 0, ...request } = asked;
  const { account, region } = place.dynamodb;
  const target = { partition: "aws", account, region };
  const translation = dynamodbTable.translate(document, undefined, {
    target,
    map,
    ...(name !== undefined && { name }),
  });
  return dynamodbTable.plan(
    {
      ...portsOf(place),
      sleep,
      now,
      ...(elsewhere && { elsewhere }),
      locate: async () => noBytes(),
      open: noBytes,
      holder: "somebody",
    },
    {
      point: `${SOURCE.account}/us-east-1/points/dynamodb-table/orders/20260115T030405Z-0badcafe.json`,
      translation,
      target,
      together: new Set(),
      replace: false,
      allowPublic: false,
      today: "2026-11-30",
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
export async function arm(place: DynamoDBPlace, { activation }: ThingPlan): Promise<string[]> {
  const json = JSON.parse(JSON.stringify(activation(new Map())));
  const asked = { arn: json.arn as string, alongside: false, note: () => undefined };
  const done: string[] = [];
  for (const { title, activate } of dynamodbTable.activate(portsOf(place), json, asked))
    done.push(`${await activate()}: ${title}`);
  return done;
}

export const titles = ({ steps }: ThingPlan) => steps.map(({ title, effect }) => `${effect}: ${title}`);
export const reasons = ({ blocked }: ThingPlan) =>
  blocked.map(({ because, message, hint }) => `${because}: ${message}: ${hint}`);
export const writes = ({ dynamodb }: DynamoDBPlace) =>
  dynamodb.wire.calls.map(({ name }) => name).filter((name) => !/^(Describe|Get|List)/.test(name));
