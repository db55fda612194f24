import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesGlob } from "../../modules/core/glob.ts";
import { runId } from "../../modules/runs/run-id.ts";
import { needsTags, selects, whyNot } from "../../modules/runs/selection.ts";
import { ANY } from "../support/sample-request.ts";

const every = { select: ANY, zonesElsewhere: [] };
const named = (name: string, runtime = "nodejs22.x") => ({
  name,
  arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  runtime,
});

describe("a selection", () => {
  test("of nothing in particular takes every function, without asking for tags", () => {
    expect(selects(every, named("orders"), {})).toBe(true);
    expect(needsTags(every, named("orders"))).toBe(false);
  });

  test("of resources alone takes no function and asks for no tags, and with a word about functions takes those", () => {
    const resources = ["sqs-queue/*"];
    const alone = { ...every, select: { ...ANY, resources }, zonesElsewhere: ["us-east-1-bos-1a"] };
    expect(selects(alone, named("orders"), {})).toBe(false);
    expect(needsTags(alone, named("orders"))).toBe(false);
    expect(whyNot(alone, named("orders"), {}).unmet).toEqual(["it names resources, and selects no function"]);
    const tagged = { ...every, select: { ...ANY, tags: { team: ["shop"] }, resources } };
    expect(selects(tagged, named("orders"), { team: "shop" })).toBe(true);
    expect(needsTags(tagged, named("orders"))).toBe(true);
  });

  test("wants a name AND every tag, any one value of a tag sufficing", () => {
    const tags = { team: ["shop", "media"], tier: ["gold"] };
    const request = { ...every, select: { ...ANY, tags, names: ["orders-*"] } };
    expect(selects(request, named("orders-api"), { team: "media", tier: "gold" })).toBe(true);
    expect(selects(request, named("orders-api"), { team: "media" })).toBe(false);
    expect(selects(request, named("orders-api"), { team: "ops", tier: "gold" })).toBe(false);
    expect(selects(request, named("media-api"), { team: "media", tier: "gold" })).toBe(false);
    expect(needsTags(request, named("orders-api"))).toBe(true);
    expect(needsTags(request, named("media-api"))).toBe(false);
  });

  test("wants one of its ARNs AND one of its runtimes, and asks no tags of any other function", () => {
    const arns = ["arn:*:function:orders", "arn:*:us-east-1:*:function:media-*"];
    const select = { ...ANY, tags: { team: ["*"] }, arns, runtimes: ["python3.1?", "nodejs*"] };
    const request = { ...every, select };
    const taken = (name: string, runtime?: string) => [
      selects(request, named(name, runtime), { team: "shop" }),
      needsTags(request, named(name, runtime)),
    ];
    expect(taken("orders")).toEqual([true, true]);
    expect(taken("media-api", "python3.13")).toEqual([true, true]);
    expect(taken("media-api", "python3.9")).toEqual([false, false]);
    expect(taken("orders-api")).toEqual([false, false]);
  });

  test("of runtimes takes no container image, which has none, not even for a star", () => {
    const { runtime: _, ...image } = named("orders");
    expect(selects(every, image, {})).toBe(true);
    expect(selects({ ...every, select: { ...ANY, runtimes: ["*"] } }, image, {})).toBe(false);
  });

  test("never takes what it excludes", () => {
    const request = { ...every, select: { ...ANY, names: ["*"], exclude: ["*-canary"] } };
    expect(selects(request, named("orders-canary"), {})).toBe(false);
    expect(selects(request, named("orders-canary-2"), {})).toBe(true);
  });

  test("takes any value of a tag for a star, and only of a tag that is there", () => {
    const of = (tag: string) => ({ ...every, select: { ...ANY, tags: { [tag]: ["*"] } } });
    expect(selects(of("team"), named("a"), { team: "x" })).toBe(true);
    expect(selects(of("team"), named("a"), {})).toBe(false);
    expect(selects(of("constructor"), named("a"), {})).toBe(false);
  });

  test("for an edge zone takes its functions only, for a region none of the zones that are protected elsewhere", () => {
    const a = named("a");
    const zone = { ...every, zone: "us-east-1-bos-1a" };
    expect(selects(zone, a, { "edge-zone": "us-east-1-bos-1a" })).toBe(true);
    expect(selects(zone, a, { "edge-zone": "us-east-1-chi-1a" })).toBe(false);
    expect(selects(zone, a, {})).toBe(false);
    const region = { ...every, zonesElsewhere: ["us-east-1-bos-1a"] };
    expect(selects(region, a, { "edge-zone": "us-east-1-bos-1a" })).toBe(false);
    expect(selects(region, a, { "edge-zone": "us-east-1-chi-1a" })).toBe(true);
    expect(selects(region, a, {})).toBe(true);
    expect(needsTags(region, a)).toBe(true);
  });
});

describe("a glob", () => {
  test.each([
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["orders", "orders", true],
    ["orders", "orders2", false],
    ["orders-?", "orders-1", true],
    ["orders-?", "orders-", false],
    ["*-api", "orders-api", true],
    ["*-api", "orders-api-2", false],
    ["a*b*c", "axxbyyc", true],
    ["a*b*c", "axxbyy", false],
    ["**", "any", true],
    ["a.c", "abc", false],
    ["[ab]", "a", false],
  ])("%j against %j is %j", (glob, name, answer) => {
    expect(matchesGlob(glob, name)).toBe(answer);
  });

  test("agrees with the regular expression it stands for", () => {
    const letters = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
      .map((all) => all.join(""));
    const names = fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }).map((all) => all.join(""));
    fc.assert(
      fc.property(letters, names, (glob, name) => {
        const pattern = new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        return matchesGlob(glob, name) === pattern.test(name);
      }),
      { numRuns: 2000 },
    );
  });

  test("made to explode a regular expression still ends", () => {
    expect(matchesGlob(`${"*a".repeat(500)}b`, "a".repeat(2000))).toBe(false);
  });
});

const ZONE = "us-east-1-bos-1a";
const QUOTE = { name: "orders-quote", arn: "arn:x:orders-quote", runtime: "nodejs22.x" };

test("each condition that does not hold is said, and what excludes apart from them", () => {
  const select = {
    tags: { service: ["orders", "cards"], tier: ["*"] },
    names: ["pay-*", "card-*"],
    arns: ["arn:y:*"],
    runtimes: ["python*"],
    exclude: ["*-quote", "*-canary"],
  };
  expect(whyNot({ select, zonesElsewhere: [] }, QUOTE, { service: "refunds" })).toEqual({
    unmet: [
      "name matches none of pay-*, card-*",
      "tag service is refunds",
      "no tag tier",
      "ARN matches none of arn:y:*",
      "runtime matches none of python*",
    ],
    excludedBy: ["*-quote"],
  });
});

test("a container image has no runtime to match", () => {
  const image = { name: "a", arn: "arn:x:a" };
  const unmet = (runtimes: readonly string[]) =>
    whyNot({ select: { ...ANY, runtimes }, zonesElsewhere: [] }, image, {}).unmet;
  expect(unmet(["*"])).toEqual(["no runtime"]);
  expect(unmet([])).toEqual([]);
});

test("a zone wants its own functions, and a region none of a zone that has a run of its own", () => {
  const unmet = (zone: string | undefined, zonesElsewhere: readonly string[], tags: Record<string, string>) =>
    whyNot({ select: ANY, ...(zone !== undefined && { zone }), zonesElsewhere }, QUOTE, tags).unmet;
  expect(unmet(ZONE, [], {})).toEqual(["no tag edge-zone"]);
  expect(unmet(ZONE, [], { "edge-zone": "us-east-1-chi-1a" })).toEqual(["tag edge-zone is us-east-1-chi-1a"]);
  expect(unmet(ZONE, [], { "edge-zone": ZONE })).toEqual([]);
  expect(unmet(undefined, [ZONE], { "edge-zone": ZONE })).toEqual([`it belongs to the site ${ZONE}`]);
  expect(unmet(undefined, [], { "edge-zone": ZONE })).toEqual([]);
});

test("a run's id is its start and eight digits of its execution", () => {
  const id = runId({
    id: "arn:aws:states:us-east-1:123456789012:execution:x:1",
    startedAt: "2026-11-23T21:08:00.123Z",
  });
  expect(id).toMatch(/^20261123T210800Z-[0-9a-f]{8}$/);
  expect(runId({ id: "other", startedAt: "2026-11-23T21:08:00.123Z" })).not.toBe(id);
});
