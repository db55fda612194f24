import { parseArn } from "../../core/arn.ts";
import { servingOthers } from "../kit/translate/away.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import { staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { type Configuration, LISTS, type List, type NotificationsDocument } from "./document.ts";
import { destinationOf, entryLabel } from "./entry.ts";
import { entriesOf } from "./merge.ts";
import { arnOfBucket } from "./read.ts";

/**
 * What a bucket told, in the words of the destination. Pure. Bucket names are global, so the bucket that stands for the
 * source's has another name, which the map says.
 */
export function translateNotifications(
  document: NotificationsDocument,
  request: TranslationRequest,
): Translation<NotificationsDocument, never> {
  const whole = request.restored === undefined ? document : onlyCalls(document, request.restored);
  const { partition } = parseArn(document.arn);
  const scope = translationScope({ ...whole, name: whole.bucket }, request, whole.arn);
  const into = findings();
  const source = { ...whole, configuration: serving(whole, scope, into) };
  const bucket = translateBucket(source.bucket, scope, into);
  const translated = (list: List): Pick<Configuration, List> => {
    const entries = entriesOf(source.configuration, list);
    if (entries.length === 0) return {};
    // Ids and filters are its owner's own texts: a prefix that reads like a bucket's name names none.
    const field = LISTS[list];
    return {
      [list]: entries.map((entry, at) => ({
        ...entry,
        [field]: translateJson(entry[field] ?? null, `configuration.${list}[${at}].${field}`, scope, into),
      })),
    };
  };
  const bridge = source.configuration.EventBridgeConfiguration;
  const arn = bucket === source.bucket ? source.arn : arnOfBucket(request.target.partition, bucket);
  if (arn !== source.arn || partition !== request.target.partition) into.replaced.set(source.arn, arn);
  return {
    source,
    document: {
      ...source,
      bucket,
      arn,
      account: request.target.account,
      region: request.target.region,
      configuration: {
        ...translated("LambdaFunctionConfigurations"),
        ...translated("QueueConfigurations"),
        ...translated("TopicConfigurations"),
        ...(bridge !== undefined && { EventBridgeConfiguration: bridge }),
      },
    },
    ...gathered(into),
  };
}

/** Entries that tell something else than what stays away. */
function serving(
  { bucket, configuration }: NotificationsDocument,
  scope: TranslationScope,
  into: Findings,
): Configuration {
  if (scope.away === undefined) return configuration;
  const lists = (Object.keys(LISTS) as readonly List[]).flatMap((list) => {
    const entries = servingOthers(entriesOf(configuration, list), scope, into, {
      serves: destinationOf,
      what: (entry) => `${entryLabel(entry)} of bucket ${bucket}`,
    });
    return entries.length === 0 ? [] : [[list, entries] as const];
  });
  const { EventBridgeConfiguration: bridge } = configuration;
  return { ...Object.fromEntries(lists), ...(bridge !== undefined && { EventBridgeConfiguration: bridge }) };
}

/** What tells one of these things: the bucket's other entries are not part of what comes back. */
function onlyCalls(document: NotificationsDocument, restored: ReadonlySet<string>): NotificationsDocument {
  const isRestored = (to: string | undefined): boolean =>
    to !== undefined && [...restored].some((arn) => to === arn || to.startsWith(`${arn}:`));
  const lists = (Object.keys(LISTS) as readonly List[]).flatMap((list) => {
    const entries = entriesOf(document.configuration, list).filter((entry) =>
      isRestored(destinationOf(entry)),
    );
    return entries.length === 0 ? [] : [[list, entries] as const];
  });
  // Rules of the default bus may take the bucket's events: the flag comes back with them.
  const bridge = [...restored].some(isRuleOfDefaultBus) && document.configuration.EventBridgeConfiguration;
  return {
    ...document,
    configuration: {
      ...Object.fromEntries(lists),
      ...(bridge && { EventBridgeConfiguration: bridge }),
    },
  };
}

function isRuleOfDefaultBus(arn: string): boolean {
  const { service, resource } = parseArn(arn);
  return service === "events" && /^rule\/[^/]+$/.test(resource);
}

function translateBucket(bucket: string, scope: TranslationScope, into: Findings): string {
  if (scope.target.name !== bucket) {
    into.replaced.set(bucket, scope.target.name);
    return scope.target.name;
  }
  const mapped = mappedBucket(scope.map, scope.source.partition, bucket);
  if (mapped !== undefined) {
    const { to, by } = mapped;
    into.used.add(by);
    into.replaced.set(bucket, to);
    return to;
  }
  if (!staysHome(scope))
    into.missing.push({
      path: "bucket",
      value: bucket,
      reason: `S3 notifies functions of the bucket's own region; name the bucket that stands for it in ${scope.target.region}`,
    });
  return bucket;
}
