import {
  CreateModelCommand,
  type CreateModelCommandInput,
  DeleteModelCommand,
  UpdateModelCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CHANGE, MAKE, TAKE } from "../../kit/api-methods.ts";
import { addStep, type Draft, membersOf } from "./draft.ts";
import { patchOf } from "./patch.ts";

/** What messages look like. Routes name models, so they come first. */
export function planModels(draft: Draft): void {
  const { ports, live, request } = draft;
  for (const { key: Name, settings } of request.translation.document.models) {
    const there = live?.models.find(({ key }) => key === Name);
    const members = membersOf<CreateModelCommandInput>(settings);
    if (there === undefined) {
      addStep(draft, `create model ${Name}`, MAKE, (ApiId) =>
        ports.gateway.send(new CreateModelCommand({ ...members, ApiId, Name })),
      );
      continue;
    }
    const patch = patchOf(settings, there.settings);
    if (Object.keys(patch).length === 0) continue;
    addStep(draft, `set ${Object.keys(patch).join(", ")} of model ${Name}`, CHANGE, (ApiId) =>
      ports.gateway.send(
        new UpdateModelCommand({ ...patch, ApiId, ModelId: live?.ids.get(`model ${Name}`) }),
      ),
    );
  }
}

/** Those that the point does not have, once no route names them. */
export function planModelsAway(draft: Draft): void {
  const { ports, live, request } = draft;
  const wanted = new Set(request.translation.document.models.map(({ key }) => key));
  for (const { key } of live?.models ?? [])
    if (!wanted.has(key))
      addStep(draft, `delete model ${key}`, TAKE, (ApiId) =>
        ports.gateway.send(new DeleteModelCommand({ ApiId, ModelId: live?.ids.get(`model ${key}`) })),
      );
}
