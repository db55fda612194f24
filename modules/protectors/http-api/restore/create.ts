import {
  CreateApiCommand,
  type CreateApiCommandInput,
  DeleteCorsConfigurationCommand,
  UpdateApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import { MAX_TAGS, ORIGIN, originText, runOfPoint } from "../../kit/origin.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { writableTags } from "../../kit/tags.ts";
import { wordsOf } from "../arn.ts";
import { addStep, type Draft, membersOf } from "./draft.ts";
import { patchOf } from "./patch.ts";

/** An API without stages: nobody reaches it. It is born with the mark of its point. */
export function planCreate(draft: Draft): void {
  const { ports, request, resource, steps } = draft;
  const { source, document } = request.translation;
  steps.push({
    title: `create ${resource}`,
    call: MAKE,
    effect: "create",
    perform: async (ids) => {
      const made = await attempt(ports.sleep, { resource, call: MAKE }, () =>
        ports.gateway.send(
          new CreateApiCommand({
            ...membersOf<CreateApiCommandInput>(document.settings),
            Name: document.name,
            ProtocolType: document.kind === "http-api" ? "HTTP" : "WEBSOCKET",
            Tags: tagsAtBirth(draft),
          }),
        ),
      );
      if (made.ApiId === undefined || made.ApiEndpoint === undefined)
        throw new RestoreError(resource, MAKE, "answered without an id and an endpoint", AGAIN);
      const words = wordsOf(
        { ...source, partition: ports.partition },
        { ...ports, id: made.ApiId, endpoint: made.ApiEndpoint },
      );
      for (const [from, to] of Object.entries(words)) ids.set(from, to);
    },
  });
}

/** With as many tags as an API can have, the last one has no room beside the one that says where the API comes from. */
function tagsAtBirth(draft: Draft): Record<string, string> {
  const { request } = draft;
  return { ...Object.fromEntries(tagsWithRoom(draft)), [ORIGIN]: originOf(draft, runOfPoint(request.point)) };
}

/** Tags of the point that an API which a restore has made can have. */
export function tagsWithRoom({ request }: Draft): readonly (readonly [string, string])[] {
  return Object.entries(writableTags(request.translation.document.tags)).slice(0, MAX_TAGS - 1);
}

export function originOf({ request: { translation } }: Draft, run?: string): string {
  const { source, document } = translation;
  return originText(source, document.name === source.name ? undefined : document.name, run);
}

/** Steps that make the settings of a live API as they were. */
export function planSettings(draft: Draft): void {
  const { ports, live, resource, request } = draft;
  const { name, settings } = request.translation.document;
  if (live === undefined) return;
  const { CorsConfiguration: cors, ...wanted } = settings;
  const { CorsConfiguration: liveCors, ...there } = live.settings;
  if (cors === undefined && liveCors !== undefined)
    addStep(draft, `take CORS away from ${resource}`, TAKE, (ApiId) =>
      ports.gateway.send(new DeleteCorsConfigurationCommand({ ApiId })),
    );
  const patch = {
    ...patchOf({ ...wanted, Name: name }, { ...there, Name: live.name }),
    ...(cors !== undefined && patchOf({ CorsConfiguration: cors }, { CorsConfiguration: liveCors ?? null })),
  };
  // It replaces what there is of CORS as a whole.
  const { CorsConfiguration: _cors, ...rest } = patch;
  const changes = { ...rest, ...("CorsConfiguration" in patch && { CorsConfiguration: cors ?? null }) };
  if (Object.keys(changes).length === 0) return;
  addStep(draft, `set ${Object.keys(changes).join(", ")} of ${resource}`, CHANGE, (ApiId) =>
    ports.gateway.send(new UpdateApiCommand({ ...membersOf<CreateApiCommandInput>(changes), ApiId })),
  );
}
