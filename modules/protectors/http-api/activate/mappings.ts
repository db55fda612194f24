import { CreateApiMappingCommand, DeleteApiMappingCommand } from "@aws-sdk/client-apigatewayv2";
import type { Activating } from "../../activating.ts";
import { MAKE, READ, TAKE } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import { unlessGone } from "../../kit/disarming.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { idOfApi } from "../arn.ts";
import type { Mapping } from "../document.ts";
import { readMappings } from "../read.ts";
import { mappingLabel } from "../restore/mappings.ts";
import type { ApiActivation, ArmPorts } from "./activation.ts";

/** A domain name leads to the API again. One that leads elsewhere since is somebody else's, and stays. */
export function mapping(ports: ArmPorts, api: ApiActivation, wanted: Mapping): Activating {
  const ApiId = idOfApi(api.arn);
  const { domain: DomainName, key, stage: Stage } = wanted;
  const label = mappingLabel(wanted);
  const resource = `API mapping of ${label}`;
  const read = async (again: string) => {
    const all = await attempt(ports.sleep, { resource, call: READ, again }, () =>
      readMappings(ports, DomainName),
    );
    return all.find(({ ApiMappingKey = "" }) => ApiMappingKey === key);
  };
  const isSo = async (): Promise<boolean> => {
    const there = await read(ARM_AGAIN);
    if (there === undefined || (there.ApiId === ApiId && there.Stage === Stage)) return there !== undefined;
    throw new RestoreError(
      resource,
      MAKE,
      `it leads to stage ${there.Stage} of API ${there.ApiId}`,
      `delete that API mapping (aws apigatewayv2 delete-api-mapping) if it is no longer wanted; then ${ARM_AGAIN}`,
    );
  };
  const ours = async (): Promise<string | undefined> => {
    const there = await unlessGone(() => read(DISARM_AGAIN));
    return there?.ApiId === ApiId ? there.ApiMappingId : undefined;
  };
  return {
    title: `map ${label} to stage ${Stage} of API ${api.name}`,
    call: MAKE,
    active: isSo,
    activate: async () => {
      if (await isSo()) return "kept";
      await attempt(ports.sleep, { resource, call: MAKE, again: ARM_AGAIN }, () =>
        ports.gateway.send(
          new CreateApiMappingCommand({
            ApiId,
            DomainName,
            Stage,
            ...(key !== "" && { ApiMappingKey: key }),
          }),
        ),
      );
      return "written";
    },
    disarming: {
      title: `delete the ${resource}`,
      call: TAKE,
      inactive: async () => (await ours()) === undefined,
      disarm: async () => {
        const ApiMappingId = await ours();
        if (ApiMappingId === undefined) return;
        await attempt(ports.sleep, { resource, call: TAKE, again: DISARM_AGAIN }, () =>
          ports.gateway.send(new DeleteApiMappingCommand({ ApiMappingId, DomainName })),
        );
      },
    },
  };
}
