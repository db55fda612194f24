import { expect, test } from "vitest";
import { hashOf } from "../../modules/core/hash.ts";

test("the same text gives the same number for ever, because schedules that are deployed stand where it put them", () => {
  expect(["", "orders@us-east-1", "orders@us-east-2"].map(hashOf)).toEqual([
    2786964252, 707652270, 3737085741,
  ]);
});

test("texts that differ in one character are spread over a window as evenly as dice", () => {
  for (const window of [15, 60, 64, 480]) {
    const places = new Map<number, number>();
    for (let i = 0; i < window * 100; i++) {
      const place = hashOf(`orders@site-${i}`) % window;
      places.set(place, (places.get(place) ?? 0) + 1);
    }
    expect(places.size).toBe(window);
    // A hundred each on the average; of honest dice five in a million windows stray further than five sigma.
    for (const count of places.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  }
});
