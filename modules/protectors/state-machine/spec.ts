import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";
import type { KindSpec } from "../spec.ts";
import { machineNamed } from "./arn.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html";

/** Versions and aliases are named behind the machine's name. */
const onMachines = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `states:${action}`,
    resources: ["arn:{partition}:states:{region}:{account}:stateMachine:*"],
  }));

/**
 * What is encrypted with a customer's key Step Functions reads and writes with the rights of who asks.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
const byStepFunctions = (...actions: string[]): Permission[] => keysVia("states", ...actions);

const called = onMachines("DescribeStateMachine", "DescribeStateMachineAlias", "ListStateMachineAliases");
const reads = [
  ...called,
  ...onMachines("ListStateMachineVersions", "ListTagsForResource"),
  ...byStepFunctions("Decrypt"),
];

/** Nothing here starts or stops an execution, and nothing deletes a machine, a version or an alias. */
export const stateMachineSpec: KindSpec = {
  kind: "state-machine",
  noun: ["state machine", "state machines"],
  home: "regional",
  source: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-statemachines.html",
  trigger: "step-functions",
  // It calls by a role of its own, and leaves no trace in what it calls.
  listedToFollow: true,
  idOf: ({ service, resource }) => (service === "states" ? machineNamed(resource) : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:states:{region}:{account}:stateMachine:NAME",
    parts: [{ letters: /[^\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]/u, most: 80 }],
  },
  permissions: {
    inventory: [...inRegion("states", "ListStateMachines"), ...called, ...byStepFunctions("Decrypt")],
    capture: reads,
    restore: [
      ...onMachines(
        "CreateStateMachine",
        "UpdateStateMachine",
        // Asked for where one of those publishes.
        "PublishStateMachineVersion",
        "CreateStateMachineAlias",
        "UpdateStateMachineAlias",
        "TagResource",
        "UntagResource",
      ),
      ...reads,
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
      ...byStepFunctions("GenerateDataKey"),
    ],
    // Who may start it is said by no part of it: nothing waits.
    activate: [],
  },
  wildcardActions: { "states:ListStateMachines": ACTIONS },
  passedTo: "states.amazonaws.com",
  pace: {
    // Aliases, versions and tags are listed at one a second each, which runs out first.
    budget: "Step Functions reads of aliases",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
    perSecond: 1,
    // Aliases, twice; the machine itself and its versions are read at 20 a second.
    perThing: (_scope, versions) => Math.max(2, Math.ceil((2 + versions) / 20)),
    // Those of each machine of the list.
    perPage: () => 100,
    pageSize: 100,
  },
};
