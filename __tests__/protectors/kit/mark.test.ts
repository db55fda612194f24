import { expect, test } from "vitest";
import { markTag, pointOfBirth } from "../../../modules/protectors/kit/mark.ts";

const point = "123456789012/us-east-1/points/kinesis-stream/clicks/20261130T080000Z-00000001.json";
const AFTER = Date.parse("2026-11-30T08:00:01Z");
const tagged = (mark: object) => markTag("zonekeep:restore", { point, replace: false, ...mark });

test("a mark of birth tells its point, on what is younger than that", () => {
  expect(pointOfBirth(tagged({}), AFTER)).toBe(point);
  expect(pointOfBirth(tagged({}), AFTER - 2000)).toBeUndefined();
});

test.each([{ replace: true }, { unarmed: true }])("%j is no mark of birth, however young it is", (more) => {
  expect(pointOfBirth(tagged(more), AFTER)).toBeUndefined();
});
