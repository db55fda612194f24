import {
  GetUsagePlanCommand,
  type PatchOperation,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import type { Activating } from "../../activating.ts";
import { CHANGE, READ } from "../../kit/api-methods.ts";
import { attempt } from "../../kit/attempt.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { unlessGone } from "../../kit/disarming.ts";
import { toJson } from "../../kit/json.ts";
import { ARM_AGAIN, DISARM_AGAIN } from "../../kit/restore-error.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import type { ApiActivation, ArmedPlan, ArmPorts } from "./activation.ts";

/** A stage in a usage plan lets the plan's keys in. Stages of other APIs in it are others'. */
export function planActivating(
  ports: ArmPorts,
  { id: api, name }: ApiActivation,
  wanted: ArmedPlan,
): Activating {
  const label = `stage ${wanted.stage} of REST API ${name} (${api})`;
  const resource = `usage plan ${wanted.name} (${wanted.id})`;
  const update = (patchOperations: PatchOperation[], again: string): Promise<unknown> =>
    attempt(ports.sleep, { resource, call: CHANGE, again }, () =>
      ports.gateway.send(new UpdateUsagePlanCommand({ usagePlanId: wanted.id, patchOperations })),
    );
  /** Its throttles there; `undefined`: it is not in the plan. */
  const there = async (again: string): Promise<JsonObject | undefined> => {
    const { apiStages = [] } = await attempt(ports.sleep, { resource, call: READ, again }, () =>
      ports.gateway.send(new GetUsagePlanCommand({ usagePlanId: wanted.id })),
    );
    const found = apiStages.find(({ apiId, stage }) => apiId === api && stage === wanted.stage);
    return found && (toJson(found.throttle ?? {}) as JsonObject);
  };
  const isSame = (throttle: JsonObject | undefined): boolean =>
    throttle !== undefined && sameJson(sortedKeys(throttle), sortedKeys(wanted.throttle ?? {}));
  return {
    title: `let ${resource} into ${label}`,
    call: CHANGE,
    active: async () => isSame(await there(ARM_AGAIN)),
    activate: async () => {
      const now = await there(ARM_AGAIN);
      if (isSame(now)) return "kept";
      await update(
        [
          ...(now === undefined
            ? [{ op: "add" as const, path: "/apiStages", value: `${api}:${wanted.stage}` }]
            : []),
          ...throttlePatches(`/apiStages/${api}:${wanted.stage}/throttle`, wanted.throttle ?? {}, now ?? {}),
        ],
        ARM_AGAIN,
      );
      return "written";
    },
    disarming: {
      title: `keep ${resource} out of ${label}`,
      call: CHANGE,
      inactive: async () => (await unlessGone(() => there(DISARM_AGAIN))) === undefined,
      disarm: async () => {
        await update([{ op: "remove", path: "/apiStages", value: `${api}:${wanted.stage}` }], DISARM_AGAIN);
      },
    },
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateUsagePlan-Patch */
function throttlePatches(at: string, wanted: JsonObject, now: JsonObject): PatchOperation[] {
  const gone = Object.keys(now).filter((method) => !Object.hasOwn(wanted, method));
  return [
    ...Object.entries(wanted).flatMap(([method, limits]) =>
      Object.entries(isObject(limits) ? limits : {}).map(([limit, value]) => ({
        op: "replace" as const,
        path: `${at}/${method}/${limit}`,
        value: String(value),
      })),
    ),
    ...gone.map((method) => ({ op: "remove" as const, path: `${at}/${method}` })),
  ];
}
