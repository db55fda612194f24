import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KINDS, type Kind } from "../../modules/contract/kinds.ts";
import { parseArn } from "../../modules/core/arn.ts";
import { matchesGlob } from "../../modules/core/glob.ts";
import { canName } from "../../modules/protectors/can-name.ts";
import { SPECS } from "../../modules/protectors/kinds.ts";

const two = {
  parts: [
    { letters: /[a-z]/, most: 3 },
    { letters: /[a-z]/, most: 2 },
  ],
} as const;

describe("a name with wildcards", () => {
  test.each([
    ["*", true],
    ["a*", true],
    ["*b", true],
    ["a?b", true],
    ["?b", false],
    ["??b", true],
    ["a/*", true],
    ["*/", false],
    ["*/?", true],
    ["a/b/*", false],
    ["abcd*", false],
    ["abcde", false],
    ["abc/de", true],
    ["abc/def", false],
    ["A*", false],
    ["/b", false],
  ])("of a group and a name: %s fits one: %s", (glob, fits) => {
    expect(canName(glob, two)).toBe(fits);
  });

  test("that fits an id is never refused", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 2 });
    const cut = fc.tuple(fc.nat(5), fc.nat(5), fc.constantFrom("*", "?"));
    fc.assert(
      fc.property(letters, letters, fc.array(cut, { maxLength: 3 }), (group, name, cuts) => {
        const id = `${group}/${name}`;
        let glob = id;
        for (const [at, length, wildcard] of cuts)
          glob = `${glob.slice(0, at)}${wildcard}${glob.slice(at + (wildcard === "?" ? 1 : length))}`;
        fc.pre(matchesGlob(glob, id));
        expect(canName(glob, two)).toBe(true);
      }),
    );
  });
});

/** AWS gives a config rule's ARN an id of its own, which says nothing of the rule's name. */
const OF_AWS: readonly Kind[] = ["config-rule"];

describe("of each kind", () => {
  test.each(KINDS)("%s: what its form says is the ARN of a thing whose id it says", (kind) => {
    const { idOf, written } = SPECS[kind];
    const form =
      kind === "user-pool-triggers" ? written.arn.replace("/ID", "/us-east-1_AbCdEf123") : written.arn;
    const arn = form
      .replace("{partition}", "aws")
      .replace("{region}", "us-east-1")
      .replace("{account}", "123456789012")
      .replace("[BUS/]", "BUS/")
      .replace("NAME-ID", "NAME-AbCdEf");
    const id = idOf(parseArn(arn));
    if (OF_AWS.includes(kind)) return expect(id).toBeUndefined();
    expect(id).toBe(kind === "user-pool-triggers" ? "us-east-1_AbCdEf123" : written.id);
    expect(canName(id ?? "", written)).toBe(true);
  });
});
