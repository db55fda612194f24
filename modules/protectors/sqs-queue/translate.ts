import type { Json, JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { policyWithoutSources, servingOthers } from "../kit/translate/away.ts";
import { translateKey } from "../kit/translate/key.ts";
import { type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfQueue } from "./arn.ts";
import type { QueueDocument } from "./document.ts";
import { urlNames } from "./url.ts";

/** What the queue's ARN and addresses become, as far as that is certain before it is made. */
export function queueNames(
  { arn, url, name, account, region }: QueueDocument,
  request: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  const { partition } = parseArn(arn);
  const target = { ...request.target, name: request.name ?? name };
  return {
    [arn]: arnOfQueue(target, target.name),
    ...urlNames(url, { partition, account, region, name }, target),
  };
}

/** Turns what a queue was into what it is to be at the destination. Pure. At home only another name changes anything. */
export function translateQueue(
  given: QueueDocument,
  request: TranslationRequest,
): Translation<QueueDocument, never> {
  const arn = arnOfQueue(request.target, request.name ?? given.name);
  const scope = translationScope(given, request, arn);
  const into = findings();
  const document = serving(given, scope, into);
  const { url, policy, redrivePolicy, redriveAllowPolicy } = document;
  const names = queueNames(document, request);
  const { KmsMasterKeyId: key, ...attributes } = document.attributes;
  return {
    source: document,
    document: {
      ...document,
      name: scope.target.name,
      arn,
      url: names[url] ?? url,
      account: scope.target.account,
      region: scope.target.region,
      attributes: {
        ...(translateObject(attributes, "attributes", scope, into) as typeof attributes),
        ...(key !== undefined && {
          KmsMasterKeyId: translateKey(key, "attributes.KmsMasterKeyId", scope, into),
        }),
      },
      ...(policy && { policy: translatePolicy(policy, scope, into) }),
      ...(redrivePolicy && { redrivePolicy: translateObject(redrivePolicy, "redrivePolicy", scope, into) }),
      ...(redriveAllowPolicy && {
        redriveAllowPolicy: translateObject(redriveAllowPolicy, "redriveAllowPolicy", scope, into),
      }),
    },
    ...gathered(into),
  };
}

/** Without what its policies allow only to what stays away. */
function serving(
  { policy, redriveAllowPolicy, ...rest }: QueueDocument,
  scope: TranslationScope,
  into: Findings,
): QueueDocument {
  const of = `queue ${rest.name}`;
  const served = policyWithoutSources(policy, of, scope, into);
  return {
    ...rest,
    ...(served && { policy: served }),
    ...(redriveAllowPolicy && { redriveAllowPolicy: lettersOfOthers(redriveAllowPolicy, of, scope, into) }),
  };
}

/** SQS takes no empty list of the queues that may send their letters here: where none is left, none may. */
function lettersOfOthers(allow: JsonObject, of: string, scope: TranslationScope, into: Findings): JsonObject {
  const { sourceQueueArns: all } = allow;
  if (!Array.isArray(all)) return allow;
  const kept = servingOthers(all as readonly Json[], scope, into, {
    serves: (arn) => arn,
    what: (arn) => `${String(arn)} among those that may use ${of} for their dead letters`,
  });
  if (kept.length === all.length) return allow;
  return kept.length === 0 ? { redrivePermission: "denyAll" } : { ...allow, sourceQueueArns: [...kept] };
}

/** A policy's Id is its writer's own text; AddPermission begins it with the queue's ARN. */
function translatePolicy(
  { Id: id, ...policy }: JsonObject,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const { source, target } = scope;
  const own = typeof id === "string" && id.startsWith(`${source.arn}/`);
  return {
    ...(id !== undefined && { Id: own ? `${target.arn}${id.slice(source.arn.length)}` : id }),
    ...translateObject(policy, "policy", scope, into),
  };
}
