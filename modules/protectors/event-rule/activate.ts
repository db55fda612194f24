import { DisableRuleCommand, EnableRuleCommand } from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import type { ActivateRequest, Activating, Disarming } from "../activating.ts";
import { refuseAwaiting } from "../api-destination/awaiting.ts";
import { attempt } from "../kit/attempt.ts";
import { changedSince, unlessGone } from "../kit/disarming.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import { switchedOff } from "../kit/switched-off.ts";
import type { ProtectorPorts } from "../protector.ts";
import { type RuleName, ruleId } from "./arn.ts";
import { refuseBesideRule } from "./beside.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { RuleDocument } from "./document.ts";
import { type ReadRule, type RuleReads, readRule } from "./read.ts";
import { putRule } from "./restore/write.ts";

type ActivatePorts = RuleReads & ProtectorPorts;

interface RuleActivation extends RuleName {
  /** As it was captured. */
  readonly state: RuleDocument["state"];
  /** ARN of the rule that was captured. Absent in results of older versions. */
  readonly source?: string;
  /** It was there and disabled when it was restored. */
  readonly off?: boolean;
}

const { bus, name, state } = schema.properties;

/** @throws FormError */
export const parseActivation = parserOf<RuleActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["bus", "name", "state"],
    properties: { bus, name, state, source: { type: "string", pattern: "^arn:" }, off: { type: "boolean" } },
  },
  "what activates the event rule",
);

/** EnableRule knows one way of being enabled; the other one is said by PutRule, with the rule whole. */
export function enableCall(wanted: RuleDocument["state"]): string {
  return wanted === "ENABLED" ? "events:EnableRule" : "events:PutRule";
}

/** One that was enabled is enabled again, with all else as it is then. */
export function activatings(
  ports: ActivatePorts,
  { state: wanted, source, off, ...of }: RuleActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn } = request;
  if (wanted === "DISABLED") return [];
  const call = enableCall(wanted);
  const resource = `event rule ${ruleId(of)}`;
  const look = async () => {
    const live = await now(ports, of, arn);
    const active = live.state === wanted;
    if (!active && off) request.note(switchedOff(resource));
    if (!active && String(live.settings.ScheduleExpression ?? "").startsWith("rate("))
      request.note(
        `${resource} counts its rate from when it was made or enabled here: it may call at other times than before`,
      );
    if (!active && source !== undefined)
      await refuseBesideRule(ports, request, { resource, call, source, settings: live.settings });
    if (!active) await refuseAwaiting(ports, { resource, call }, live.targets.map(calledBy));
    return { live, active };
  };
  return [
    {
      title: `enable ${resource}`,
      call,
      active: async () => (await look()).active,
      activate: async () => {
        const { live, active } = await look();
        if (active) return "kept";
        await attempt(ports.sleep, { resource, call, again: ARM_AGAIN }, async () => {
          if (wanted !== "ENABLED") await putRule(ports, { ...of, ...live, state: wanted, tags: {} });
          else await ports.events.send(new EnableRuleCommand({ Name: of.name, EventBusName: of.bus }));
        });
        return "written";
      },
      disarming: disarming(ports, { ...of, state: wanted }, arn),
    },
  ];
}

function calledBy({ Id, Arn }: JsonObject) {
  return { what: `its target ${String(Id)}`, arn: String(Arn) };
}

function disarming(ports: ActivatePorts, { state: wanted, ...of }: RuleActivation, arn: string): Disarming {
  const call = "events:DisableRule";
  const resource = `event rule ${ruleId(of)}`;
  return {
    title: `disable ${resource}`,
    call,
    inactive: async () => {
      const live = await unlessGone(() => now(ports, of, arn, DISARM_AGAIN));
      if (live === undefined || live.state === "DISABLED") return true;
      if (live.state !== wanted) throw changedSince(resource, call, `its state (${live.state})`);
      return false;
    },
    disarm: async () => {
      await attempt(ports.sleep, { resource, call, again: DISARM_AGAIN }, () =>
        ports.events.send(new DisableRuleCommand({ Name: of.name, EventBusName: of.bus })),
      );
    },
  };
}

/** @throws RestoreError for a rule that is not the restored one */
async function now(ports: ActivatePorts, of: RuleName, arn: string, again = ARM_AGAIN): Promise<ReadRule> {
  const what = { resource: `event rule ${ruleId(of)}`, call: "events:DescribeRule", again };
  const live = await attempt(ports.sleep, what, () => readRule(ports, of));
  requireRestored(what, live.arn, arn);
  return live;
}
