import { describe, expect, test } from "vitest";
import { refuseBesideEnabled } from "../../../modules/protectors/kit/beside-source.ts";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { askingElsewhere } from "../../../modules/restore/elsewhere.ts";

const at = (region: string, name = "nightly"): string =>
  `arn:aws:scheduler:${region}:111122223333:schedule/default/${name}`;
const HERE = (() => "here") as unknown as ClientOf;
const THERE = (() => "there") as unknown as ClientOf;

interface Asked {
  readonly source?: string;
  readonly alongside?: boolean;
  readonly runs?: (client: ClientOf) => Promise<boolean>;
  readonly lost?: true;
}

async function refuse({ source = at("us-east-1"), alongside = false, runs = async () => true, lost }: Asked) {
  const notes: string[] = [];
  const elsewhere = askingElsewhere(() => THERE);
  const error = await refuseBesideEnabled(
    { region: "eu-west-1", client: HERE, ...(lost === undefined && { elsewhere }) },
    { arn: at("eu-west-1"), alongside, note: (text) => notes.push(text) },
    { resource: "schedule default/nightly", call: "scheduler:UpdateSchedule", source, runs },
  ).catch((thrown: Error) => thrown.message);
  return { notes, error };
}

describe("what would run beside its source", () => {
  test("is refused while that is enabled, and the way out is said", async () => {
    expect(await refuse({})).toEqual({
      notes: [],
      error:
        "schedule default/nightly: scheduler:UpdateSchedule: schedule/default/nightly of us-east-1, of which schedule default/nightly is a copy, is enabled, and both would run\n" +
        "  help: disable that one and arm again; or say --alongside, if both are to run",
    });
  });

  test("is armed where a person says so, and noted", async () => {
    expect(await refuse({ alongside: true })).toEqual({
      notes: [
        "schedule/default/nightly of us-east-1, of which schedule default/nightly is a copy, is enabled: both run",
      ],
      error: undefined,
    });
  });

  test("is armed where that is disabled or gone", async () => {
    expect(await refuse({ runs: async () => false })).toEqual({ notes: [], error: undefined });
  });

  test("is armed where that cannot be asked, and the reason is noted", async () => {
    const note = (why: string) =>
      `schedule/default/nightly of us-east-1, of which schedule default/nightly is a copy, could not be asked whether it is enabled (${why}): if it is, both run`;
    const runs = () => Promise.reject(new Error("nobody answers"));
    expect(await refuse({ runs })).toEqual({ notes: [note("nobody answers")], error: undefined });
    const foreign = at("us-east-1").replace("111122223333", "444455556666");
    expect(await refuse({ source: foreign })).toEqual({
      notes: [note("it is of account 444455556666")],
      error: undefined,
    });
    expect(await refuse({ lost: true })).toEqual({
      notes: [note("only one region is asked")],
      error: undefined,
    });
  });
});

test("a thing is not beside itself; a copy in one region is asked by that region's clients", async () => {
  const asked: unknown[] = [];
  const runs = async (client: ClientOf) => asked.push(client) > 0;
  expect((await refuse({ source: at("eu-west-1"), runs })).error).toBeUndefined();
  expect(asked).toEqual([]);
  expect((await refuse({ source: at("eu-west-1", "other"), runs })).error).toMatch(/both would run/);
  await refuse({ runs });
  expect(asked).toEqual([HERE, THERE]);
});

test("a region that does not answer is waited for once", async () => {
  let asked = 0;
  const elsewhere = askingElsewhere(() => THERE);
  const question = async () => {
    asked += 1;
    throw new Error("nobody answers");
  };
  for (const _ of [1, 2]) await expect(elsewhere("us-east-1", question)).rejects.toThrow("nobody answers");
  await expect(elsewhere("us-west-2", async () => "here")).resolves.toBe("here");
  expect(asked).toBe(1);
});
