import {
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  TagResourceCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import type { Activating, Disarming } from "../../activating.ts";
import { CHANGE, MAKE, PUT, READ, TAKE } from "../../kit/api-methods.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { changedSince } from "../../kit/disarming.ts";
import { ofLogRole } from "../../kit/log-role.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { differingTags, writableTags } from "../../kit/tags.ts";
import { apiArn } from "../arn.ts";
import { stageForm } from "../form.ts";
import { differs, patchesOf, type StageThere } from "../stage-patches.ts";
import type { ApiActivation, ArmedStage, ArmPorts } from "./activation.ts";

/** A stage answers requests as soon as it is there. */
export function stageActivating(ports: ArmPorts, api: ApiActivation, wanted: ArmedStage): Activating {
  const label = `stage ${wanted.name} of REST API ${api.name} (${api.id})`;
  const [call, verb] = wanted.isThere ? [CHANGE, "set"] : [MAKE, "create"];
  const read = () => stageThere(ports, api, wanted, label, ARM_AGAIN);
  return {
    title: `${verb} ${label}`,
    call,
    ...(wanted.isThere && { changes: true as const }),
    active: async () => {
      const there = await read();
      return there !== undefined && isAsWanted(wanted, there);
    },
    activate: async () => {
      const there = await read();
      if (there !== undefined && isAsWanted(wanted, there)) return "kept";
      if (there === undefined) await create(ports, api, wanted, label);
      const made = there ?? (await read());
      if (made === undefined) throw new RestoreError(label, MAKE, "it was made, and is not there", ARM_AGAIN);
      await set(ports, api, wanted, made, label);
      return "written";
    },
    disarming: deleting(ports, api, wanted, label),
  };
}

/** What a stage is made with; the rest is set at once afterwards. */
async function create(
  { gateway, sleep }: ArmPorts,
  { id: restApiId }: ApiActivation,
  { name, deploymentId, canaryDeploymentId, settings, variables = {}, canary, tags }: ArmedStage,
  label: string,
): Promise<void> {
  const { clientCertificateId: _later, ...plain } = settings;
  const { deployment: _which, ...canaryRest } = canary ?? {};
  const own = writableTags(tags);
  await attempt(sleep, { resource: label, call: MAKE, again: ARM_AGAIN }, () =>
    gateway.send(
      new CreateStageCommand({
        ...plain,
        ...{ restApiId, stageName: name, deploymentId },
        ...(Object.keys(variables).length > 0 && { variables }),
        ...(canary !== undefined && { canarySettings: { ...canaryRest, deploymentId: canaryDeploymentId } }),
        ...(Object.keys(own).length > 0 && { tags: own }),
      }),
    ),
  );
}

async function set(
  ports: ArmPorts,
  { id: restApiId }: ApiActivation,
  wanted: ArmedStage,
  there: StageThere,
  label: string,
): Promise<void> {
  const { gateway, sleep } = ports;
  const stageName = wanted.name;
  const patchOperations = patchesOf(wanted, there);
  if (patchOperations.length > 0)
    await attempt(
      sleep,
      { resource: label, call: CHANGE, again: ARM_AGAIN, hint: ofLogRole(ports.region, ARM_AGAIN) },
      () => gateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations })),
    );
  const tags = differingTags(wanted.tags, there.tags);
  const resourceArn = `${apiArn(ports, restApiId)}/stages/${stageName}`;
  if (Object.keys(tags).length > 0)
    await attempt(sleep, { resource: label, call: PUT, again: ARM_AGAIN }, () =>
      gateway.send(new TagResourceCommand({ resourceArn, tags })),
    );
}

/** A stage is made again as it was when it is armed again: all of it stands in the restore's result. Its cache is empty then. */
function deleting(ports: ArmPorts, api: ApiActivation, wanted: ArmedStage, label: string): Disarming {
  const stillThere = async (): Promise<boolean> => {
    const there = await stageThere(ports, api, wanted, label, DISARM_AGAIN);
    if (there === undefined) return false;
    if (!isAsWanted(wanted, there)) throw changedSince(label, TAKE, "what it serves, or how,");
    return true;
  };
  return {
    title: `delete ${label}`,
    call: TAKE,
    inactive: async () => !(await stillThere()),
    disarm: async () => {
      if (!(await stillThere())) return;
      await attempt(ports.sleep, { resource: label, call: TAKE, again: DISARM_AGAIN }, () =>
        ports.gateway.send(new DeleteStageCommand({ restApiId: api.id, stageName: wanted.name })),
      );
    },
  };
}

function isAsWanted(wanted: ArmedStage, there: StageThere): boolean {
  return (
    !differs(wanted, there) &&
    wanted.deploymentId === there.deploymentId &&
    wanted.canaryDeploymentId === there.canaryDeploymentId
  );
}

async function stageThere(
  { gateway, sleep }: ArmPorts,
  { id: restApiId }: ApiActivation,
  { name: stageName }: ArmedStage,
  resource: string,
  again: string,
): Promise<StageThere | undefined> {
  const found = await attemptOrNone(sleep, { resource, call: READ, again }, () =>
    gateway.send(new GetStageCommand({ restApiId, stageName })),
  );
  if (found === undefined) return undefined;
  const { deploymentId = "", canarySettings } = found;
  return {
    ...stageForm(found, []),
    deploymentId,
    ...(canarySettings !== undefined && { canaryDeploymentId: canarySettings.deploymentId ?? deploymentId }),
  };
}
