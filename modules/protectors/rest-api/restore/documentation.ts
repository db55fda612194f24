import {
  CreateDocumentationPartCommand,
  type CreateDocumentationPartCommandInput,
  CreateDocumentationVersionCommand,
  DeleteDocumentationPartCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import type { RestApiDocument } from "../document.ts";
import { readDocumentation, readDocumentationVersions, type WithId } from "../read.ts";
import { isSameJson } from "./patch.ts";
import type { ApiRestorePorts } from "./ports.ts";
import { type Section, sending } from "./write.ts";

export function documentationSection(
  ports: ApiRestorePorts,
  { documentation }: RestApiDocument,
): Section<readonly JsonObject[], readonly WithId[]> {
  return {
    noun: "documentation",
    wanted: documentation,
    fresh: [],
    read: (api) => readDocumentation(ports, api),
    writes: (live, restApiId, prune) => {
      const send = sending(ports, restApiId);
      const at = ({ location }: JsonObject) =>
        live.find(({ settings }) => isSameJson(settings.location, location));
      const made = documentation.filter((one) => at(one) === undefined);
      const set = documentation.flatMap((one) => {
        const now = at(one);
        return now === undefined || isSameJson(now.settings, one) ? [] : [{ one, now }];
      });
      const extra = prune
        ? live.filter(
            ({ settings }) => !documentation.some((one) => isSameJson(one.location, settings.location)),
          )
        : [];
      return [
        ...made.map((one) => ({
          title: `create documentation of ${placeOf(one)}`,
          call: MAKE,
          send: async () => {
            await send(MAKE, `documentation of ${placeOf(one)}`, () =>
              ports.gateway.send(
                new CreateDocumentationPartCommand({
                  ...one,
                  restApiId,
                } as unknown as CreateDocumentationPartCommandInput),
              ),
            );
          },
        })),
        ...set.map(({ one, now }) => ({
          title: `set documentation of ${placeOf(one)}`,
          call: CHANGE,
          send: async () => {
            const patchOperations = [
              { op: "replace" as const, path: "/properties", value: String(one.properties) },
            ];
            await send(CHANGE, `documentation of ${placeOf(one)}`, () =>
              ports.gateway.send(
                new UpdateDocumentationPartCommand({
                  restApiId,
                  documentationPartId: now.id,
                  patchOperations,
                }),
              ),
            );
          },
        })),
        ...extra.map(({ id, settings }) => ({
          title: `delete documentation of ${placeOf(settings)}`,
          call: TAKE,
          send: async () => {
            await send(TAKE, `documentation of ${placeOf(settings)}`, () =>
              ports.gateway.send(new DeleteDocumentationPartCommand({ restApiId, documentationPartId: id })),
            );
          },
        })),
      ];
    },
  };
}

/** Names of versions, each published from the parts that are there by then: AWS tells no older ones. */
export function documentationVersionsSection(
  ports: ApiRestorePorts,
  { documentationVersions }: RestApiDocument,
): Section<readonly JsonObject[], readonly JsonObject[]> {
  return {
    noun: "versions of the documentation",
    wanted: documentationVersions,
    fresh: [],
    read: (api) => readDocumentationVersions(ports, api),
    writes: (live, restApiId) => {
      const send = sending(ports, restApiId);
      return documentationVersions.flatMap((one) => {
        const now = live.find(({ version }) => version === one.version);
        if (isSameJson(now, one)) return [];
        const documentationVersion = String(one.version);
        const of = `documentation version ${documentationVersion}`;
        const description = String(one.description ?? "");
        return [
          now === undefined
            ? {
                title: `create ${of}`,
                call: MAKE,
                send: async () => {
                  const input = {
                    restApiId,
                    documentationVersion,
                    ...(description !== "" && { description }),
                  };
                  await send(MAKE, of, () =>
                    ports.gateway.send(new CreateDocumentationVersionCommand(input)),
                  );
                },
              }
            : {
                title: `set ${of}`,
                call: CHANGE,
                send: async () => {
                  const patchOperations = [
                    { op: "replace" as const, path: "/description", value: description },
                  ];
                  await send(CHANGE, of, () =>
                    ports.gateway.send(
                      new UpdateDocumentationVersionCommand({
                        restApiId,
                        documentationVersion,
                        patchOperations,
                      }),
                    ),
                  );
                },
              },
        ];
      });
    },
  };
}

/** `METHOD /orders GET` */
function placeOf({ location }: JsonObject): string {
  return Object.values(location as JsonObject)
    .map(String)
    .join(" ");
}
