import {
  CreateRequestValidatorCommand,
  DeleteRequestValidatorCommand,
  UpdateRequestValidatorCommand,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import type { RestApiDocument } from "../document.ts";
import { readValidators, type WithId } from "../read.ts";
import { replacing } from "./patch.ts";
import type { ApiRestorePorts } from "./ports.ts";
import { type Section, sending, type Write } from "./write.ts";

export function validatorsSection(
  ports: ApiRestorePorts,
  { validators }: RestApiDocument,
): Section<readonly JsonObject[], readonly WithId[]> {
  return {
    noun: "request validators",
    wanted: validators,
    fresh: [],
    read: (api) => readValidators(ports, api),
    writes: (live, restApiId, prune) => {
      const send = sending(ports, restApiId);
      const left = [...live];
      const writes: Write[] = [];
      for (const wanted of validators) {
        const name = String(wanted.name);
        const at = left.findIndex(({ settings }) => settings.name === wanted.name);
        const [now] = at < 0 ? [] : left.splice(at, 1);
        const patchOperations =
          now && replacing(wanted, now.settings, ["validateRequestBody", "validateRequestParameters"]);
        if (now === undefined)
          writes.push({
            title: `create request validator ${name}`,
            call: MAKE,
            send: async () => {
              await send(MAKE, `request validator ${name}`, () =>
                ports.gateway.send(new CreateRequestValidatorCommand({ ...wanted, restApiId })),
              );
            },
          });
        else if (patchOperations !== undefined && patchOperations.length > 0)
          writes.push({
            title: `set request validator ${name}`,
            call: CHANGE,
            send: async () => {
              await send(CHANGE, `request validator ${name}`, () =>
                ports.gateway.send(
                  new UpdateRequestValidatorCommand({
                    restApiId,
                    requestValidatorId: now.id,
                    patchOperations,
                  }),
                ),
              );
            },
          });
      }
      const extra = prune ? left : [];
      return [
        ...writes,
        ...extra.map(({ id, settings }) => ({
          title: `delete request validator ${String(settings.name)}`,
          call: TAKE,
          send: async () => {
            await send(TAKE, `request validator ${String(settings.name)}`, () =>
              ports.gateway.send(new DeleteRequestValidatorCommand({ restApiId, requestValidatorId: id })),
            );
          },
        })),
      ];
    },
  };
}
