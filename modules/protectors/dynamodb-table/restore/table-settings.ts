import type { Json, JsonObject } from "../../../contract/json.ts";
import { own } from "../../../core/own.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import type { TableSettings } from "../document.ts";
import { objectsIn } from "../view.ts";
import type { Draft } from "./draft.ts";
import { stays } from "./push.ts";
import { update } from "./update.ts";
import { planVectorIndexes } from "./vector-indexes.ts";
import { warm } from "./warm.ts";

/** What UpdateTable sets, one thing a call. `wanted` and `is` are forms made ready to compare. */
export function planTableSettings(
  draft: Draft,
  there: TableSettings,
  wanted: JsonObject,
  is: JsonObject,
): void {
  const { request, effect } = draft;
  const { document } = request.translation;
  const { settings } = document;
  const resource = `table ${document.name}`;
  const differs = (key: string): boolean => !sameJson(wanted[key], is[key]);
  for (const key of ["KeySchema", "LocalSecondaryIndexes"].filter(differs))
    if (effect === "create")
      draft.warnings.push(`${key} of ${resource} is as its items' source has it, and not as in the point`);
    else
      draft.blocked.push({
        because: "inexpressible",
        message: `${resource} is there, and its ${key} cannot be changed`,
        hint: "restore under another name",
      });
  if (differs("SSESpecification"))
    update(draft, "set the key", { SSESpecification: settings.SSESpecification ?? { Enabled: false } });
  if (differs("BillingMode") || differs("ProvisionedThroughput"))
    update(
      draft,
      `set the capacity (${capacityText(settings)})`,
      capacityOf(settings, there.settings, wanted),
    );
  if (differs("OnDemandThroughput"))
    update(draft, "set the limits of capacity", {
      OnDemandThroughput: limitsOf(settings.OnDemandThroughput),
    });
  planIndexes(draft, there, wanted.GlobalSecondaryIndexes, is.GlobalSecondaryIndexes);
  planVectorIndexes(draft, wanted.VectorIndexes, is.VectorIndexes);
  if (differs("TableClass"))
    update(draft, `set the class ${String(settings.TableClass)}`, ({ TableClassSummary: now }) =>
      // A restore may have kept it.
      (now?.TableClass ?? "STANDARD") === settings.TableClass
        ? undefined
        : { TableClass: settings.TableClass },
    );
  if (differs("WarmThroughput")) warm(draft, undefined, settings.WarmThroughput);
  if (!differs("DeletionProtectionEnabled")) return;
  if (settings.DeletionProtectionEnabled === true)
    update(draft, "switch on deletion protection", { DeletionProtectionEnabled: true });
  else stays(draft, "deletion protection");
}

/** What differs of one index is set in one call; an index that is not there is made from the items. */
function planIndexes(
  draft: Draft,
  there: TableSettings,
  wanted: Json | undefined,
  is: Json | undefined,
): void {
  const { document } = draft.request.translation;
  const { AttributeDefinitions, GlobalSecondaryIndexes } = document.settings;
  const [all, live] = [wanted, is].map((one) => (isObject(one) ? one : {})) as [JsonObject, JsonObject];
  const raw = new Map(objectsIn(GlobalSecondaryIndexes).map((one) => [String(one.IndexName), one]));
  const switched = document.settings.BillingMode !== there.settings.BillingMode;
  for (const [name, form] of Object.entries(all)) {
    const index = raw.get(name) ?? {};
    const now = own(live, name);
    if (!isObject(now) || !isObject(form)) {
      const { WarmThroughput: _later, ...made } = index;
      update(
        draft,
        `make index ${name}`,
        { AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: made }] },
        { indexing: true },
      );
      continue;
    }
    const differs = (key: string): boolean => !sameJson(form[key], now[key]);
    for (const key of ["KeySchema", "Projection"].filter(differs))
      draft.blocked.push({
        because: "inexpressible",
        message: `index ${name} of table ${document.name} is there, and its ${key} cannot be changed`,
        hint: "delete the index, and run the restore again: it is made from the items",
      });
    // A change of the mode gives all indexes theirs.
    if (differs("ProvisionedThroughput") && !switched)
      update(draft, `set the capacity of index ${name}`, {
        GlobalSecondaryIndexUpdates: [
          { Update: { IndexName: name, ProvisionedThroughput: index.ProvisionedThroughput } },
        ],
      });
    if (differs("OnDemandThroughput"))
      update(draft, `set the limits of capacity of index ${name}`, {
        GlobalSecondaryIndexUpdates: [
          { Update: { IndexName: name, OnDemandThroughput: limitsOf(index.OnDemandThroughput) } },
        ],
      });
    if (differs("WarmThroughput")) warm(draft, name, index.WarmThroughput);
  }
  for (const name of Object.keys(live)) if (!(name in all)) stays(draft, `index ${name}`);
}

function capacityText({ BillingMode, ProvisionedThroughput: units }: JsonObject): string {
  if (!isObject(units)) return String(BillingMode);
  return `${String(units.ReadCapacityUnits)} reads, ${String(units.WriteCapacityUnits)} writes`;
}

/** What autoscaling sets stays as it is now; with another mode every index needs its own. */
function capacityOf(settings: JsonObject, live: JsonObject, wanted: JsonObject): Record<string, unknown> {
  const { BillingMode, ProvisionedThroughput: units, GlobalSecondaryIndexes: indexes } = settings;
  if (!isObject(units)) return { BillingMode };
  const [told, now] = [wanted.ProvisionedThroughput, live.ProvisionedThroughput];
  const unit = (name: string): Json | undefined =>
    isObject(told) && isObject(now) && !(name in told) ? now[name] : units[name];
  const there = new Set(objectsIn(live.GlobalSecondaryIndexes).map(({ IndexName }) => String(IndexName)));
  const updates = objectsIn(indexes)
    .filter(({ IndexName }) => there.has(String(IndexName)))
    .map(({ IndexName, ProvisionedThroughput }) => ({ Update: { IndexName, ProvisionedThroughput } }));
  return {
    BillingMode,
    ProvisionedThroughput: {
      ReadCapacityUnits: unit("ReadCapacityUnits"),
      WriteCapacityUnits: unit("WriteCapacityUnits"),
    },
    ...(live.BillingMode !== BillingMode && updates.length > 0 && { GlobalSecondaryIndexUpdates: updates }),
  };
}

/** -1 takes a limit away. */
function limitsOf(most: Json | undefined): JsonObject {
  const { MaxReadRequestUnits = -1, MaxWriteRequestUnits = -1 } = isObject(most) ? most : {};
  return { MaxReadRequestUnits, MaxWriteRequestUnits };
}
