import { CreateDeploymentCommand } from "@aws-sdk/client-api-gateway";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { standsFor } from "../mark.ts";
import { readApi, readDeployments } from "../read.ts";
import { originMarks, putMark } from "./create.ts";
import { apiNow, type Draft, labelOf, partKey } from "./draft.ts";

const CREATE = "apigateway:CreateDeployment";

/**
 * A deployment for each that a stage served: without a stage it answers nobody. Those of the source are there still where the
 * API is; what was made before is told by the API's tag. `changed`: the parts are to become others, so that what was
 * deployed of them serves something else.
 */
export async function planDeployments(draft: Draft, changed: boolean): Promise<void> {
  const { ports, request, live } = draft;
  const { source, document } = request.translation;
  const made = live === undefined ? [] : await readDeployments(ports, live.api.id);
  const there = new Set(made.map(({ id }) => id));
  const isSource = live?.api.id === source.id;
  const reused = changed ? [] : (live?.mark?.deployed ?? []);
  for (const [at, { id, description }] of document.deployments.entries()) {
    const known = isSource && there.has(id) ? id : reused[at];
    const key = partKey(draft, "deployments", id);
    if (known !== undefined && there.has(known)) {
      draft.steps.push({
        title: `use deployment ${known} of ${labelOf(draft)}`,
        call: "apigateway:GetDeployments",
        effect: "keep",
        perform: async (ids) => void ids.set(key, known),
      });
      continue;
    }
    draft.steps.push({
      title: `deploy ${labelOf(draft)}${description ? ` (${description})` : ""}, to no stage yet`,
      call: CREATE,
      effect: draft.isOurs ? "create" : "replace",
      perform: async (ids) => {
        const restApiId = apiNow(draft, ids);
        const resource = labelOf(draft);
        const { id: now } = await attempt(ports.sleep, { resource, call: CREATE }, () =>
          ports.gateway.send(new CreateDeploymentCommand({ restApiId, ...(description && { description }) })),
        );
        if (now === undefined) throw new RestoreError(resource, CREATE, "answered without an id", AGAIN);
        ids.set(key, now);
        const before = standsFor((await readApi(ports, restApiId)).tags);
        const deployed = document.deployments
          .slice(0, at + 1)
          .map((one) => ids.get(partKey(draft, "deployments", one.id)) ?? "0");
        await putMark(draft, ids, { ...originMarks(draft, deployed, before?.making === true) });
      },
    });
  }
}
