import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../core/arn.ts";
import type { ActivateRequest } from "../activating.ts";
import { type Beside, refuseBesideEnabled } from "../kit/beside-source.ts";
import { callOrNone } from "../kit/calls.ts";
import type { ProtectorPorts } from "../protector.ts";
import { DEFAULT_BUS, ruleId, splitRuleId } from "./arn.ts";
import type { RuleDocument } from "./document.ts";
import { eventRuleSpec } from "./spec.ts";

/**
 * A rule that runs by the clock runs wherever it is enabled; one of a pattern hears the events of its own bus alone, and
 * so only beside another one of the same bus.
 */
export async function refuseBesideRule(
  ports: ProtectorPorts,
  request: ActivateRequest,
  { settings, ...beside }: Omit<Beside, "runs"> & Pick<RuleDocument, "settings">,
): Promise<void> {
  const from = parseArn(beside.source);
  const to = parseArn(request.arn);
  const of = splitRuleId(eventRuleSpec.idOf(from) ?? "", DEFAULT_BUS);
  const own = splitRuleId(eventRuleSpec.idOf(to) ?? "", DEFAULT_BUS);
  const sameBus = from.account === to.account && from.region === to.region && of.bus === own.bus;
  if (settings.ScheduleExpression === undefined && !sameBus) return;
  await refuseBesideEnabled(ports, request, {
    ...beside,
    runs: async (client) => {
      const there = await callOrNone("events:DescribeRule", ruleId(of), () =>
        client(EventBridgeClient).send(new DescribeRuleCommand({ Name: of.name, EventBusName: of.bus })),
      );
      return there !== undefined && there.State !== "DISABLED";
    },
  });
}
