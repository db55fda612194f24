import { beforeEach, expect, test } from "vitest";
import { Turn } from "../../modules/runs/turn.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { TurnKeys } from "../support/run-witness.ts";

const thing = { kind: "kinesis-stream", id: "clicks" } as const;
const NOON = Date.UTC(2026, 10, 29, 12);
const MINUTE = 60_000;
const at = (name: string): string => `work/turns/kinesis-stream/clicks/${name}.json`;

let work: MemoryWork;
let keys: TurnKeys;

beforeEach(() => {
  work = new MemoryWork();
  keys = new TurnKeys();
});

const turnOf = (run: string, until?: number): Turn =>
  new Turn(work, keys, { prefix: "work/", run, thing }, until);

test("one run has a minute, and takes the next one before others may", async () => {
  const [one, other] = [turnOf("one"), turnOf("other")];
  expect(await one.isHad(NOON)).toBe(true);
  expect(await other.isHad(NOON + 1000)).toBe(false);
  expect(await one.isHad(NOON + 50_000)).toBe(true);
  expect(one.until).toBe(NOON + 2 * MINUTE);
  expect(await other.isHad(NOON + MINUTE + 1000)).toBe(false);
  expect(await other.isHad(NOON + 2 * MINUTE)).toBe(true);
});

test("what somebody else writes there keeps nobody out, whatever it is", async () => {
  const before = turnOf("before");
  await before.isHad(NOON - MINUTE);
  const [first] = [...work.objects.values()];
  const strange = [
    "{}",
    "[]",
    "null",
    '{"run":"theirs"}',
    '{"run":"theirs","secret":"dHVybiAw"}',
    first ?? "",
  ];
  for (const [n, text] of strange.entries()) {
    const minute = new Date(NOON + n * MINUTE).toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
    work.objects.set(at(`${minute}Z`), text);
    expect([text, await turnOf("one").isHad(NOON + n * MINUTE)]).toEqual([text, true]);
    expect(await turnOf("other").isHad(NOON + n * MINUTE)).toBe(false);
  }
});

test("where every name of a minute is taken by somebody else, that is said by its place", async () => {
  for (const name of ["", "-2", "-3", "-4", "-5"]) work.objects.set(at(`20261129T1200Z${name}`), "{}");
  await expect(turnOf("one").isHad(NOON)).rejects.toThrow(
    "work/turns/kinesis-stream/clicks/20261129T1200Z*: somebody other than zonekeep's runners writes there whose turn it is",
  );
});

test("what says nothing of whose it is, such as a key that does not answer, is no word of a stranger", async () => {
  await turnOf("one").isHad(NOON);
  const deaf = {
    ...keys,
    isOf: async () => {
      throw new Error("ThrottlingException");
    },
  };
  await expect(new Turn(work, deaf, { prefix: "work/", run: "other", thing }).isHad(NOON)).rejects.toThrow(
    "ThrottlingException",
  );
});
