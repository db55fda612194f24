import type { JsonObject } from "../../contract/json.ts";
import { functionOf } from "../../core/arn.ts";
import { servingOthers } from "../kit/translate/away.ts";
import { translateDataProtection } from "../kit/translate/findings-destination.ts";
import { staysHome, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { translateValue } from "../kit/translate/value.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfGroup } from "./arn.ts";
import type { LogGroupDocument } from "./document.ts";
import { nameOf } from "./read.ts";

/** What the group's ARN becomes: names stay, or a person gives another one. */
export function groupNames(
  { arn, name }: LogGroupDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfGroup(target, other) };
}

/** Turns what a group was into what it is to be at the destination. Pure. Patterns are their writer's own text. */
export function translateGroup(
  given: LogGroupDocument,
  request: TranslationRequest,
): Translation<LogGroupDocument> {
  const arn = arnOfGroup(request.target, request.name ?? given.name);
  const scope = translationScope(given, request, arn);
  const into = findings();
  const source = {
    ...given,
    subscriptionFilters: servingOthers(comingBack(given, request, scope, into), scope, into, {
      serves: destinationOf,
      what: (one) => `filter ${nameOf(one)} of log group ${given.name}`,
    }),
  };
  const { settings, dataProtectionPolicy } = source;
  return {
    source,
    document: {
      ...source,
      name: scope.target.name,
      arn,
      account: scope.target.account,
      region: scope.target.region,
      settings: translateObject(settings, "settings", scope, into),
      subscriptionFilters: source.subscriptionFilters.map((one, at) => ({
        ...one,
        ...placesOf(one, `subscriptionFilters[${at}]`, scope, into),
      })),
      ...(dataProtectionPolicy && {
        dataProtectionPolicy: translateDataProtection(
          dataProtectionPolicy,
          `log group ${given.name}`,
          scope,
          into,
        ),
      }),
    },
    ...gathered(into),
  };
}

function placesOf(
  { destinationArn, roleArn }: JsonObject,
  path: string,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  return translateObject(
    { ...(destinationArn !== undefined && { destinationArn }), ...(roleArn !== undefined && { roleArn }) },
    path,
    scope,
    into,
  );
}

/**
 * At home all filters. Elsewhere, of a group that comes along with others, those that call whatever comes with them or has a
 * counterpart in the map: the rest are others', stay where they are, and are said.
 */
function comingBack(
  { subscriptionFilters, name }: LogGroupDocument,
  { restored }: TranslationRequest,
  scope: TranslationScope,
  into: Findings,
): readonly JsonObject[] {
  if (restored === undefined || staysHome(scope)) return subscriptionFilters;
  return subscriptionFilters.filter((one) => {
    const destination = destinationOf(one);
    if (restored.has(functionOf(destination)) || translateValue(destination, scope).kind === "replaced")
      return true;
    into.warnings.add(
      `filter ${nameOf(one)} of log group ${name} called ${destination}, which is not restored with it: it no longer ` +
        "does; map it to what stands for it if it is to",
    );
    return false;
  });
}

export function destinationOf({ destinationArn }: JsonObject): string {
  return String(destinationArn ?? "");
}
