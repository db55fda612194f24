import {
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateIntegrationResponseCommand,
  DeleteIntegrationCommand,
  DeleteIntegrationResponseCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { uriOf } from "../calls.ts";
import type { Called, Integration, Keyed } from "../document.ts";
import { integrationLabels } from "../labels.ts";
import { callsKnown, callsNow } from "./called.ts";
import { addStep, type Draft, membersOf, partMade, partNow } from "./draft.ts";
import { patchOf } from "./patch.ts";

/** What routes lead to. */
export function planIntegrations(draft: Draft): void {
  const { ports, live, request, there } = draft;
  const { source, document } = request.translation;
  const labels = integrationLabels(source);
  for (const [at, wanted] of document.integrations.entries()) {
    const was = source.integrations[at] ?? wanted;
    const label = `integration of ${labels.get(was.id) ?? was.id}`;
    const found = live?.integrations.find(({ id }) => id === there.get(`integrations/${was.id}`));
    if (found === undefined)
      addStep(draft, `create ${label}`, MAKE, async (ApiId, ids) => {
        const members = membersOf<CreateIntegrationCommandInput>(
          withUri(wanted, callsNow(draft, was, wanted, ids)),
        );
        const made = await ports.gateway.send(new CreateIntegrationCommand({ ...members, ApiId }));
        if (made.IntegrationId === undefined)
          throw new RestoreError(label, MAKE, "answered without an id", AGAIN);
        partMade(draft, ids, `integrations/${was.id}`, made.IntegrationId);
      });
    else {
      const patch = patchOf(withUri(wanted, callsKnown(draft, was, wanted)), withUri(found, found));
      const names = Object.keys(patch).join(", ");
      if (names !== "")
        addStep(draft, `set ${names} of ${label}`, CHANGE, (ApiId, ids) => {
          const now = patchOf(withUri(wanted, callsNow(draft, was, wanted, ids)), withUri(found, found));
          return ports.gateway.send(
            new UpdateIntegrationCommand({ ...now, ...toldAgain(wanted), ApiId, IntegrationId: found.id }),
          );
        });
    }
    planResponses(draft, was.id, label, wanted.responses, found);
  }
}

function planResponses(
  draft: Draft,
  of: string,
  label: string,
  wanted: readonly Keyed[],
  found: Integration | undefined,
): void {
  const { ports, live } = draft;
  const idOf = (key: string) => live?.ids.get(`integration ${found?.id} response ${key}`);
  for (const { key, settings } of wanted) {
    const there = found?.responses.find((one) => one.key === key);
    const IntegrationResponseKey = key;
    if (there === undefined) {
      addStep(draft, `create response ${key} of ${label}`, MAKE, (ApiId, ids) =>
        ports.gateway.send(
          new CreateIntegrationResponseCommand({
            ...settings,
            ...{ ApiId, IntegrationResponseKey, IntegrationId: partNow(draft, ids, `integrations/${of}`) },
          }),
        ),
      );
      continue;
    }
    const patch = patchOf(settings, there.settings);
    if (Object.keys(patch).length === 0) continue;
    addStep(draft, `set ${Object.keys(patch).join(", ")} of response ${key} of ${label}`, CHANGE, (ApiId) =>
      ports.gateway.send(
        new UpdateIntegrationResponseCommand({
          ...patch,
          ...{ ApiId, IntegrationId: found?.id, IntegrationResponseId: idOf(key) },
        }),
      ),
    );
  }
  for (const { key } of found?.responses ?? [])
    if (!wanted.some((one) => one.key === key))
      addStep(draft, `delete response ${key} of ${label}`, TAKE, (ApiId) =>
        ports.gateway.send(
          new DeleteIntegrationResponseCommand({
            ...{ ApiId, IntegrationId: found?.id, IntegrationResponseId: idOf(key) },
          }),
        ),
      );
}

/** Those that the point does not have, once no route leads to them. */
export function planIntegrationsAway(draft: Draft): void {
  const { ports, live, there, blocked } = draft;
  const stays = new Set(there.values());
  const labels = live === undefined ? undefined : integrationLabels(live);
  for (const { id } of live?.integrations ?? [])
    if (stays.has(id)) continue;
    else if (live?.managed.has(`integration ${id}`))
      blocked.push({
        because: "inexpressible",
        message: `integration of ${labels?.get(id) ?? id} is there and not in the point, and was made by quick create: API Gateway deletes it for nobody`,
        hint: "restore under another name, or delete that API first",
      });
    else
      addStep(draft, `delete integration of ${labels?.get(id) ?? id}`, TAKE, (ApiId) =>
        ports.gateway.send(new DeleteIntegrationCommand({ ApiId, IntegrationId: id })),
      );
}

/**
 * An update of what calls a service's action has to say all of it again.
 * https://github.com/hashicorp/terraform-provider-aws/issues/22647
 */
function toldAgain({ settings }: Integration): JsonObject {
  const { IntegrationType = null, IntegrationSubtype, RequestParameters } = settings;
  if (IntegrationSubtype === undefined) return {};
  return {
    IntegrationType,
    IntegrationSubtype,
    ...(RequestParameters !== undefined && { RequestParameters }),
  };
}

function withUri({ settings }: Pick<Integration, "settings">, calls: Called): JsonObject {
  const uri = uriOf(calls);
  return { ...settings, ...(uri !== undefined && { IntegrationUri: uri }) };
}
