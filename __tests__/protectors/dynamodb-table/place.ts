import type { TableDocument } from "../../../modules/protectors/dynamodb-table/document.ts";
import { dynamodbTable } from "../../../modules/protectors/dynamodb-table/protector.ts";
import type { PlanPorts, ThingPlan } from "../../../modules/protectors/protector.ts";
import type { MadeTable } from "../../support/arbitrary-table.ts";
import { STREAMS } from "../../support/arbitrary-table.ts";
import { DynamoDBPlace } from "../../support/conforming/dynamodb-place.ts";
import { put } from "../../support/conforming/dynamodb-table.ts";
import { type Asked, planPortsOf, requestOf, trying } from "../../support/made-plan.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { ELSEWHERE, SOURCE } from "../../support/protector-conformance/conforming.ts";

export { ELSEWHERE, SOURCE };
export const TABLE = `arn:aws:dynamodb:${SOURCE.region}:${SOURCE.account}:table/orders`;
const POINT = `${SOURCE.account}/us-east-1/points/dynamodb-table/orders/20260115T030405Z-0badcafe.json`;
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
  vectors: false,
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
  witnesses: [],
  tags: { team: "shop" },
};

export function placeOf(at = SOURCE): DynamoDBPlace {
  return new DynamoDBPlace({ ...at, page: 2 });
}

interface Wanted
  extends Asked<TableDocument, never>,
    Pick<Partial<PlanPorts>, "elsewhere" | "sleep" | "now"> {}

function portsOf({ dynamodb: { account, region }, client }: DynamoDBPlace, change: Partial<PlanPorts> = {}) {
  return planPortsOf({ account, region, client }, change);
}

export const { arm } = trying(dynamodbTable, portsOf);

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

export function plan(
  place: DynamoDBPlace,
  document: TableDocument,
  { elsewhere, sleep, now, ...asked }: Wanted = {},
): Promise<ThingPlan> {
  const { account, region } = place.dynamodb;
  const change = { ...(elsewhere && { elsewhere }), ...(sleep && { sleep }), ...(now && { now }) };
  const request = { point: POINT, today: "2026-11-30", ...asked };
  return dynamodbTable.plan(
    portsOf(place, change),
    requestOf(dynamodbTable, document, request, { partition: "aws", account, region }),
  );
}

export const reasons = ({ blocked }: ThingPlan) =>
  blocked.map(({ because, message, hint }) => `${because}: ${message}: ${hint}`);
export const writes = ({ dynamodb }: DynamoDBPlace) =>
  dynamodb.wire.calls.map(({ name }) => name).filter((name) => !/^(Describe|Get|List)/.test(name));
