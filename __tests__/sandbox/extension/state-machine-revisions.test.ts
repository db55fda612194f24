import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { expect } from "vitest";
import { type Aws, eventually, fresh, makeRole, required } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";

const saying = (said: string): string =>
  JSON.stringify({ StartAt: "Say", States: { Say: { Type: "Pass", Result: { said }, End: true } } });

async function request(aws: Aws, more: object = {}) {
  const roleArn = await makeRole(aws, "states.amazonaws.com");
  return { name: fresh("machine"), roleArn, definition: saying("one"), ...more };
}

/** What AWS answers is recorded: `test_sfn_api_versioning`, `test_sfn_api_aliasing` and `test_sfn_api` of its answers. */
const probes: readonly Probe[] = [
  {
    says: "a revision is published once, a change makes another, and one that is not the current one is refused",
    holds: async ({ sfn, ...aws }) => {
      const { stateMachineArn } = await sfn.send(
        new CreateStateMachineCommand(await request({ sfn, ...aws })),
      );
      const publish = async (revisionId?: string) => {
        const answer = await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn, revisionId }));
        return required(answer.stateMachineVersionArn).split(":").at(-1);
      };
      expect([await publish(), await publish()]).toEqual(["1", "1"]);
      const same = { stateMachineArn, definition: saying("one") };
      expect((await sfn.send(new UpdateStateMachineCommand(same))).revisionId).toBeUndefined();
      const update = new UpdateStateMachineCommand({
        stateMachineArn,
        definition: saying("two"),
        publish: true,
      });
      const { revisionId, stateMachineVersionArn } = await sfn.send(update);
      expect(stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
      const version = await sfn.send(
        new DescribeStateMachineCommand({ stateMachineArn: stateMachineVersionArn }),
      );
      expect(version).toMatchObject({ revisionId, definition: saying("two") });
      await expect(publish("another")).rejects.toMatchObject({ name: "ConflictException" });
    },
  },
  {
    says: "a request that makes a machine again is answered as before, and one that says something else is refused",
    holds: async (aws) => {
      const asked = await request(aws, { type: "EXPRESS" });
      const first = await aws.sfn.send(new CreateStateMachineCommand(asked));
      const again = await aws.sfn.send(new CreateStateMachineCommand(asked));
      expect(again.stateMachineArn).toBe(first.stateMachineArn);
      const { stateMachines = [] } = await aws.sfn.send(new ListStateMachinesCommand({}));
      expect(stateMachines.find(({ name }) => name === asked.name)?.type).toBe("EXPRESS");
      const other = new CreateStateMachineCommand({ ...asked, definition: saying("two") });
      await expect(aws.sfn.send(other)).rejects.toMatchObject({
        name: "StateMachineAlreadyExists",
        message: `State Machine Already Exists: '${first.stateMachineArn}'`,
      });
    },
  },
  {
    says: "an execution of an alias runs the version that it leads to, and an alias is made twice only if it says the same",
    holds: async (aws) => {
      const asked = await request(aws, { publish: true });
      const { stateMachineArn, stateMachineVersionArn } = await aws.sfn.send(
        new CreateStateMachineCommand(asked),
      );
      const alias = { name: "live", routingConfiguration: [{ stateMachineVersionArn, weight: 100 }] };
      const { stateMachineAliasArn } = await aws.sfn.send(new CreateStateMachineAliasCommand(alias));
      await aws.sfn.send(new CreateStateMachineAliasCommand(alias));
      await expect(
        aws.sfn.send(new CreateStateMachineAliasCommand({ ...alias, description: "other" })),
      ).rejects.toMatchObject({ name: "ConflictException" });
      await aws.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: saying("two") }));
      const { executionArn } = await aws.sfn.send(
        new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn }),
      );
      const run = await eventually(aws, async () => {
        const found = await aws.sfn.send(new DescribeExecutionCommand({ executionArn }));
        return found.status === "RUNNING" ? undefined : found;
      });
      expect(run).toMatchObject({ stateMachineAliasArn, stateMachineVersionArn });
      expect(JSON.parse(required(run.output))).toEqual({ said: "one" });
    },
  },
  {
    says: "what is deleted leaves no tags to what is made after it, and no role is taken that does not let it",
    holds: async (aws) => {
      const asked = await request(aws);
      const tagged = { ...asked, tags: [{ key: "team", value: "shop" }] };
      const { stateMachineArn } = await aws.sfn.send(new CreateStateMachineCommand(tagged));
      await aws.sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
      await aws.sfn.send(new CreateStateMachineCommand(asked));
      const { tags } = await aws.sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
      expect(tags).toEqual([]);
      const roleArn = await makeRole(aws, "lambda.amazonaws.com");
      const refused = new CreateStateMachineCommand({ ...asked, name: fresh("machine"), roleArn });
      await expect(aws.sfn.send(refused)).rejects.toMatchObject({ name: "AccessDeniedException" });
    },
  },
];

probeBoth(probes);
