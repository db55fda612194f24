import type { Members } from "./members.ts";

const OTHERS = "groups of functions have none";

export const members: Members = {
  ignored: {
    "DescribeListeners..":
      "load balancers and listeners are no part of a group; what a listener does by default is its rule",
    "DescribeRules.Rules[].Conditions[].Values[]": "the same as in the condition's own field",
    "DescribeRules.Rules[].Conditions[].RegexValues[]": "the same as in the condition's own field",
    "DescribeRules.Rules[].Actions[].TargetGroupArn": "the same as in ForwardConfig",
    "DescribeRules.Rules[].Actions[].Order": "of a lone action, which has none to come before",
    "DescribeTargetGroups.TargetGroups[].Protocol": OTHERS,
    "DescribeTargetGroups.TargetGroups[].Port": OTHERS,
    "DescribeTargetGroups.TargetGroups[].VpcId": OTHERS,
    "DescribeTargetGroups.TargetGroups[].HealthCheckProtocol": OTHERS,
    "DescribeTargetGroups.TargetGroups[].HealthCheckPort": OTHERS,
    "DescribeTargetGroups.TargetGroups[].ProtocolVersion": OTHERS,
    "DescribeTargetGroups.TargetGroups[].IpAddressType": OTHERS,
    "DescribeTargetGroups.TargetGroups[].TargetControlPort": OTHERS,
    "DescribeTargetGroups.TargetGroups[].TargetType":
      "a kind of groups of functions alone: others are not listed",
    "DescribeTargetHealth.TargetHealthDescriptions[].Target.Port": OTHERS,
    "DescribeTargetHealth.TargetHealthDescriptions[].Target.AvailabilityZone": "a function is in all zones",
    "DescribeTargetHealth.TargetHealthDescriptions[].Target.QuicServerId": OTHERS,
    "DescribeTargetHealth.TargetHealthDescriptions[].HealthCheckPort": OTHERS,
    "DescribeTargetHealth.TargetHealthDescriptions[].TargetHealth..": "a state",
    "DescribeTargetHealth.TargetHealthDescriptions[].AnomalyDetection..": "a state",
    "DescribeTargetHealth.TargetHealthDescriptions[].AdministrativeOverride..": "a state",
  },
  stays: {
    "DescribeTargetGroups.TargetGroups[].LoadBalancerArns[]": "says where rules are looked for",
  },
  lost: {
    "DescribeListeners.Listeners[].Port": "tells people which listener it is",
    "DescribeListeners.Listeners[].Protocol": "tells people which listener it is",
  },
  unsent: {
    "CreateRule.Conditions[].Values[]": "told in the condition's own field",
    "CreateRule.Conditions[].RegexValues[]": "told in the condition's own field",
    "CreateRule.Actions[].TargetGroupArn": "told in ForwardConfig",
    "CreateTargetGroup.Protocol": OTHERS,
    "CreateTargetGroup.ProtocolVersion": OTHERS,
    "CreateTargetGroup.Port": OTHERS,
    "CreateTargetGroup.VpcId": OTHERS,
    "CreateTargetGroup.HealthCheckProtocol": OTHERS,
    "CreateTargetGroup.HealthCheckPort": OTHERS,
    "CreateTargetGroup.IpAddressType": OTHERS,
    "CreateTargetGroup.TargetControlPort": OTHERS,
    "ModifyTargetGroup.HealthCheckProtocol": OTHERS,
    "ModifyTargetGroup.HealthCheckPort": OTHERS,
    "ModifyListener..": "of a listener only what it does by default is set, and with --replace alone",
    "ModifyRule..": "only what a rule looks for and has to hide is written, to open one that is closed",
    "RegisterTargets.Targets[].Port": OTHERS,
    "RegisterTargets.Targets[].AvailabilityZone": "a function is in all zones",
    "RegisterTargets.Targets[].QuicServerId": OTHERS,
  },
};
