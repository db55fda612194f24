import {
  type BasePathMapping,
  CreateBasePathMappingCommand,
  DeleteBasePathMappingCommand,
  GetBasePathMappingCommand,
} from "@aws-sdk/client-api-gateway";
import type { Activating } from "../../activating.ts";
import { MAKE, READ, TAKE } from "../../kit/api-methods.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { ApiMapping } from "../document.ts";
import type { ApiActivation, ArmPorts } from "./activation.ts";

/** A path of a custom domain that is free leads to the API. One that leads to another stays. */
export function mappingActivating(ports: ArmPorts, api: ApiActivation, wanted: ApiMapping): Activating {
  const { domain: domainName, basePath, stage } = wanted;
  const label = `${domainName}${basePath === "(none)" ? "" : `/${basePath}`}`;
  const resource = `custom domain ${label}`;
  const read = (again: string): Promise<BasePathMapping | undefined> =>
    attemptOrNone(ports.sleep, { resource, call: READ, again }, () =>
      ports.gateway.send(new GetBasePathMappingCommand({ domainName, basePath })),
    );
  const isOurs = async (): Promise<boolean> => {
    const there = await read(ARM_AGAIN);
    if (there === undefined) return false;
    if (there.restApiId === api.id && there.stage === stage) return true;
    throw new RestoreError(
      resource,
      MAKE,
      `it leads to stage ${there.stage ?? "of the path"} of API ${there.restApiId ?? "unknown"} there`,
      `let it lead to ${api.id} (aws apigateway update-base-path-mapping), if that one is no longer wanted; then ${ARM_AGAIN}`,
    );
  };
  return {
    title: `map ${label} to REST API ${api.name} (${api.id})`,
    call: MAKE,
    active: isOurs,
    activate: async () => {
      if (await isOurs()) return "kept";
      await attempt(ports.sleep, { resource, call: MAKE, again: ARM_AGAIN }, () =>
        ports.gateway.send(
          new CreateBasePathMappingCommand({
            ...{ domainName, restApiId: api.id },
            ...(basePath !== "(none)" && { basePath }),
            ...(stage !== undefined && { stage }),
          }),
        ),
      );
      return "written";
    },
    disarming: {
      title: `take ${label} from REST API ${api.name} (${api.id})`,
      call: TAKE,
      inactive: async () => (await read(DISARM_AGAIN))?.restApiId !== api.id,
      disarm: async () => {
        await attempt(ports.sleep, { resource, call: TAKE, again: DISARM_AGAIN }, () =>
          ports.gateway.send(new DeleteBasePathMappingCommand({ domainName, basePath })),
        );
      },
    },
  };
}
