import { arnOfBus } from "../event-rule/arn.ts";
import { policyWithoutSources } from "../kit/translate/away.ts";
import { translateKey } from "../kit/translate/key.ts";
import { translationScope } from "../kit/translate/scope.ts";
import { findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import type { BusDocument } from "./document.ts";

/** What the bus's ARN becomes: names stay, or a person gives another one. */
export function busNames(
  { arn, name }: BusDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfBus(target, other) };
}

/** Turns what a bus was into what it is to be at the destination. Pure. */
export function translateBus(
  given: BusDocument,
  request: TranslationRequest,
): Translation<BusDocument, never> {
  const arn = arnOfBus(request.target, request.name ?? given.name);
  const scope = translationScope(given, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  const { KmsKeyIdentifier: key, ...settings } = given.settings;
  const { policy: all, ...rest } = given;
  const policy = policyWithoutSources(all, `event bus ${given.name}`, scope, into);
  const document: BusDocument = { ...rest, ...(policy && { policy }) };
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account, region },
      settings: {
        ...translateObject(settings, "settings", scope, into),
        ...(typeof key === "string" && {
          KmsKeyIdentifier: translateKey(key, "settings.KmsKeyIdentifier", scope, into),
        }),
      },
      ...(policy && { policy: translateObject(policy, "policy", scope, into) }),
    },
    ...gathered(into),
  };
}
