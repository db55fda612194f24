import { UpdateDistributionCommand } from "@aws-sdk/client-cloudfront";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { unlessGone } from "../kit/disarming.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { idOfDistribution } from "./arn.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { DistributionPorts } from "./live.ts";
import { READ, type ReadDistribution, readDistribution } from "./read.ts";
import { hintOf } from "./restore/hints.ts";
import { isOutdated, UPDATE, written } from "./restore/write.ts";

interface DistributionActivation {
  readonly arn: string;
  /** `distribution E2QWRUHAPOMQZL (www.example.com)`, by the id of the source. */
  readonly label: string;
  /** As it was captured. */
  readonly enabled: boolean;
  /** It was there and disabled when it was restored. */
  readonly off?: boolean;
}

/** @throws FormError */
export const parseActivation = parserOf<DistributionActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["arn", "label", "enabled"],
    properties: {
      arn: schema.properties.arn,
      label: { type: "string", minLength: 1 },
      enabled: { type: "boolean" },
      off: { type: "boolean" },
    },
  },
  "what activates the distribution",
);

/** Others may write it at the same time. */
const TRIES = 3;

/** One that answered is enabled, with all else as it is then. CloudFront brings it to its edges within minutes. */
export function activatings(
  ports: DistributionPorts,
  { arn, label, enabled, off }: DistributionActivation,
  request: ActivateRequest,
): Activating[] {
  requireRestored({ resource: label, call: UPDATE }, arn, request.arn);
  if (!enabled) return [];
  const look = async (again: string): Promise<ReadDistribution> => {
    const what = { resource: label, call: READ, again };
    const found = await attempt(ports.sleep, what, () => readDistribution(ports, idOfDistribution(arn)));
    requireRestored(what, found.arn, arn);
    return found;
  };
  const set = (to: boolean, again: string): Promise<void> =>
    attempt(ports.sleep, { resource: label, call: UPDATE, again, hint: hintOf(again) }, async () => {
      for (let tries = 1; ; tries++) {
        const live = await look(again);
        if (live.enabled === to) return;
        try {
          await ports.cloudfront.send(
            new UpdateDistributionCommand({
              Id: live.id,
              IfMatch: live.etag,
              DistributionConfig: written(live.config, live.caller, to),
            }),
          );
          return;
        } catch (error) {
          if (tries >= TRIES || !isOutdated(error)) throw error;
        }
      }
    });
  const closed = async (): Promise<boolean> => {
    const live = await unlessGone(() => look(DISARM_AGAIN));
    return live === undefined || !live.enabled;
  };
  return [
    {
      title: `enable ${label}`,
      call: UPDATE,
      active: async () => (await look(ARM_AGAIN)).enabled,
      activate: async () => {
        const live = await look(ARM_AGAIN);
        if (live.enabled) return "kept";
        if (off) request.note(switchedOff(label));
        await set(true, ARM_AGAIN);
        request.note(
          `${label} answers as ${live.domain}, once CloudFront has brought it to its edges: within minutes`,
        );
        return "written";
      },
      disarming: {
        title: `disable ${label}`,
        call: UPDATE,
        inactive: closed,
        disarm: async () => {
          if (await closed()) return;
          await set(false, DISARM_AGAIN);
          request.note(`${label} is disabled: CloudFront takes it from its edges within minutes`);
        },
      },
    },
  ];
}
