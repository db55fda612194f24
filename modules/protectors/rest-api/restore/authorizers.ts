import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  DeleteAuthorizerCommand,
  UpdateAuthorizerCommand,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import type { RestApiDocument } from "../document.ts";
import { authorizerForm } from "../form.ts";
import { readAuthorizers, type WithId } from "../read.ts";
import { withUri } from "../uri.ts";
import { memberPatches, replacing } from "./patch.ts";
import type { ApiRestorePorts } from "./ports.ts";
import { authorizerWords } from "./words.ts";
import { type Section, sending, type Write } from "./write.ts";

const PLAIN = [
  ...["type", "authType", "authorizerUri", "authorizerCredentials", "identitySource"],
  ...["identityValidationExpression", "authorizerResultTtlInSeconds"],
];

export function authorizersSection(
  ports: ApiRestorePorts,
  source: RestApiDocument,
  authorizers: readonly JsonObject[],
): Section<readonly JsonObject[], readonly WithId[]> {
  return {
    noun: "authorizers",
    wanted: authorizers,
    fresh: [],
    after: async (api, ids) => {
      for (const [from, to] of await authorizerWords(ports, source, api)) ids.set(from, to);
    },
    read: async (api) =>
      (await readAuthorizers(ports, api)).map(({ id, settings }) => ({
        id,
        settings: authorizerForm(settings),
      })),
    writes: (live, restApiId, prune) => {
      const send = sending(ports, restApiId);
      const writes: Write[] = [];
      for (const wanted of authorizers) {
        const name = String(wanted.name);
        const now = live.find(({ settings }) => settings.name === wanted.name);
        const input = withUri(wanted, "authorizerUri");
        if (now === undefined)
          writes.push({
            title: `create authorizer ${name}`,
            call: MAKE,
            send: async () => {
              await send(MAKE, `authorizer ${name}`, () =>
                ports.gateway.send(
                  new CreateAuthorizerCommand({
                    ...input,
                    restApiId,
                  } as unknown as CreateAuthorizerCommandInput),
                ),
              );
            },
          });
        else {
          const patchOperations = [
            ...replacing(input, withUri(now.settings, "authorizerUri"), PLAIN),
            ...memberPatches(input.providerARNs, now.settings.providerARNs, (op, value) => ({
              op,
              path: "/providerARNs",
              value,
            })),
          ];
          if (patchOperations.length > 0)
            writes.push({
              title: `set authorizer ${name}`,
              call: CHANGE,
              send: async () => {
                await send(CHANGE, `authorizer ${name}`, () =>
                  ports.gateway.send(
                    new UpdateAuthorizerCommand({ restApiId, authorizerId: now.id, patchOperations }),
                  ),
                );
              },
            });
        }
      }
      const extra = prune
        ? live.filter(({ settings }) => !authorizers.some((one) => one.name === settings.name))
        : [];
      return [
        ...writes,
        ...extra.map(({ id, settings }) => ({
          title: `delete authorizer ${String(settings.name)}`,
          call: TAKE,
          send: async () => {
            await send(TAKE, `authorizer ${String(settings.name)}`, () =>
              ports.gateway.send(new DeleteAuthorizerCommand({ restApiId, authorizerId: id })),
            );
          },
        })),
      ];
    },
  };
}
