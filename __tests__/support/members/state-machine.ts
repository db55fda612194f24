import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: {
    "DescribeStateMachine.name": OWN,
    "DescribeStateMachine.status": "a state: one that is being deleted is gone",
    "DescribeStateMachine.label": "of a run of a Distributed Map, which is an execution",
    "DescribeStateMachine.revisionId": "an id that AWS gives",
    "DescribeStateMachine.variableReferences.*[]": "follows from the definition",
    "DescribeStateMachineAlias.stateMachineAliasArn": OWN,
    "DescribeStateMachineAlias.name": OWN,
  },
};
