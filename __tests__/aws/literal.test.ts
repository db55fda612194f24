import { expect, test } from "vitest";
import { literal } from "../../modules/aws/literal.ts";

const OPEN = "${";

test.each([
  [`${OPEN}aws_kms_key.other.arn}`, `$${OPEN}aws_kms_key.other.arn}`],
  ["%{ if true }yes%{ endif }", "%%{ if true }yes%%{ endif }"],
  [`$${OPEN}already}`, `$$${OPEN}already}`],
  ["100 % of $5 {braces}", "100 % of $5 {braces}"],
])("takes %s literally", (text, escaped) => {
  expect(literal(text)).toBe(escaped);
});

test("reaches the keys and values of everything inside, and leaves the rest alone", () => {
  expect(
    literal({ tags: { "%{a}": [`${OPEN}b}`] }, every: 60, on: true, none: null, absent: undefined }),
  ).toEqual({ tags: { "%%{a}": [`$${OPEN}b}`] }, every: 60, on: true, none: null, absent: undefined });
});

test("fails on text that imitates a value of cdktf's", () => {
  expect(() => literal({ owner: `${OPEN}TfToken[TOKEN.1]}` })).toThrow(
    `"${OPEN}TfToken[TOKEN.1]}" cannot be written to Terraform: take out TfToken[`,
  );
});
