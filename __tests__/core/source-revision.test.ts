import { describe, expect, test } from "vitest";
import { isSourceRevision, shortRevision } from "../../modules/core/source-revision.ts";

const SHA1 = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";

describe("a source revision", () => {
  test.each([
    "1a2b3c4",
    SHA1,
    `${SHA1}${SHA1.slice(0, 24)}`,
    `${SHA1}-dirty`,
    "r4711",
    "v1.4.2",
    "1.4",
    "v1.4.2-3-g1a2b3c4",
    "v1.4.2-3-g1a2b3c4-dirty",
  ])("is %s", (text) => expect(isSourceRevision(text)).toBe(true));

  test.each([
    ["a key of 32 hexadecimal digits", "0123456789abcdef0123456789abcdef"],
    ["an access key", "AKIAIOSFODNN7EXAMPLE"],
    ["a word", "latest"],
    ["a number, as a build has", "4711"],
    ["two lines", "1a2b3c4\n1a2b3c4"],
    ["a commit with more after it", `${SHA1} x`],
    ["a password that begins like a version", "v1.4.2-hunter2"],
    ["nothing", ""],
  ])("is not %s", (_what, text) => expect(isSourceRevision(text)).toBe(false));

  test("is shown as git abbreviates it, and whole where it is short", () => {
    expect(["1a2b3c4", SHA1, `${SHA1}-dirty`, "v1.4.2-3-g1a2b3c4"].map(shortRevision)).toEqual([
      "1a2b3c4",
      "1a2b3c4d5e6f",
      "1a2b3c4d5e6f-dirty",
      "v1.4.2-3-g1a2b3c4",
    ]);
  });
});
