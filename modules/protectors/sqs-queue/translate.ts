import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { lookUp, staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfQueue } from "./arn.ts";
import type { QueueDocument } from "./document.ts";
import { urlNames } from "./url.ts";

/** SQS's own key, which every account has in every region. */
export const OWN_KEY = "alias/aws/sqs";

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
        ...(key !== undefined && { KmsMasterKeyId: translateKey(key, scope, into) }),
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

/** A key goes by its ARN, its bare id or an alias, and only its ARN says where it lies. */
function translateKey(key: string, scope: TranslationScope, into: Findings): string {
  const path = "attributes.KmsMasterKeyId";
  const mapped = lookUp(scope.map, key) !== undefined;
  if (!mapped && !staysHome(scope) && key !== "" && key !== OWN_KEY && !key.startsWith("arn:")) {
    const { region, account } = scope.target;
    if (key.startsWith("alias/"))
      into.warnings.add(`key ${key} is kept; it has to be there in ${region} of account ${account}`);
    else
      into.missing.push({
        path,
        value: key,
        reason: `a key's id belongs to ${scope.source.region}; name its counterpart in ${region} of account ${account}`,
      });
  }
  return translateJson(key, path, scope, into) as string;
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
