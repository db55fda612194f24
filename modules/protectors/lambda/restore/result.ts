import type { IdMap, RestoreTarget } from "../../protector.ts";
import type { JsonObject, NotificationDocument } from "../document.ts";
import type { FunctionTranslation } from "../translate.ts";
import { type Ids, resolve } from "./ids.ts";

/** What a restore came to. Kept as JSON: arming reads it, and it says what became of every id. */
export interface RestoreResult {
  readonly format: "zonekeep-restore/1";
  readonly kind: "lambda";
  readonly point: string;
  readonly name: string;
  readonly arn: string;
  readonly target: RestoreTarget;
  /** From the source's ARNs, versions, layers, mappings and mapped names to the destination's. */
  readonly idMap: IdMap;
  /** What brings events to the function, once it is armed. */
  readonly arm: {
    /** Mappings by their new ids; `enabled` as they were captured. */
    readonly mappings: readonly {
      readonly uuid: string;
      readonly enabled: boolean;
      readonly source: string;
    }[];
    readonly notifications: readonly NotificationDocument[];
  };
}

export function restoreResult(
  point: string,
  target: RestoreTarget,
  { source, document, replaced }: FunctionTranslation,
  ids: Ids,
): RestoreResult {
  return {
    format: "zonekeep-restore/1",
    kind: "lambda",
    point,
    name: document.name,
    arn: document.arn,
    target,
    idMap: {
      ...replaced,
      [source.arn]: document.arn,
      ...Object.fromEntries(
        [...ids.versions].map(([from, to]) => [`${source.arn}:${from}`, `${document.arn}:${to}`]),
      ),
      ...Object.fromEntries(ids.layers),
      ...Object.fromEntries(ids.mappings),
    },
    arm: {
      mappings: document.mappings.flatMap(({ uuid, enabled, settings }) => {
        const now = ids.mappings.get(uuid);
        const from = settings.EventSourceArn;
        return now === undefined
          ? []
          : [{ uuid: now, enabled, source: typeof from === "string" ? from : "" }];
      }),
      notifications: document.notifications.map(({ bucket, entries }) => ({
        bucket,
        entries: entries.map((entry): JsonObject => resolve(entry, document.arn, ids)),
      })),
    },
  };
}
