import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { leftAway, servingOthers } from "../kit/translate/away.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import { translateKey } from "../kit/translate/key.ts";
import { staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfReceiptRule, receiptRuleId, splitReceiptRuleId } from "./arn.ts";
import { isOwnDoing, servedBy } from "./calls.ts";
import type { ReceiptRuleDocument } from "./document.ts";

/** What the rule's ARN becomes: names stay, or a person gives another one. */
export function receiptRuleNames(
  { arn, set, name }: ReceiptRuleDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfReceiptRule(target, splitReceiptRuleId(other, set)) };
}

/** Turns what a rule was into what it is to be at the destination. Pure. */
export function translateReceiptRule(
  given: ReceiptRuleDocument,
  request: TranslationRequest,
): Translation<ReceiptRuleDocument> {
  const to = splitReceiptRuleId(request.name ?? given.name, given.set);
  const arn = arnOfReceiptRule(request.target, to);
  const scope = translationScope(given, request, arn);
  const into = findings();
  const document = serving(given, scope, into);
  const { account, region } = scope.target;
  const { Recipients, Actions, ...settings } = document.settings;
  return {
    source: document,
    document: {
      ...document,
      ...{ ...to, arn, account, region },
      order: document.order.map((one) => (one === given.name ? to.name : one)),
      settings: {
        ...settings,
        // Addresses and domains are their owners', wherever they are received.
        ...(Recipients !== undefined && { Recipients }),
        Actions: Actions.map((one, at) => translateAction(one, `settings.Actions[${at}]`, scope, into)),
      },
    },
    ...gathered(into),
  };
}

/** Without the actions that serve what a person leaves out; where none that does something is left, all of it stays away. */
function serving(given: ReceiptRuleDocument, scope: TranslationScope, into: Findings): ReceiptRuleDocument {
  const { Actions } = given.settings;
  const id = receiptRuleId(given);
  const doing = Actions.filter(isOwnDoing);
  const [first, ...others] = doing.map((action) => leftAway(servedBy(action), scope));
  if (first !== undefined && others.every((one) => one !== undefined)) {
    into.away.push({ what: `receipt rule ${id}`, with: first, whole: true });
    return given;
  }
  const left = servingOthers(Actions, scope, into, {
    serves: servedBy,
    what: (action) => `${Object.keys(action).join()} of receipt rule ${id}`,
  });
  return { ...given, settings: { ...given.settings, Actions: left } };
}

function translateAction(
  action: JsonObject,
  path: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const translated = Object.entries(action).map(([kind, members]): [string, Json] => {
    // What is added to mail, and what its senders are told, is its writer's own text.
    if (!isObject(members) || kind === "AddHeaderAction") return [kind, members];
    const { BucketName: bucket, KmsKeyArn: key, Message: message, ...rest } = members;
    return [
      kind,
      {
        ...translateObject(rest, `${path}.${kind}`, scope, into),
        ...(message !== undefined && { Message: message }),
        ...(typeof bucket === "string" && { BucketName: translateBucket(bucket, path, scope, into) }),
        ...(typeof key === "string" && {
          KmsKeyArn: translateKey(key, `${path}.${kind}.KmsKeyArn`, scope, into),
        }),
      },
    ];
  });
  return Object.fromEntries(translated);
}

function translateBucket(bucket: string, path: string, scope: TranslationScope, into: Findings): string {
  const mapped = mappedBucket(scope.map, scope.source.partition, bucket);
  if (mapped === undefined) {
    if (!staysHome(scope))
      into.missing.push({
        path: `${path}.S3Action.BucketName`,
        value: bucket,
        reason: `SES keeps mail in a bucket that lets it in; name the bucket that stands for it in ${scope.target.region}`,
      });
    return bucket;
  }
  into.used.add(mapped.by);
  into.replaced.set(bucket, mapped.to);
  return mapped.to;
}
