import { PutPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { sameJson } from "../kit/canonical.ts";
import { changedSince, unlessGone } from "../kit/disarming.ts";
import { exactText } from "../kit/exact-json.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ProtectorPorts } from "../protector.ts";
import schema from "./document.schema.json" with { type: "json" };
import { policyForm } from "./form.ts";
import { type BusReads, READ, readBus } from "./read.ts";

type ActivatePorts = BusReads & Pick<ProtectorPorts, "sleep">;

export const POLICY_CALL = "events:PutPermission";
const REMOVE_CALL = "events:RemovePermission";

interface BusActivation {
  readonly name: string;
  /** As it was captured, in the words of the destination. */
  readonly policy: JsonObject | null;
  /** What was there when the restore was planned: nothing else is written over. */
  readonly seen: JsonObject | null;
}

const policy = { type: ["object", "null"] };

/** @throws FormError */
export const parseActivation = parserOf<BusActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["name", "policy", "seen"],
    properties: { name: schema.properties.name, policy, seen: policy },
  },
  "what activates the event bus",
);

/** Whom the bus lets in: the whole policy, since PutPermission replaces it. */
export function activatings(
  ports: ActivatePorts,
  { name, policy: wanted, seen }: BusActivation,
  { arn }: ActivateRequest,
): Activating[] {
  if (wanted === null) return [];
  const resource = `event bus ${name}`;
  const isWanted = (found: JsonObject | undefined): boolean =>
    sameJson(policyForm(found), policyForm(wanted));
  return [
    {
      title: `write the policy of ${resource}`,
      call: POLICY_CALL,
      permits: true,
      active: async () => isWanted(await policyNow(ports, name, arn)),
      activate: async () => {
        const found = await policyNow(ports, name, arn);
        if (isWanted(found)) return "kept";
        if (found !== undefined && !sameJson(policyForm(found), policyForm(seen)))
          throw new RestoreError(
            resource,
            POLICY_CALL,
            "its policy was changed since the restore, and is not written over",
            "remove that policy, or restore with --replace; then arm again",
          );
        await attempt(ports.sleep, { resource, call: POLICY_CALL, again: ARM_AGAIN }, () =>
          ports.events.send(new PutPermissionCommand({ EventBusName: name, Policy: exactText(wanted) })),
        );
        return "written";
      },
      disarming: {
        title: `remove the policy of ${resource}`,
        call: REMOVE_CALL,
        inactive: async () => {
          const found = await unlessGone(() => policyNow(ports, name, arn, DISARM_AGAIN));
          if (found === undefined) return true;
          if (!isWanted(found)) throw changedSince(resource, REMOVE_CALL, "its policy");
          return false;
        },
        disarm: async () => {
          await attempt(ports.sleep, { resource, call: REMOVE_CALL, again: DISARM_AGAIN }, () =>
            ports.events.send(
              new RemovePermissionCommand({ EventBusName: name, RemoveAllPermissions: true }),
            ),
          );
        },
      },
    },
  ];
}

/** @throws RestoreError for a bus that is not the restored one */
async function policyNow(
  ports: ActivatePorts,
  name: string,
  arn: string,
  again = ARM_AGAIN,
): Promise<JsonObject | undefined> {
  const what = { resource: `event bus ${name}`, call: READ, again };
  const live = await attempt(ports.sleep, what, () => readBus(ports, name));
  requireRestored(what, live.arn, arn);
  return live.policy;
}
