import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { leftAway } from "../kit/translate/away.ts";
import { translateKey } from "../kit/translate/key.ts";
import { translateTold } from "../kit/translate/own-text.ts";
import { type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfPipe } from "./arn.ts";
import { type PipeDocument, type PipeSettings, TOLD } from "./document.ts";
import { translateLogBucket } from "./log-bucket.ts";
import { translatePattern } from "./pattern.ts";

/** What the pipe's ARN becomes: names stay, or a person gives another one. */
export function pipeNames(
  { arn, name }: PipeDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfPipe(target, other) };
}

/** Turns what a pipe was into what it is to be at the destination. Pure. */
export function translatePipe(
  document: PipeDocument,
  request: TranslationRequest,
): Translation<PipeDocument> {
  const name = request.name ?? document.name;
  const arn = arnOfPipe(request.target, name);
  const scope = translationScope(document, request, arn);
  const into = findings();
  const { account, region } = scope.target;
  const { Source, Enrichment, Target } = document.settings;
  const [served] = [Target, Enrichment, Source].flatMap((one) => leftAway(one, scope) ?? []);
  if (served !== undefined) into.away.push({ what: `pipe ${document.name}`, with: served, whole: true });
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account, region },
      settings: translateSettings(document, scope, into),
    },
    ...gathered(into),
  };
}

function translateSettings(
  { name, settings }: PipeDocument,
  scope: TranslationScope,
  into: Findings,
): PipeSettings {
  const value = (one: Json, key: string, parent: string): Json => {
    const path = `${parent}.${key}`;
    if (TOLD.includes(path)) return translateTold(one, `what pipe ${name} tells others`, scope, into);
    if (typeof one === "string" && path.endsWith(".Pattern"))
      return translatePattern(one, `a filter of pipe ${name}`, scope, into);
    if (typeof one === "string" && path === "settings.KmsKeyIdentifier")
      return translateKey(one, path, scope, into);
    if (isObject(one) && path === "settings.LogConfiguration.S3LogDestination")
      return translateLogBucket(one, path, scope, into);
    if (isObject(one)) return object(one, path);
    if (Array.isArray(one) && one.some(isObject))
      return one.map((item: Json, at) => (isObject(item) ? object(item, `${path}[${at}]`) : item));
    return translateObject({ [key]: one }, parent, scope, into)[key] ?? null;
  };
  const object = (of: JsonObject, path: string): JsonObject =>
    Object.fromEntries(Object.entries(of).map(([key, one]) => [key, value(one, key, path)] as const));
  return object(settings, "settings") as PipeSettings;
}
