import {
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
} from "@aws-sdk/client-config-service";
import type { Blocked } from "../../blocked.ts";
import { attempt } from "../../kit/attempt.ts";
import type { PlannedStep, PlanPorts } from "../../protector.ts";
import type { ConfigRuleReads } from "../read.ts";

const RECORDERS = "config:DescribeConfigurationRecorders";
const STATUS = "config:DescribeConfigurationRecorderStatus";

type Ports = ConfigRuleReads & Pick<PlanPorts, "sleep" | "region">;

interface Planning {
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
}

/** AWS Config takes no rule where there is no recorder, and asks a function about no change while that is stopped. */
export async function planRecorder(
  { config, sleep, region }: Ports,
  resource: string,
  { steps, blocked, warnings }: Planning,
): Promise<void> {
  const { ConfigurationRecorders: found = [] } = await attempt(sleep, { resource, call: RECORDERS }, () =>
    config.send(new DescribeConfigurationRecordersCommand({})),
  );
  if (found.length === 0) {
    blocked.push({
      because: "prerequisite",
      message: `AWS Config has no configuration recorder in ${region}, and takes no rule without one`,
      hint: "set up AWS Config there first, or leave the rule out",
    });
    return;
  }
  steps.push({ title: `use the configuration recorder of ${region}`, call: RECORDERS, effect: "keep" });
  const { ConfigurationRecordersStatus: all = [] } = await attempt(sleep, { resource, call: STATUS }, () =>
    config.send(new DescribeConfigurationRecorderStatusCommand({})),
  );
  for (const { name = "default", recording } of all)
    if (recording === false)
      warnings.push(
        `configuration recorder ${name} of ${region} is stopped: ${resource} asks its function about no change until it records; ` +
          `aws configservice start-configuration-recorder --configuration-recorder-name ${name} --region ${region}`,
      );
}
