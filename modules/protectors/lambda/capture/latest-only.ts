import { parseFunctionArn } from "../arn.ts";
import type { FunctionDocument, NotificationDocument } from "../document.ts";

type Parts = Pick<FunctionDocument, "aliases" | "urls" | "asyncConfigs" | "mappings" | "notifications">;

/**
 * What belongs to `$LATEST` and to aliases of it: anything else hangs on a version that is not kept, and could not be
 * restored without it. Triggers that are left out are told, since the function would come back without them.
 */
export function latestOnly(parts: Parts): Parts & { readonly warnings: readonly string[] } {
  const aliases = parts.aliases.filter(
    ({ version, weights }) => version === "$LATEST" && Object.keys(weights).length === 0,
  );
  const names = new Set(["$LATEST", ...aliases.map(({ name }) => name)]);
  const isKept = ({ qualifier = "$LATEST" }: { readonly qualifier?: string }): boolean =>
    names.has(qualifier);
  const notifications = parts.notifications.flatMap((one) => notificationOf(one, isKept));
  const lost = [
    ...parts.urls.filter((url) => !isKept(url)).map(({ qualifier }) => `the URL of ${qualifier}`),
    ...parts.mappings.filter((mapping) => !isKept(mapping)).map(({ uuid }) => `mapping ${uuid}`),
    ...parts.notifications
      .filter((one) => entriesIn(notifications, one.bucket) < one.entries.length)
      .map(({ bucket }) => `notifications of bucket ${bucket}`),
  ];
  return {
    aliases,
    urls: parts.urls.filter(isKept),
    asyncConfigs: parts.asyncConfigs.filter(isKept),
    mappings: parts.mappings.filter(isKept),
    notifications,
    warnings:
      lost.length === 0
        ? []
        : [`not kept, since they invoke a version and the policy keeps $LATEST alone: ${lost.join(", ")}`],
  };
}

function notificationOf(
  { bucket, entries }: NotificationDocument,
  isKept: (of: { readonly qualifier?: string }) => boolean,
): readonly NotificationDocument[] {
  const kept = entries.filter(
    ({ LambdaFunctionArn: arn }) => typeof arn !== "string" || isKept(parseFunctionArn(arn)),
  );
  return kept.length === 0 ? [] : [{ bucket, entries: kept }];
}

function entriesIn(notifications: readonly NotificationDocument[], bucket: string): number {
  return notifications.find((one) => one.bucket === bucket)?.entries.length ?? 0;
}
