import * as sdk from "@aws-sdk/client-pipes";
import { describe, expect, test } from "vitest";
import { pipe } from "../../../modules/protectors/pipe/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { planPortsOf } from "../../support/made-plan.ts";
import { fatesOf } from "../../support/members/fates.ts";
import { answerOf, leavesOf, operations, requestOf, withLeaf } from "../../support/sdk-model.ts";
import { FUNCTION, HOME, here, PIPE, QUEUE, ROLE, request } from "./place.ts";

type Answer = Record<string, unknown>;

/** What the answer says where any value would not do. */
const SAID: Readonly<Record<string, unknown>> = {
  Arn: PIPE,
  CurrentState: "RUNNING",
  DesiredState: "RUNNING",
  Source: QUEUE,
  Target: FUNCTION,
  Enrichment: here("lambda", "function:enriches"),
  RoleArn: ROLE,
  KmsKeyIdentifier: here("kms", "key/1"),
};
const BASE = Object.entries(SAID).reduce<unknown>(
  (answer, [leaf, said]) => withLeaf(answer, leaf, () => said),
  answerOf("DescribePipe", sdk),
) as Answer;
const LEAVES = leavesOf(answerOf("DescribePipe", sdk));

/** What of DescribePipe no point keeps, each with the reason. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  Name: "the point is the pipe's own",
  CurrentState: "a state: one that is under way is waited for, one that failed is told",
  StateReason: "a state: told of one that failed, or that AWS stopped",
  CreationTime: "a date that AWS writes",
  LastModifiedTime: "a date that AWS writes",
};

/** A region whose pipe is as `there` says, and as `BASE` once one is written. */
function region(there: Answer | undefined) {
  const sent: { name: string; input: Answer }[] = [];
  let now = there;
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Answer }) => {
    if (name === "DescribePipeCommand") {
      if (now === undefined) throw awsError("NotFoundException", 404);
      return now;
    }
    sent.push({ name, input });
    now = { ...now, ...BASE, CurrentState: "STOPPED", DesiredState: "STOPPED" };
    return {};
  };
  const known = { Role: { Arn: ROLE }, KeyMetadata: { KeyState: "Enabled" } };
  const client = (Class: unknown) => (Class === sdk.PipesClient ? { send } : { send: async () => known });
  return { sent, ports: planPortsOf({ ...HOME, client: client as never }) };
}

async function capture(answer: Answer) {
  const item = { kind: "pipe" as const, id: "orders", name: "orders", arn: PIPE, related: [] };
  const found = await pipe.capture(region(answer).ports as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("it is gone");
  return found;
}

/** What a restore of it writes: into an empty region, or over what is there. */
async function written(kept: Awaited<ReturnType<typeof capture>>, there?: Answer) {
  const { sent, ports } = region(there);
  const { steps, ids } = await pipe.plan(ports, request(kept, { replace: true }));
  for (const { perform } of steps) await perform?.(new Map(ids));
  return sent;
}

describe("of every member that the model of Pipes has", async () => {
  const was = await capture(BASE);
  const found = await fatesOf({
    protector: pipe,
    base: BASE,
    leaves: LEAVES,
    capture,
    written,
    shows: (_leaf, is, was) => is.running === was.running,
  });

  test("what a capture does not keep is listed, with its reason", () => {
    expect(found.ignored.sort()).toEqual(Object.keys(NOT_KEPT).sort());
  });

  test("what is kept is compared, is written by a restore, and another pipe's answer is none", () => {
    // Where it once started is no part of what it is.
    const starts = /\.StartingPosition(Timestamp)?$/;
    expect(found.unlike.filter((leaf) => !starts.test(leaf))).toEqual([]);
    expect(found).toMatchObject({ lost: [], told: ["Arn"] });
  });

  test("whatever CreatePipe takes is said", async () => {
    const [made] = await written(was);
    const said = new Set(leavesOf(made?.input));
    const silent = leavesOf(requestOf("CreatePipe", sdk)).filter((leaf) => !said.has(leaf));
    expect([made?.name, silent]).toEqual(["CreatePipeCommand", []]);
  });

  test("whatever UpdatePipe takes is said of a live one that differs, and nothing that it does not take", async () => {
    const [made] = await written(was, { ...BASE, Description: "theirs" });
    const taken = leavesOf(requestOf("UpdatePipe", sdk));
    const said = leavesOf(made?.input);
    expect(made?.name).toBe("UpdatePipeCommand");
    expect(taken.filter((leaf) => !said.includes(leaf))).toEqual([]);
    expect(said.filter((leaf) => !taken.includes(leaf))).toEqual([]);
  });
});

test("every call of Pipes is one that we make, or listed with its reason", () => {
  const others = {
    DeletePipe: "nothing of ours deletes a pipe",
    ListTagsForResource: "DescribePipe tells the tags",
    UntagResource: "tags that are not in the point stay",
  };
  const made = [
    "CreatePipe",
    "DescribePipe",
    "ListPipes",
    "StartPipe",
    "StopPipe",
    "TagResource",
    "UpdatePipe",
  ];
  expect(operations(sdk)).toEqual([...made, ...Object.keys(others)].sort());
});
