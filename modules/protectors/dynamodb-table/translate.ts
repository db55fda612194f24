import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { toJson } from "../kit/json.ts";
import { renamed } from "../kit/renamed.ts";
import { translateKey } from "../kit/translate/key.ts";
import { lookUp, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfTable, streamToCome } from "./arn.ts";
import type { ScaledCapacity, TableDocument } from "./document.ts";

/** What the table's ARN becomes. That of its stream is known once the stream is on. */
export function tableNames(
  { arn, name }: TableDocument,
  request: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfTable(request.target, request.name ?? name) };
}

/** Turns what a table was into what it is to be at the destination. Pure. */
export function translateTable(
  document: TableDocument,
  request: TranslationRequest,
): Translation<TableDocument, never> {
  const arn = arnOfTable(request.target, request.name ?? document.name);
  const scope = translationScope(document, request, arn);
  const into = findings();
  const { stream, policy } = document;
  const streamArn = stream && (lookUp(request.map, stream.arn) ?? streamToCome(arn));
  const ownTo = stream === undefined || streamArn === undefined ? {} : { [stream.arn]: streamArn };
  if (stream !== undefined && streamArn !== undefined) into.replaced.set(stream.arn, streamArn);
  const translatePolicy = (of: JsonObject, path: string): JsonObject =>
    translateObject(renamed(of, ownTo, { from: document.arn, to: arn }) as JsonObject, path, scope, into);
  return {
    source: document,
    document: {
      ...document,
      name: scope.target.name,
      arn,
      account: scope.target.account,
      region: scope.target.region,
      settings: translateSettings(document.settings, scope, into),
      ...(stream &&
        streamArn !== undefined && {
          stream: {
            ...stream,
            arn: streamArn,
            ...(stream.policy && { policy: translatePolicy(stream.policy, "stream.policy") }),
          },
        }),
      ...(policy && { policy: translatePolicy(policy, "policy") }),
      destinations: document.destinations.map(
        (one, at) =>
          translateObject(
            toJson(one) as JsonObject,
            `destinations[${at}]`,
            scope,
            into,
          ) as unknown as typeof one,
      ),
      scaling: document.scaling.map((one, at) => translateScaling(one, `scaling[${at}]`, scope, into)),
      // Tables of other regions are no part of one that comes back elsewhere.
      replicas: document.replicas.filter((region) => region !== scope.target.region),
    },
    ...gathered(into),
  };
}

function translateSettings(settings: JsonObject, scope: TranslationScope, into: Findings): JsonObject {
  const { SSESpecification: sse } = settings;
  if (!isObject(sse) || typeof sse.KMSMasterKeyId !== "string") return settings;
  const key = translateKey(sse.KMSMasterKeyId, "settings.SSESpecification.KMSMasterKeyId", scope, into);
  return { ...settings, SSESpecification: { ...sse, KMSMasterKeyId: key } };
}

/** Policies name metrics and their dimensions, at times by the table. */
function translateScaling(
  scaled: ScaledCapacity,
  path: string,
  scope: TranslationScope,
  into: Findings,
): ScaledCapacity {
  const all = (of: readonly JsonObject[], what: string): JsonObject[] =>
    of.map((one, at) => translateObject(one, `${path}.${what}[${at}]`, scope, into));
  return {
    ...scaled,
    policies: all(scaled.policies, "policies"),
    actions: all(scaled.actions, "actions"),
  };
}
