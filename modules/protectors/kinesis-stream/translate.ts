import { translateKey } from "../kit/translate/key.ts";
import { translationScope } from "../kit/translate/scope.ts";
import { findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfStream } from "./arn.ts";
import type { StreamDocument } from "./document.ts";

/** What the stream's ARN becomes. Those of its consumers Kinesis draws. */
export function streamNames(
  { arn, name }: StreamDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfStream(target, other) };
}

/** Turns what a stream was into what it is to be at the destination. Pure. Consumers keep their ARNs until they are registered. */
export function translateStream(
  document: StreamDocument,
  request: TranslationRequest,
): Translation<StreamDocument, never> {
  const { keyId, policy, consumers, name } = document;
  const arn = arnOfStream(request.target, request.name ?? name);
  const remade = consumers.map((one) => one.arn);
  const scope = translationScope(document, request, arn, new Set(remade));
  const into = findings();
  return {
    source: document,
    document: {
      ...document,
      name: scope.target.name,
      arn,
      account: scope.target.account,
      region: scope.target.region,
      ...(keyId !== undefined && { keyId: translateKey(keyId, "keyId", scope, into) }),
      ...(policy && { policy: translateObject(policy, "policy", scope, into) }),
      consumers: consumers.map((one, at) => ({
        ...one,
        ...(one.policy && { policy: translateObject(one.policy, `consumers[${at}].policy`, scope, into) }),
      })),
    },
    ...gathered(into),
    remade,
  };
}
