import { describe, expect, test } from "vitest";
import { translationScope } from "../../../modules/protectors/kit/translate/scope.ts";
import { mapKeyOf, translateValue } from "../../../modules/protectors/kit/translate/value.ts";
import type { IdMap } from "../../../modules/protectors/protector.ts";

const source = {
  arn: "arn:aws:s3:::orders-in",
  name: "orders-in",
  account: "111122223333",
  region: "us-east-1",
};
const target = { account: "111122223333", partition: "aws", region: "us-east-1" };
const FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:orders";
const DRILL = "arn:aws:lambda:us-east-1:111122223333:function:drill";

const translate = (value: string, map: IdMap) =>
  translateValue(value, translationScope(source, { target, map }, source.arn));

describe("what hangs on an ARN of the map by a colon", () => {
  test.each([`${FUNCTION}:live`, `${FUNCTION}:7`, `${FUNCTION}:$LATEST`, `${FUNCTION}:a:b`])(
    "follows it: %s",
    (value) => {
      const to = value.replace(FUNCTION, DRILL);
      expect(translate(value, { [FUNCTION]: DRILL })).toEqual({ kind: "replaced", value: to, by: FUNCTION });
    },
  );

  test("goes by the longest entry, and by its own before all", () => {
    const map = { [FUNCTION]: DRILL, [`${FUNCTION}:a`]: `${DRILL}:b` };
    expect(translate(`${FUNCTION}:a:c`, map)).toMatchObject({ value: `${DRILL}:b:c`, by: `${FUNCTION}:a` });
    const exact = { ...map, [`${FUNCTION}:a:c`]: "other" };
    expect(translate(`${FUNCTION}:a:c`, exact)).toMatchObject({ value: "other", by: `${FUNCTION}:a:c` });
  });

  test.each([
    ["a longer name", `${FUNCTION}-api`, { [FUNCTION]: DRILL }],
    ["a text that is no ARN", "orders:live", { orders: "drill" }],
    ["an entry that is no ARN", `${FUNCTION}:live`, { "arn:aws:lambda": "arn:aws:other", arn: "x" }],
    ["what an object inherits", `${FUNCTION}:live`, {}],
  ])("is not %s", (_what, value, map) => {
    expect(translate(value, map as IdMap)).toEqual({ kind: "same" });
  });
});

describe("an API of the map", () => {
  const API = "arn:aws:execute-api:us-east-1:111122223333:abc123";
  const OTHER = "arn:aws:execute-api:us-east-1:111122223333:def456";

  test.each([`${API}/*/GET/orders`, `${API}/prod/*/*`])("stands for what it has: %s", (value) => {
    const to = value.replace(API, OTHER);
    expect(translate(value, { [API]: OTHER })).toEqual({ kind: "replaced", value: to, by: API });
    expect(mapKeyOf(value)).toBe(API);
  });

  test("and nothing else is mapped by what stands before a slash", () => {
    const table = "arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026";
    expect(mapKeyOf(table)).toBe(table);
  });
});
