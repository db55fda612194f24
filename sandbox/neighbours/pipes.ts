import { setTimeout as sleep } from "node:timers/promises";
import * as P from "@aws-sdk/client-pipes";
import { type EstatePlace, type Neighbour, THEIRS, theirFunction, theirQueue, theirRole } from "./place.ts";

/** A pipe that is stopped, from a queue to a function. */
export const theirPipes: Neighbour = {
  make: async (at) => {
    await at.client(P.PipesClient).send(
      new P.CreatePipeCommand({
        Name: THEIRS,
        DesiredState: "STOPPED",
        Source: theirQueue(at),
        SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{ "body": { "n": [1] } }' }] } },
        Target: theirFunction(at),
        TargetParameters: { InputTemplate: '{ "n": 1 }' },
        RoleArn: theirRole,
        Tags: { owner: "they" },
      }),
    );
    await atRest(at);
  },
  describe: async (at) => ({ pipe: await read(at) }),
};

function read(at: EstatePlace): Promise<P.DescribePipeCommandOutput> {
  return at.client(P.PipesClient).send(new P.DescribePipeCommand({ Name: THEIRS }));
}

/** It says that it is being made, for a while. */
async function atRest(at: EstatePlace): Promise<void> {
  while ((await read(at)).CurrentState === "CREATING") await sleep(100);
}
