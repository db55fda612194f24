import type { Json, JsonObject, MappingDocument, NotificationDocument, PolicyDocument } from "../document.ts";
import { lookUp, staysHome, type TranslationScope } from "./scope.ts";
import { bucketName, namesRegion } from "./value.ts";
import { type Findings, translateJson, translateObject } from "./walk.ts";

/** Statements, without the resource they are attached to: AddPermission writes that by itself. */
export function translatePolicy(
  policy: PolicyDocument,
  path: string,
  scope: TranslationScope,
  into: Findings,
): PolicyDocument {
  const statements = policy.statements.map((statement, index) => {
    const { Resource: _own, ...rest } = statement;
    return translateObject(rest, `${path}.statements[${index}]`, scope, into);
  });
  return { ...policy, statements };
}

/** A filter is a pattern, not a name: one that matches the source's region would drop every event elsewhere. */
export function translateMapping(
  mapping: MappingDocument,
  path: string,
  scope: TranslationScope,
  into: Findings,
): MappingDocument {
  const { FilterCriteria, ...rest } = mapping.settings;
  const settings = translateObject(rest, `${path}.settings`, scope, into);
  if (FilterCriteria === undefined) return { ...mapping, settings };
  if (!staysHome(scope) && mentionsSource(FilterCriteria, scope))
    into.warnings.add(
      `${path}.settings.FilterCriteria matches ${scope.source.region} or its account: ` +
        "events of the destination may not pass it",
    );
  return { ...mapping, settings: { ...settings, FilterCriteria } };
}

function mentionsSource(filter: Json, { source, target }: TranslationScope): boolean {
  const text = JSON.stringify(filter);
  if (source.region !== target.region && namesRegion(text, source.region)) return true;
  if (source.region !== target.region && text.includes(`\\"${source.region}\\"`)) return true;
  return source.account !== target.account && text.includes(source.account);
}

/** Bucket names are global, so the bucket that stands for the source's has another name. */
export function translateNotification(
  notification: NotificationDocument,
  path: string,
  scope: TranslationScope,
  into: Findings,
): NotificationDocument {
  const entries = notification.entries.map((entry, index) =>
    translateJson(entry, `${path}.entries[${index}]`, scope, into),
  ) as readonly JsonObject[];
  return { bucket: translateBucket(notification.bucket, `${path}.bucket`, scope, into), entries };
}

function translateBucket(bucket: string, path: string, scope: TranslationScope, into: Findings): string {
  const by = [bucket, `arn:${scope.source.partition}:s3:::${bucket}`].find(
    (key) => lookUp(scope.map, key) !== undefined,
  );
  if (by !== undefined) {
    const to = bucketName(lookUp(scope.map, by) ?? "");
    into.used.add(by);
    into.replaced.set(bucket, to);
    return to;
  }
  if (!staysHome(scope))
    into.missing.push({
      path,
      value: bucket,
      reason: `S3 notifies functions of the bucket's own region; name the bucket that stands for it in ${scope.target.region}`,
    });
  return bucket;
}
