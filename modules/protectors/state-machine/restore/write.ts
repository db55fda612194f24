import {
  CreateStateMachineCommand,
  type LogLevel,
  type Tag,
  UpdateStateMachineCommand,
  type UpdateStateMachineCommandInput,
} from "@aws-sdk/client-sfn";
import { type Attempted, attempt, OF_STATES_ROLE } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { MachineDocument } from "../document.ts";
import type { WholeMachine } from "../read.ts";
import type { MachineRestorePorts } from "./ports.ts";

/** A version that is published with what is written; its description is given to no other call. */
export interface Publishing {
  readonly description?: string;
}

/** Made whole, with its tags; a request that is sent again is answered as it was. The ARN is that of the version, if one is published. */
export async function createMachine(
  ports: MachineRestorePorts,
  { name, type }: MachineDocument,
  whole: WholeMachine,
  tags: Readonly<Record<string, string>>,
  publishing: Publishing | undefined,
): Promise<string | undefined> {
  const what = attempted(name, "states:CreateStateMachine", whole);
  return attempt(ports.sleep, what, async () => {
    try {
      const answer = await ports.sfn.send(
        new CreateStateMachineCommand({
          name,
          type,
          ...settingsOf(whole),
          tags: machineTags(tags),
          ...publish(publishing),
        }),
      );
      return answer.stateMachineVersionArn;
    } catch (error) {
      if (error instanceof Error && error.name === "StateMachineAlreadyExists")
        throw new RestoreError(
          what.resource,
          what.call,
          "one of that name was made meanwhile, and is another",
          AGAIN,
        );
      throw error;
    }
  });
}

/** Always with every field: one that is left out stays as it is there. */
export async function updateMachine(
  ports: MachineRestorePorts,
  { name, arn }: MachineDocument,
  whole: WholeMachine,
  publishing: Publishing | undefined,
): Promise<string | undefined> {
  const what = attempted(name, "states:UpdateStateMachine", whole);
  const { stateMachineVersionArn } = await attempt(ports.sleep, what, () =>
    ports.sfn.send(
      new UpdateStateMachineCommand({
        stateMachineArn: arn,
        ...settingsOf(whole),
        ...publish(publishing),
      }),
    ),
  );
  return stateMachineVersionArn;
}

export function machineTags(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

function publish(publishing: Publishing | undefined) {
  if (publishing === undefined) return {};
  const { description } = publishing;
  return { publish: true, ...(description !== undefined && { versionDescription: description }) };
}

function settingsOf(whole: WholeMachine) {
  const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = whole;
  const rest = {
    loggingConfiguration: loggingConfiguration ?? { level: "OFF" as LogLevel, includeExecutionData: false },
    tracingConfiguration: tracingConfiguration ?? { enabled: false },
    encryptionConfiguration: encryptionConfiguration ?? { type: "AWS_OWNED_KEY" },
  };
  return {
    definition,
    roleArn,
    ...(rest as unknown as Pick<UpdateStateMachineCommandInput, keyof typeof rest>),
  };
}

/** What the machine's role lacks is granted to that role, and not to who restores. */
function attempted(name: string, call: string, { roleArn }: WholeMachine): Attempted {
  return {
    resource: `state machine ${name}`,
    call,
    hint: (words) => {
      if (OF_STATES_ROLE.test(words))
        return (
          `let states.amazonaws.com assume ${roleArn}, and let that write the machine's log and its rules ` +
          "(https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html); then " +
          AGAIN
        );
      return /Log Destination not found/i.test(words)
        ? `create its log group first, or map it to one that exists; then ${AGAIN}`
        : undefined;
    },
  };
}
