import * as S from "@aws-sdk/client-sfn";
import { type Neighbour, THEIRS, theirRole, theirs } from "./place.ts";

const SAYS = JSON.stringify({
  StartAt: "Say",
  States: { Say: { Type: "Pass", Result: "theirs", End: true } },
});

/** A machine with a version, to which an alias leads. */
export const theirStateMachines: Neighbour = {
  make: async (at) => {
    const sfn = at.client(S.SFNClient);
    const made = { name: THEIRS, roleArn: theirRole, definition: SAYS, publish: true };
    const tags = [{ key: "owner", value: "they" }];
    const { stateMachineVersionArn } = await sfn.send(new S.CreateStateMachineCommand({ ...made, tags }));
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    await sfn.send(new S.CreateStateMachineAliasCommand({ name: "live", routingConfiguration }));
  },
  describe: async (at) => {
    const sfn = at.client(S.SFNClient);
    const stateMachineArn = theirs(at, "states", `stateMachine:${THEIRS}`);
    const alias = { stateMachineAliasArn: `${stateMachineArn}:live` };
    return {
      "state machine": [
        await sfn.send(new S.DescribeStateMachineCommand({ stateMachineArn })),
        await sfn.send(new S.ListStateMachineVersionsCommand({ stateMachineArn })),
        await sfn.send(new S.DescribeStateMachineAliasCommand(alias)),
        await sfn.send(new S.ListTagsForResourceCommand({ resourceArn: stateMachineArn })),
      ],
    };
  },
};
