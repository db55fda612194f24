import type { JsonObject } from "../../../contract/json.ts";
import { uniqueSorted } from "../../../core/source-order.ts";
import { isObject } from "../../kit/canonical.ts";
import type { IdMap } from "../../protector.ts";
import { itemsIn, listWith } from "../config.ts";
import type { EdgeFunction } from "../document.ts";

/** Key-value stores that CloudFront functions read, by their ARNs, each once and sorted. */
export function storesNamed(functions: readonly Pick<EdgeFunction, "config">[]): readonly string[] {
  return uniqueSorted(
    functions.flatMap(({ config }) => itemsIn(config.KeyValueStoreAssociations).flatMap(arnIn)),
  );
}

/**
 * A CloudFront function that reads the stores of the destination: its settings name one by its ARN, and its code may by its
 * id, `cf.kvs("a1b2c3d4-...")`, which is in no other text.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-custom-methods.html
 */
export function readingNow<Function extends Pick<EdgeFunction, "config" | "code">>(
  one: Function,
  ids: IdMap,
): Function {
  const { KeyValueStoreAssociations: list, ...config } = one.config;
  if (list === undefined) return one;
  let { code } = one;
  const items = itemsIn(list).map((item) => {
    const [was] = arnIn(item);
    const now = was === undefined || !Object.hasOwn(ids, was) ? was : ids[was];
    if (was === undefined || now === undefined || now === was) return item;
    code = code?.replaceAll(idOf(was), idOf(now));
    return { ...(item as JsonObject), KeyValueStoreARN: now };
  });
  return {
    ...one,
    config: { ...config, KeyValueStoreAssociations: listWith(items) },
    ...(code !== undefined && { code }),
  };
}

function arnIn(item: unknown): string[] {
  const arn = isObject(item as JsonObject) ? (item as JsonObject).KeyValueStoreARN : undefined;
  return typeof arn === "string" ? [arn] : [];
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
