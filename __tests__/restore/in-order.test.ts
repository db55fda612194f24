import { expect, test } from "vitest";
import { inOrder } from "../../modules/restore/in-order.ts";

/** Things by name, each ends when the test says so. */
function place(after: Readonly<Record<string, readonly string[]>>, most = 4) {
  const begun: string[] = [];
  const ends = new Map<string, (well: boolean) => void>();
  const all = inOrder(Object.keys(after), {
    after: (one) => after[one] ?? [],
    most,
    act: (one) => {
      begun.push(one);
      return new Promise<boolean>((resolve) => ends.set(one, resolve));
    },
  });
  const end = async (name: string, well = true): Promise<void> => {
    ends.get(name)?.(well);
    await new Promise(setImmediate);
  };
  return { begun, end, all };
}

test("each begins as soon as what it needs is done, and not once all of its kind are", async () => {
  const { begun, end, all } = place({ dead: [], slow: [], queue: ["dead"], function: ["queue"] });
  expect(begun).toEqual(["dead", "slow"]);
  await end("dead");
  await end("queue");
  expect(begun).toEqual(["dead", "slow", "queue", "function"]);
  await end("function");
  await end("slow");
  expect([...(await all)]).toEqual(["dead", "queue", "function", "slow"]);
});

test("no more than so many are under way", async () => {
  const { begun, end, all } = place({ a: [], b: [], c: [] }, 2);
  expect(begun).toEqual(["a", "b"]);
  await end("b");
  expect(begun).toEqual(["a", "b", "c"]);
  await end("a");
  await end("c");
  expect((await all).size).toBe(3);
});

test("after one that fails none begins, and what is under way ends", async () => {
  const { begun, end, all } = place({ a: [], b: [], c: ["a"], d: ["b"] }, 2);
  await end("a", false);
  await end("b");
  expect([begun, ...(await all)]).toEqual([["a", "b"], "b"]);
});
