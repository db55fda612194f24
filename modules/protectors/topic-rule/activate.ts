import { DisableTopicRuleCommand, EnableTopicRuleCommand, IoTClient } from "@aws-sdk/client-iot";
import { parseArn } from "../../core/arn.ts";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { refuseBesideEnabled } from "../kit/beside-source.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import { switchedOff } from "../kit/switched-off.ts";
import type { ProtectorPorts } from "../protector.ts";
import { topicRuleNamed } from "./arn.ts";
import schema from "./document.schema.json" with { type: "json" };
import { getTopicRule, READ, type ReadTopicRule, type TopicRuleReads } from "./read.ts";

export const ENABLE = "iot:EnableTopicRule";
const DISABLE = "iot:DisableTopicRule";

type ArmPorts = TopicRuleReads & ProtectorPorts;

interface TopicRuleActivation {
  readonly name: string;
  /** As it was captured. */
  readonly enabled: boolean;
  /** ARN of the rule that was captured. */
  readonly source: string;
  /** It was there and disabled when it was restored. */
  readonly off?: boolean;
}

/** @throws FormError */
export const parseActivation = parserOf<TopicRuleActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["name", "enabled", "source"],
    properties: {
      name: schema.properties.name,
      enabled: { type: "boolean" },
      source: schema.properties.arn,
      off: { type: "boolean" },
    },
  },
  "what activates the topic rule",
);

/** One that was enabled is enabled again, with all else as it is then. */
export function activatings(
  ports: ArmPorts,
  { name, enabled, source, off }: TopicRuleActivation,
  request: ActivateRequest,
): Activating[] {
  if (!enabled) return [];
  const resource = `topic rule ${name}`;
  const look = async (): Promise<boolean> => {
    const live = await now(ports, name, request.arn, ARM_AGAIN);
    if (live === undefined)
      throw new RestoreError(
        resource,
        READ,
        "it is gone since it was restored",
        `restore it, then ${ARM_AGAIN}`,
      );
    if (live.enabled) return true;
    if (off) request.note(switchedOff(resource));
    await refuseBesideRule(ports, request, resource, source);
    return false;
  };
  return [
    {
      title: `enable ${resource}`,
      call: ENABLE,
      active: look,
      activate: async () => {
        if (await look()) return "kept";
        await attempt(ports.sleep, { resource, call: ENABLE, again: ARM_AGAIN }, () =>
          ports.iot.send(new EnableTopicRuleCommand({ ruleName: name })),
        );
        return "written";
      },
      disarming: {
        title: `disable ${resource}`,
        call: DISABLE,
        inactive: async () => (await now(ports, name, request.arn, DISARM_AGAIN))?.enabled !== true,
        disarm: async () => {
          await attempt(ports.sleep, { resource, call: DISABLE, again: DISARM_AGAIN }, () =>
            ports.iot.send(new DisableTopicRuleCommand({ ruleName: name })),
          );
        },
      },
    },
  ];
}

/** Messages come to the broker of one account and region: two rules that hear the same ones are both there. */
async function refuseBesideRule(
  ports: ArmPorts,
  request: ActivateRequest,
  resource: string,
  source: string,
): Promise<void> {
  const [from, to] = [parseArn(source), parseArn(request.arn)];
  if (from.account !== to.account || from.region !== to.region) return;
  const copied = topicRuleNamed(from.resource) ?? "";
  await refuseBesideEnabled(ports, request, {
    ...{ resource, call: ENABLE, source },
    runs: async (client) => {
      const there = await getTopicRule({ iot: client(IoTClient), region: from.region }, copied);
      return there?.enabled === true;
    },
  });
}

/** @throws RestoreError for a rule that is not the restored one */
async function now(
  ports: ArmPorts,
  name: string,
  arn: string,
  again: string,
): Promise<ReadTopicRule | undefined> {
  const what = { resource: `topic rule ${name}`, call: READ, again };
  const live = await attempt(ports.sleep, what, () => getTopicRule(ports, name));
  if (live !== undefined) requireRestored(what, live.arn, arn);
  return live;
}
