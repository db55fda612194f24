import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import { livingPolicy } from "../kit/resource-policy.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { ScaledCapacity, TableSettings } from "./document.ts";

/** One form for tables that are the same, in the fields of the document; lists by what names each. Without tags and destinations. */
export function viewOf({
  settings,
  stream,
  ttl,
  recovery,
  insights,
  policy,
  scaling,
}: TableSettings): JsonObject {
  const { LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global, KeySchema, ...rest } = settings;
  const { AttributeDefinitions: types, WarmThroughput: warm, DeletionProtectionEnabled, ...more } = rest;
  const { VectorIndexes: vector, ...own } = more;
  const living = livingPolicy(policy);
  const streamPolicy = stream?.policy && policyForm(stream.policy, stream.arn);
  const form: JsonObject = {
    settings: {
      ...canonical(own),
      DeletionProtectionEnabled: DeletionProtectionEnabled ?? false,
      KeySchema: keyForm(KeySchema, types),
      LocalSecondaryIndexes: indexForms(local, types),
      GlobalSecondaryIndexes: indexForms(global, types),
      ...(vector !== undefined && { VectorIndexes: indexForms(vector, types) }),
      WarmThroughput: warm ?? null,
    },
    ...(stream && {
      stream: { view: stream.view, ...(streamPolicy !== undefined && { policy: streamPolicy }) },
    }),
    ...(ttl !== undefined && { ttl }),
    ...(recovery !== undefined && { recovery }),
    insights: Object.fromEntries(insights.map(({ index = "", mode }) => [index, mode])),
    ...(living !== undefined && { policy: living }),
    scaling: Object.fromEntries(scaling.map((one) => [scaledLabel(one), scaledForm(one)])),
  };
  return sortedKeys(form) as JsonObject;
}

export function scaledLabel({ index, dimension }: ScaledCapacity): string {
  return index === undefined ? dimension : `${index}, ${dimension}`;
}

export function scaledForm({ min, max, suspended, policies, actions }: ScaledCapacity): JsonObject {
  const named = (all: readonly JsonObject[], name: string): JsonObject =>
    Object.fromEntries(all.map((one) => [String(one[name]), one]));
  return {
    min,
    max,
    suspended: canonical(suspended),
    policies: named(policies, "PolicyName"),
    actions: named(actions, "ScheduledActionName"),
  };
}

/** A policy of a stream names it by an ARN that is another one each time. */
function policyForm(policy: JsonObject, arn: string): JsonObject | undefined {
  const living = livingPolicy(policy);
  if (living === undefined) return undefined;
  return JSON.parse(JSON.stringify(living).replaceAll(JSON.stringify(arn), '"the stream"')) as JsonObject;
}

function keyForm(key: Json | undefined, types: Json | undefined): Json {
  const typeOf = (name: Json | undefined): Json =>
    objectsIn(types).find((one) => one.AttributeName === name)?.AttributeType ?? null;
  return objectsIn(key).map(({ AttributeName: name = null, KeyType = null }) => ({
    name,
    type: typeOf(name),
    KeyType,
  }));
}

function indexForms(indexes: Json | undefined, types: Json | undefined): JsonObject {
  return Object.fromEntries(
    objectsIn(indexes).map(({ IndexName, KeySchema, ...rest }) => [
      String(IndexName),
      { ...canonical(rest), KeySchema: keyForm(KeySchema, types) },
    ]),
  );
}

export function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((one: Json): one is JsonObject => isObject(one)) : [];
}
