import { CreateDeploymentCommand } from "@aws-sdk/client-api-gateway";
import { MAKE, READ } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import { restoredFrom } from "../../kit/origin.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { readApi, readDeployments } from "../read.ts";
import { undeployedWarning } from "../undeployed.ts";
import { originOf, putOrigin } from "./create.ts";
import { apiNow, type Draft, labelOf, partKey, patiently } from "./draft.ts";

/**
 * A deployment for each that a stage served: without a stage it answers nobody. Those of the source are there still where the
 * API is; what was made before is told by the API's tag. `changed`: the parts are to become others, so that what was
 * deployed of them serves something else.
 */
export async function planDeployments(draft: Draft, changed: boolean): Promise<void> {
  const { ports, request, live } = draft;
  const { source, document } = request.translation;
  const made = live === undefined ? [] : await patiently(draft, () => readDeployments(ports, live.api.id));
  const there = new Set(made.map(({ id }) => id));
  const isSource = live?.api.id === source.id;
  const reused = changed ? [] : (live?.deployed ?? []);
  for (const [at, { id, description, before = [] }] of document.deployments.entries()) {
    const known = isSource && there.has(id) ? id : reused[at];
    const key = partKey(draft, "deployments", id);
    if (known !== undefined && there.has(known)) {
      draft.steps.push({
        title: `use deployment ${known} of ${labelOf(draft)}`,
        call: READ,
        effect: "keep",
        perform: async (ids) => void ids.set(key, known),
      });
      continue;
    }
    const serving = document.stages.filter(({ deployment }) => deployment === at).map(({ name }) => name);
    if (before.length > 0)
      draft.warnings.push(undeployedWarning(`stage ${serving.join(", ")} of ${labelOf(draft)}`, before));
    draft.steps.push({
      title: `deploy ${labelOf(draft)}${description ? ` (${description})` : ""}, to no stage yet`,
      call: MAKE,
      effect: draft.isOurs ? "create" : "replace",
      perform: async (ids) => {
        const restApiId = apiNow(draft, ids);
        const resource = labelOf(draft);
        const { id: now } = await attempt(ports.sleep, { resource, call: MAKE }, () =>
          ports.gateway.send(new CreateDeploymentCommand({ restApiId, ...(description && { description }) })),
        );
        if (now === undefined) throw new RestoreError(resource, MAKE, "answered without an id", AGAIN);
        ids.set(key, now);
        const { tags = {}, createdDate } = await patiently(draft, () => readApi(ports, restApiId));
        const making = restoredFrom("rest-api", tags, createdDate?.getTime()) !== undefined;
        const deployed = document.deployments
          .slice(0, at + 1)
          .map((one) => ids.get(partKey(draft, "deployments", one.id)) ?? "0");
        await putOrigin(draft, ids, originOf(draft, deployed, making));
      },
    });
  }
}
