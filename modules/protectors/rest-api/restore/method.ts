import {
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { PUT } from "../../kit/api-methods.ts";
import { isObject } from "../../kit/canonical.ts";
import type { ApiMethod, ApiResource } from "../document.ts";
import type { ApiReads } from "../read.ts";
import { withUri } from "../uri.ts";

/** What of the API a method goes by, by name. */
export interface LiveResources {
  readonly resources: readonly ApiResource[];
  /** Ids by path. */
  readonly ids: ReadonlyMap<string, string>;
  readonly authorizers: ReadonlyMap<string, string>;
  readonly validators: ReadonlyMap<string, string>;
}

interface Place {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

/** A method with what it calls and how it answers: each answer is a call of its own. */
export async function putMethod(
  { gateway }: ApiReads,
  send: <Answer>(call: string, act: () => Promise<Answer>) => Promise<Answer>,
  at: Place,
  { settings, authorizer, validator, responses, integration }: ApiMethod,
  { ids, authorizers, validators }: LiveResources,
): Promise<void> {
  const [authorizerId, requestValidatorId] = [
    authorizers.get(authorizer ?? ""),
    validators.get(validator ?? ""),
  ];
  await send(PUT, () =>
    gateway.send(
      new PutMethodCommand({
        ...(settings as unknown as PutMethodCommandInput),
        ...at,
        ...(authorizerId !== undefined && { authorizerId }),
        ...(requestValidatorId !== undefined && { requestValidatorId }),
      }),
    ),
  );
  for (const [statusCode, response] of Object.entries(responses))
    await send(PUT, () => gateway.send(new PutMethodResponseCommand({ ...response, ...at, statusCode })));
  if (integration === undefined) return;
  const { responses: answers, httpMethod: integrationHttpMethod, cacheNamespace, ...calls } = integration;
  const shared =
    cacheNamespace === undefined ? undefined : (ids.get(String(cacheNamespace)) ?? String(cacheNamespace));
  await send(PUT, () =>
    gateway.send(
      new PutIntegrationCommand({
        ...(withUri(calls, "uri") as unknown as PutIntegrationCommandInput),
        ...at,
        ...(integrationHttpMethod !== undefined && { integrationHttpMethod: String(integrationHttpMethod) }),
        ...(shared !== undefined && { cacheNamespace: shared }),
      }),
    ),
  );
  for (const [statusCode, answer] of Object.entries(isObject(answers) ? answers : {}))
    await send(PUT, () =>
      gateway.send(new PutIntegrationResponseCommand({ ...(answer as JsonObject), ...at, statusCode })),
    );
}
