import { RegisterTargetsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Activating } from "../../activating.ts";
import { attempt } from "../../kit/attempt.ts";
import { ARM_AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { readTargets } from "../read.ts";
import type { ArmPorts, GroupActivation } from "./activation.ts";
import { deregistering } from "./disarm.ts";

export const REGISTER = "elasticloadbalancing:RegisterTargets";

/** A group has one function at the most: one that is somebody else's stays. */
export function registering(ports: ArmPorts, group: GroupActivation, wanted: string): Activating {
  const { arn, name } = group;
  const resource = `target group ${name}`;
  const isRegistered = async (): Promise<boolean> => {
    const targets = await targetsOf(ports, arn, resource);
    const other = targets.find((one) => one !== wanted);
    if (other !== undefined)
      throw new RestoreError(
        resource,
        REGISTER,
        `another function is registered in it, and it has one at the most: ${other}`,
        `deregister that one (aws elbv2 deregister-targets) if it is no longer wanted; then ${ARM_AGAIN}`,
      );
    return targets.length > 0;
  };
  return {
    title: `register ${wanted} in ${resource}`,
    call: REGISTER,
    active: isRegistered,
    activate: async () => {
      if (await isRegistered()) return "kept";
      await attempt(ports.sleep, { resource, call: REGISTER, again: ARM_AGAIN, hint: letIn }, () =>
        ports.elb.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets: [{ Id: wanted }] })),
      );
      return "written";
    },
    disarming: deregistering(ports, group, wanted),
  };
}

/** ELB says so of a function's policy in the words of a refusal. */
function letIn(words: string): string | undefined {
  return /does not have permission to invoke/i.test(words)
    ? `let elasticloadbalancing.amazonaws.com invoke the function from this target group (aws lambda add-permission); then ${ARM_AGAIN}`
    : undefined;
}

export function lostVersion(resource: string, lost: string): Activating {
  const fail = async (): Promise<never> => {
    const why = `the version that was registered did not come back: ${lost}`;
    throw new RestoreError(resource, REGISTER, why, "register an alias or another version of the function");
  };
  return { title: `register ${lost} in ${resource}`, call: REGISTER, active: fail, activate: fail };
}

/** Requests that go to an empty group are answered by 503, and were answered by something else until now. */
export async function requireTarget(
  ports: ArmPorts,
  group: GroupActivation,
  resource: string,
  call: string,
): Promise<void> {
  const { arn, name, target, lost } = group;
  if (target === undefined && lost === undefined) return;
  if ((await targetsOf(ports, arn, resource)).length > 0) return;
  throw new RestoreError(
    resource,
    call,
    `no function is registered in target group ${name} yet`,
    `register one first; then ${ARM_AGAIN}`,
  );
}

function targetsOf(ports: ArmPorts, arn: string, resource: string): Promise<readonly string[]> {
  const what = { resource, call: "elasticloadbalancing:DescribeTargetHealth", again: ARM_AGAIN };
  return attempt(ports.sleep, what, () => readTargets(ports, arn));
}
