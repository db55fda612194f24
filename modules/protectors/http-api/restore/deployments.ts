import { CreateDeploymentCommand } from "@aws-sdk/client-apigatewayv2";
import { MAKE } from "../../kit/api-methods.ts";
import { ORIGIN } from "../../kit/origin.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { Deployment } from "../document.ts";
import { addStep, type Draft, partMade } from "./draft.ts";

/**
 * What stages serve that do not deploy by themselves. AWS tells nobody what is in a deployment, so each is made anew, of
 * all that was restored before it; one that is there stays where nothing of the API had to be changed. In the API that was
 * captured a deployment is what it was, whatever became of the API since.
 * @returns those that are there, by their parts
 */
export function planDeployments(draft: Draft): ReadonlyMap<string, string> {
  const { request, steps, ports } = draft;
  const { document } = request.translation;
  const isChanging = steps.some(({ effect }) => effect !== "keep");
  const known = new Map<string, string>();
  for (const one of document.deployments.filter(({ id }) => isServed(draft, id))) {
    const there = keptBefore(draft, one) ?? (isChanging ? undefined : madeBefore(draft, one));
    if (there !== undefined) {
      known.set(`deployments/${one.id}`, there);
      continue;
    }
    const title = `create deployment of ${stagesOf(draft, one.id).join(", ")}`;
    draft.warnings.push(
      `what ${stagesOf(draft, one.id)
        .map((name) => `stage ${name}`)
        .join(", ")} of ${draft.resource} served (deployment ` +
        `${one.id}) AWS tells nobody: deployed is the API as it was captured, with what was not deployed then`,
    );
    addStep(draft, title, MAKE, async (ApiId, ids) => {
      const { DeploymentId } = await ports.gateway.send(
        new CreateDeploymentCommand({ ApiId, ...(one.description && { Description: one.description }) }),
      );
      if (DeploymentId === undefined) throw new RestoreError(title, MAKE, "answered without an id", AGAIN);
      partMade(draft, ids, `deployments/${one.id}`, DeploymentId);
    });
  }
  return known;
}

/** Names of the stages that serve a deployment, and that are to come back. */
function stagesOf({ request }: Draft, deployment: string): readonly string[] {
  const { stages } = request.translation.document;
  return stages.flatMap(({ name, deployment: served }) =>
    served === deployment && request.skip?.has(`stage/${name}`) !== true ? name : [],
  );
}

function isServed(draft: Draft, deployment: string): boolean {
  return stagesOf(draft, deployment).length > 0;
}

/** The deployment itself. */
function keptBefore({ live, request }: Draft, { id }: Deployment): string | undefined {
  const isSame = live?.id === request.translation.source.id;
  return isSame && live.made.some((one) => one.id === id) ? id : undefined;
}

/** The deployment that a stage there serves, or one that a restore has made. */
function madeBefore(draft: Draft, { id, description }: Deployment): string | undefined {
  const { live, isOurs, request } = draft;
  // It was deleted, and what is served in its place is another one.
  if (live?.id === request.translation.source.id) return undefined;
  const names = stagesOf(draft, id);
  const served = live?.stages.find(
    ({ name, deployment }) => deployment !== undefined && names.includes(name),
  );
  if (served !== undefined) return served.deployment;
  if (live === undefined || (!isOurs && !Object.hasOwn(live.tags, ORIGIN))) return undefined;
  return live.made.find((one) => one.description === description)?.id;
}
