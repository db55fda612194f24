import * as I from "@aws-sdk/client-iam";
import { theirApis } from "./apis.ts";
import { theirBucket } from "./buckets.ts";
import { theirDistributions } from "./distributions.ts";
import { theirRules, theirSchedules } from "./events.ts";
import { theirFunctions } from "./functions.ts";
import { theirLoadBalancers } from "./load-balancers.ts";
import { theirLogGroups } from "./log-groups.ts";
import { theirQueues, theirTopics } from "./messages.ts";
import { theirPipes } from "./pipes.ts";
import { type EstatePlace, type Neighbour, placeIn, THEIRS } from "./place.ts";
import { theirRestApis } from "./rest-apis.ts";
import { theirStateMachines } from "./state-machines.ts";
import { theirStreams } from "./streams.ts";
import { theirTables } from "./tables.ts";
import { theirUserPools } from "./user-pools.ts";

/** What another team has where things are restored, armed, disarmed and replayed: no part of it may change. */
export interface TheirEstate {
  /** All of it by region and what it is, as AWS describes it now. */
  readonly described: () => Promise<Readonly<Record<string, string>>>;
  /** What is otherwise than when it was made, a line each. */
  readonly changed: () => Promise<readonly string[]>;
}

const SERVICES = ["lambda", "states", "events", "scheduler", "pipes"];

/**
 * Makes an estate of every service that zonekeep writes to.
 * @param bucket - name of a bucket of somebody else's in a region, where they have entries too
 */
export async function makeEstate(
  endpoint: string,
  regions: readonly string[],
  bucket?: (region: string) => string,
): Promise<TheirEstate> {
  await makeRole(placeIn(endpoint, "us-east-1"));
  const places = regions.map((region) => ({
    at: placeIn(endpoint, region),
    neighbours: [
      theirQueues,
      theirFunctions,
      theirTopics,
      theirBucket(),
      ...(bucket === undefined ? [] : [theirBucket(bucket(region))]),
      theirRules,
      theirSchedules,
      theirLogGroups,
      theirStateMachines,
      theirStreams,
      theirTables,
      theirLoadBalancers,
      theirPipes,
      theirDistributions,
      theirApis,
      theirRestApis,
      theirUserPools,
    ] as readonly Neighbour[],
  }));
  const making = places.map(async ({ at, neighbours }) => {
    for (const { make } of neighbours) await make(at);
  });
  await Promise.all(making);
  const described = async () => {
    const found = places.flatMap(({ at, neighbours }) =>
      neighbours.map(async ({ describe }) =>
        Object.entries(await describe(at)).map(([what, answer]): [string, string] => [
          `${what} in ${at.region}`,
          JSON.stringify(answer, lasting),
        ]),
      ),
    );
    return Object.fromEntries((await Promise.all(found)).flat());
  };
  const before = await described();
  return {
    described,
    changed: async () => {
      const now = await described();
      return Object.keys({ ...before, ...now }).flatMap((what) =>
        now[what] === before[what] ? [] : [`another team's ${what}: was ${before[what]}, is ${now[what]}`],
      );
    },
  };
}

/** Of IAM, which has it once for all regions. */
async function makeRole(at: EstatePlace): Promise<void> {
  const Principal = { Service: SERVICES.map((service) => `${service}.amazonaws.com`) };
  const policy = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const iam = at.client(I.IAMClient);
  const AssumeRolePolicyDocument = policy({ Principal, Action: "sts:AssumeRole" });
  await iam.send(new I.CreateRoleCommand({ RoleName: THEIRS, AssumeRolePolicyDocument }));
  const PolicyDocument = policy({ Action: "sqs:*", Resource: "*" });
  await iam.send(new I.PutRolePolicyCommand({ RoleName: THEIRS, PolicyName: "queues", PolicyDocument }));
}

/** S3 sends a test to every destination of a bucket whenever its notifications are written. */
function lasting(key: string, value: unknown): unknown {
  return key === "$metadata" || key.startsWith("ApproximateNumberOf") ? undefined : value;
}
