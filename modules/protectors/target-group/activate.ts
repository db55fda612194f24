import type { ActivateRequest, Activating } from "../activating.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ArmPorts, GroupActivation } from "./activate/activation.ts";
import { creating, opening, settingDefault } from "./activate/rules.ts";
import { lostVersion, REGISTER, registering } from "./activate/target.ts";

/** The function is registered once its policy lets the group in; then come the rules, each beside all that are there. */
export function activatings(
  ports: ArmPorts,
  activation: GroupActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn, name, target, lost, rules } = activation;
  const resource = `target group ${name}`;
  requireRestored({ resource, call: REGISTER }, arn, request.arn);
  return [
    ...(target === undefined ? [] : [registering(ports, activation, target)]),
    ...(lost === undefined ? [] : [lostVersion(resource, lost)]),
    ...rules.map((one) => {
      const how = one.priority === "default" ? settingDefault : one.closed ? opening : creating;
      return how(ports, activation, one);
    }),
  ];
}
