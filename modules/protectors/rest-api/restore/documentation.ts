import {
  CreateDocumentationPartCommand,
  type CreateDocumentationPartCommandInput,
  CreateDocumentationVersionCommand,
  DeleteDocumentationPartCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
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
          call: "apigateway:CreateDocumentationPart",
          send: async () => {
            await send("CreateDocumentationPart", `documentation of ${placeOf(one)}`, () =>
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
          call: "apigateway:UpdateDocumentationPart",
          send: async () => {
            const patchOperations = [
              { op: "replace" as const, path: "/properties", value: String(one.properties) },
            ];
            await send("UpdateDocumentationPart", `documentation of ${placeOf(one)}`, () =>
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
          call: "apigateway:DeleteDocumentationPart",
          send: async () => {
            await send("DeleteDocumentationPart", `documentation of ${placeOf(settings)}`, () =>
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
                call: "apigateway:CreateDocumentationVersion",
                send: async () => {
                  const input = {
                    restApiId,
                    documentationVersion,
                    ...(description !== "" && { description }),
                  };
                  await send("CreateDocumentationVersion", of, () =>
                    ports.gateway.send(new CreateDocumentationVersionCommand(input)),
                  );
                },
              }
            : {
                title: `set ${of}`,
                call: "apigateway:UpdateDocumentationVersion",
                send: async () => {
                  const patchOperations = [
                    { op: "replace" as const, path: "/description", value: description },
                  ];
                  await send("UpdateDocumentationVersion", of, () =>
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
