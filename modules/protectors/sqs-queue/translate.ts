import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
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
  document: QueueDocument,
  request: TranslationRequest,
): Translation<QueueDocument, never> {
  const { name, url, policy, redrivePolicy, redriveAllowPolicy } = document;
  const arn = arnOfQueue(request.target, request.name ?? name);
  const scope = translationScope(document, request, arn);
  const into = findings();
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
