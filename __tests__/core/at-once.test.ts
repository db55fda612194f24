import { expect, test } from "vitest";
import { atOnce } from "../../modules/core/at-once.ts";

const later = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

test("results come in the order of the items, with so many under way at most", async () => {
  let [now, most] = [0, 0];
  const results = await atOnce([5, 1, 3, 1, 1], 2, async (milliseconds) => {
    now += 1;
    most = Math.max(most, now);
    await later(milliseconds);
    now -= 1;
    return milliseconds * 10;
  });
  expect({ results, most }).toEqual({ results: [50, 10, 30, 10, 10], most: 2 });
  await expect(atOnce([], 2, later)).resolves.toEqual([]);
});

test("the first error ends it: nothing is begun afterwards", async () => {
  const begun: number[] = [];
  const work = async (item: number): Promise<void> => {
    begun.push(item);
    await later(1);
    if (item === 1) throw new Error("no");
  };
  await expect(atOnce([1, 2, 3, 4], 2, work)).rejects.toThrow("no");
  await later(5);
  expect(begun).toEqual([1, 2]);
});
