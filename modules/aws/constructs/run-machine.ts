import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine/index.js";
import { Construct } from "constructs";
import type { RunnerMarks } from "../../contract/bounds.ts";
import { statesStatements } from "../iam/states-role.ts";
import { trustService } from "../iam/trust.ts";
import {
  bucketName,
  type NameScope,
  type Runner,
  stateMachineArn,
  stateMachineName,
  WORK_PREFIX,
} from "../names.ts";
import { runDefinition } from "../state-machine.ts";
import { Role } from "./role.ts";

export interface RunMachineProps extends NameScope {
  readonly region: string;
  readonly keyArn: string;
  readonly functions: Readonly<Record<Runner, string>>;
  readonly topicArn: string;
  readonly queueUrl: string;
  /** What discover's environment has no room for. */
  readonly marks: RunnerMarks | undefined;
}

/** The Standard state machine that runs a policy, and its role. */
export class RunMachine extends Construct {
  /** What has to be as it is deployed before anything starts it: the runners are, too. */
  readonly machine: SfnStateMachine;

  constructor(scope: Construct, id: string, props: RunMachineProps) {
    super(scope, id);
    const { region, keyArn, functions, topicArn, queueUrl, marks } = props;
    const arn = stateMachineArn(props, region);
    const role = new Role(this, "Role", {
      site: region,
      use: "states",
      description: "zonekeep state machine: runs the runners, queues what failed, tells people",
      // A child of the map runs as `machine/label`, which the machine's own ARN does not match.
      // https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
      trust: trustService(props, "states.amazonaws.com", arn, `${arn}/*`),
      statements: statesStatements({ ...props, key: keyArn }),
    });
    this.machine = new SfnStateMachine(this, "Resource", {
      name: stateMachineName(region),
      type: "STANDARD",
      roleArn: role.arn,
      definition: JSON.stringify(
        runDefinition({
          partition: props.partition,
          ...functions,
          topicArn,
          queueUrl,
          marks,
          work: { bucket: bucketName(props.account, region), prefix: WORK_PREFIX },
        }),
      ),
      dependsOn: [role.policy],
    });
  }
}
