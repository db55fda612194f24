import fc from "fast-check";
import { expect, test } from "vitest";
import { selects } from "../../modules/recovery/selection.ts";
import { whyNot } from "../../modules/recovery/why-not.ts";

const ZONE = "us-east-1-bos-1a";
const everything = { tags: {}, names: [], arns: [], runtimes: [], exclude: [] };
const quote = { name: "orders-quote", arn: "arn:x:orders-quote", runtime: "nodejs22.x" };

test("each condition that does not hold is said, and what excludes apart from them", () => {
  const select = {
    tags: { service: ["orders", "cards"], tier: ["*"] },
    names: ["pay-*", "card-*"],
    arns: ["arn:y:*"],
    runtimes: ["python*"],
    exclude: ["*-quote", "*-canary"],
  };
  expect(whyNot({ select, zonesElsewhere: [] }, quote, { service: "refunds" })).toEqual({
    unmet: [
      "name is none of pay-*, card-*",
      "tag service is refunds",
      "no tag tier",
      "ARN is none of arn:y:*",
      "runtime is none of python*",
    ],
    excludedBy: ["*-quote"],
  });
});

test("a container image has no runtime to match", () => {
  const image = { name: "a", arn: "arn:x:a" };
  const unmet = (runtimes: readonly string[]) =>
    whyNot({ select: { ...everything, runtimes }, zonesElsewhere: [] }, image, {}).unmet;
  expect(unmet(["*"])).toEqual(["no runtime"]);
  expect(unmet([])).toEqual([]);
});

test("a zone wants its own functions, and a region none of a zone that has a run of its own", () => {
  const unmet = (zone: string | undefined, zonesElsewhere: readonly string[], tags: Record<string, string>) =>
    whyNot({ select: everything, ...(zone !== undefined && { zone }), zonesElsewhere }, quote, tags).unmet;
  expect(unmet(ZONE, [], {})).toEqual(["no tag edge-zone"]);
  expect(unmet(ZONE, [], { "edge-zone": "us-east-1-chi-1a" })).toEqual(["tag edge-zone is us-east-1-chi-1a"]);
  expect(unmet(ZONE, [], { "edge-zone": ZONE })).toEqual([]);
  expect(unmet(undefined, [ZONE], { "edge-zone": ZONE })).toEqual([`it belongs to the site ${ZONE}`]);
  expect(unmet(undefined, [], { "edge-zone": ZONE })).toEqual([]);
});

test("there is no reason exactly when the run selects", () => {
  const word = fc.constantFrom("a", "b", "toString");
  const glob = fc.constantFrom("a", "*", "a*", "?", "**");
  const globs = fc.array(glob, { maxLength: 1 });
  const zone = fc.constantFrom("z1", "z2");
  const tags = fc.dictionary(
    fc.constantFrom("k", "toString", "edge-zone"),
    fc.constantFrom("a", "b", "z1", "z2"),
  );
  const request = fc.record(
    {
      select: fc.record({
        tags: fc.dictionary(fc.constantFrom("k", "toString"), fc.array(glob, { minLength: 1, maxLength: 2 })),
        names: globs,
        arns: globs,
        runtimes: globs,
        exclude: fc.array(fc.constantFrom("a", "b?"), { maxLength: 1 }),
      }),
      zone,
      zonesElsewhere: fc.subarray(["z1", "z2"]),
    },
    { requiredKeys: ["select", "zonesElsewhere"] },
  );
  const candidate = fc.record({ name: word, arn: word, runtime: word }, { requiredKeys: ["name", "arn"] });
  let taken = 0;
  fc.assert(
    fc.property(request, candidate, tags, (asked, item, has) => {
      const { unmet, excludedBy } = whyNot(asked, item, has);
      const selected = selects(asked, item, has);
      taken += Number(selected);
      expect(unmet.length + excludedBy.length === 0).toBe(selected);
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(20);
});
