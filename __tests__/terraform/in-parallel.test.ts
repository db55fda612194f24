import { expect, test } from "vitest";
import { inParallel } from "../../sandbox/terraform/in-parallel.ts";

test("results come in the items' order, and never more than the limit are under way", async () => {
  let underWay = 0;
  let max = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (item) => {
    underWay += 1;
    max = Math.max(max, underWay);
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
    underWay -= 1;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(max).toBe(2);
});

test("after an error no further item is begun, and those under way end first", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const failing = inParallel([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("one");
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    ended.push(item);
  });
  await expect(failing).rejects.toThrow("one");
  expect([begun, ended]).toEqual([[1, 2], [2]]);
});
