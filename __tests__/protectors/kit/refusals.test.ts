import { expect, test } from "vitest";
import { dynamodbTable } from "../../../modules/protectors/dynamodb-table/protector.ts";
import type { Protector, ProtectorPorts } from "../../../modules/protectors/protector.ts";
import { sqsQueue } from "../../../modules/protectors/sqs-queue/protector.ts";
import { stateMachine } from "../../../modules/protectors/state-machine/protector.ts";
import { targetGroup } from "../../../modules/protectors/target-group/protector.ts";
import { queueOf } from "../../support/arbitrary-queue.ts";
import { DynamoDBPlace } from "../../support/conforming/dynamodb-place.ts";
import { put } from "../../support/conforming/dynamodb-table.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import type { Wire } from "../../support/fake-aws/wire.ts";
import { ORDERS } from "../dynamodb-table/place.ts";
import { Place } from "../sqs-queue/place.ts";
import { FUNCTION, ports as machinePorts, made } from "../state-machine/place.ts";
import { CANARY, GROUP, placeOf } from "../target-group/place.ts";

interface Region {
  readonly protector: Pick<Protector, "inventory">;
  readonly ports: ProtectorPorts;
  readonly wire: Wire;
}

const at = { account: "111122223333", partition: "aws", region: "us-east-1", sleep: async () => undefined };

function queues(): Region {
  const sqs = new Place();
  for (const name of ["mine", "theirs"]) sqs.put(queueOf(name));
  return { protector: sqsQueue, ports: sqs.ports, wire: sqs.wire };
}

function tables(): Region {
  const place = new DynamoDBPlace({ ...at, page: 2 });
  for (const id of ["mine", "theirs"]) put(place, { ...ORDERS, id });
  return { protector: dynamodbTable, ports: { ...at, client: place.client }, wire: place.dynamodb.wire };
}

function groups(): Region {
  const place = placeOf();
  for (const arn of [GROUP, CANARY]) place.elb.have(arn).targets.push(FUNCTION);
  return { protector: targetGroup, ports: { ...at, client: place.client }, wire: place.elb.wire };
}

async function machines(): Promise<Region> {
  const there = await made();
  return { protector: stateMachine, ports: machinePorts(there), wire: there.sfn.wire };
}

async function listed({ protector, ports }: Region) {
  const warned: string[] = [];
  const found = [];
  const options = {
    triggers: "all",
    needsTags: () => true,
    warn: (text: string) => void warned.push(text),
  } as const;
  for await (const one of protector.inventory(ports, options)) found.push(one);
  return { found, warned };
}

/** By the name that the question has of the thing: a word of its input. */
function refuse({ wire }: Region, call: string, of: string, error: Error): void {
  wire.before = ({ name, input }) =>
    name === call && JSON.stringify(input).includes(of) ? error : undefined;
}

test.each([
  [
    "a queue",
    queues,
    "ListQueueTags",
    "theirs",
    ["mine"],
    "queues whose tags may not be read, so that no policy selects them by tags: theirs (sqs:ListQueueTags of theirs: ",
  ],
  [
    "a table",
    tables,
    "ListTagsOfResource",
    "theirs",
    ["mine"],
    "tables whose tags may not be read, so that no policy selects them by tags: theirs (dynamodb:ListTagsOfResource of theirs: ",
  ],
  [
    "a target group",
    groups,
    "DescribeTargetHealth",
    "canary",
    ["canary", "orders"],
    `target groups that may not be asked whom they call, so that they come with nobody: canary (elasticloadbalancing:DescribeTargetHealth of ${CANARY}: `,
  ],
])(
  "a question that %s refuses is told, and the others of its kind are listed",
  async (_what, make, call, of, ids, told) => {
    const region = make();
    refuse(region, call, of, awsError("AccessDeniedException", 403, "explicit deny"));
    const { found, warned } = await listed(region);
    expect(found.map(({ id }) => id).sort()).toEqual(ids);
    expect(warned).toEqual([`${told}AccessDeniedException: explicit deny)`]);
    refuse(region, call, of, awsError("InternalFailure", 500));
    await expect(listed(region)).rejects.toThrow("InternalFailure");
  },
);

test("a state machine that does not tell its aliases is told, and calls nobody", async () => {
  const region = await machines();
  refuse(
    region,
    "ListStateMachineAliases",
    "checkout",
    awsError("AccessDeniedException", 400, "explicit deny"),
  );
  const { found, warned } = await listed(region);
  expect(found.map(({ id, feeds }) => [id, feeds])).toEqual([["checkout", []]]);
  expect(warned).toEqual([
    expect.stringMatching(
      /^what state machine checkout calls is not known: states:ListStateMachineAliases of /,
    ),
  ]);
});
