import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import type { Capabilities } from "../../modules/planner/capabilities.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import type { Estate } from "../../modules/policy/estate.ts";
import type { Policy } from "../../modules/policy/policy.ts";
import { at, capabilities, estate, policy, zoneLock } from "../support/policies.ts";

interface Given {
  readonly estate?: Partial<Estate>;
  readonly capabilities?: Partial<Capabilities>;
  readonly unused?: boolean;
}

/** Without the warnings of sites that nothing uses, unless they are the point, and of regions that nobody watches. */
function told(policies: readonly Policy[], given: Given = {}): string[] {
  const { diagnostics } = planPolicies({
    policies,
    estate: estate(given.estate),
    zoneLock,
    capabilities: { ...capabilities, ...given.capabilities },
  });
  return diagnostics
    .filter(({ code }) => code !== "WATCH")
    .filter(({ message }) => given.unused === true || !message.startsWith("no policy uses"))
    .map(formatDiagnostic);
}

test("a retention at a bound is allowed, one beyond it refused with the page that states it", () => {
  const retention = (days: number) => told([policy({ sites: ["a"], retention: days })]);
  expect(retention(2)).toEqual([]);
  expect(retention(100)).toEqual([]);
  expect(retention(1)).toEqual([
    "p.yaml:7:1: error[LIMIT] retention 1d, the minimum is 2d\n  help: write 2d or more: page-1",
  ]);
  expect(retention(101)).toEqual([
    "p.yaml:7:1: error[LIMIT] retention 101d, the maximum is 100d\n  help: write 100d or less: page-2",
  ]);
});

test("a lock that the provider does not offer yet is refused at its line, and taken once it does", () => {
  const locked = [policy({ sites: ["a"], lock: "compliance" })];
  expect(told(locked)).toEqual([
    "p.yaml:9:1: error[UNSUPPORTED] lock compliance is not offered yet: nobody can take it back\n  help: write lock: governance",
  ]);
  expect(told(locked, { capabilities: { refuse: () => undefined } })).toEqual([]);
});

test("a name, a list of ARNs and kept events at a bound are allowed, one beyond it refused with the page that states it", () => {
  const arns = (many: number) => Array.from({ length: many }, (_, i) => `arn:aws:sqs:a:123456789012:q${i}`);
  const named = (many: number) => {
    const { select, ...rest } = policy({ sites: ["a"] });
    return told([{ ...rest, select: { ...select, value: { ...select.value, resources: arns(many) } } }]);
  };
  expect(named(3)).toEqual([]);
  expect(named(4)).toEqual([
    "p.yaml:3:1: error[LIMIT] select.resources has 4 entries, the maximum is 3\n  help: write several policies: page-10",
  ]);
  const long = (length: number) => told([policy({ name: "n".repeat(length), sites: ["a"] })]);
  expect(long(40)).toEqual([]);
  expect(long(41)[0]).toMatch(
    /error\[LIMIT\] the name n{41} has 41 characters, the maximum is 40\n.*page-0$/,
  );
  const events = (minutes: number) => {
    const { protect, ...rest } = policy({ sites: ["a"] });
    return told([
      { ...rest, protect: { ...protect, value: { ...protect.value, events: { kinesis: minutes } } } },
    ]);
  };
  expect(events(5000)).toEqual([]);
  expect(events(5001)).toEqual([
    "p.yaml:4:1: error[LIMIT] events.kinesis 5001m, the maximum is 5000m\n  help: write 5000m or less, or all, which is what it holds: page-9",
  ]);
});

test("what selects functions takes as many bytes as a run can be handed, and not one more", () => {
  const { select, ...rest } = policy({ sites: ["a"] });
  const value = { ...select.value, names: ["n"], tags: {} };
  const { tags, names, arns, runtimes } = value;
  const empty = JSON.stringify({ tags, names, arns, runtimes, exclude: [] }).length;
  const taking = (bytes: number) =>
    told([{ ...rest, select: { ...select, value: { ...value, names: ["n".repeat(bytes - empty + 1)] } } }]);
  expect(taking(2000)).toEqual([]);
  expect(taking(2001)).toEqual([
    "p.yaml:3:1: error[LIMIT] select of p takes 2001 bytes, the maximum is 2000\n  help: write globs or tags instead of names, or several policies: page-14",
  ]);
});

test("a point stays in cold storage as long as it is paid for, and a copy as long as its source; equal is enough", () => {
  const kept = (keep: number, coldAfter: number) => {
    const { retention, ...rest } = policy({ sites: ["a"] });
    return told([
      { ...rest, retention: { ...retention, value: { keep, generations: {}, coldAfter } } },
    ]).filter((line) => line.includes("error["));
  };
  expect(kept(50, 10)).toEqual([]);
  expect(kept(49, 10)).toEqual([
    "p.yaml:7:1: error[RETENTION] cold-after 10d with retention 49d: a point has to stay 40d in cold storage\n" +
      "  help: keep it 50d or more, or leave cold-after out: page-8",
  ]);
  const copied = (keep: number) => {
    const { copies, ...rest } = policy({ sites: ["a"], copies: ["b"], retention: 35 });
    return told([{ ...rest, copies: { ...copies, value: [{ to: "b", keep }] } }]);
  };
  expect(copied(35)).toEqual([]);
  expect(copied(34)).toEqual([
    "p.yaml:8:1: error[RETENTION] copy to b is kept 34d, its source 35d: a lock travels with the copy, so it cannot go earlier\n" +
      "  help: write 35d or more, or leave keep out",
  ]);
});

test("a site or a copy that lies in none of the places of stay-in is refused, the policy's and the estate's alike", () => {
  const stays = (places: readonly string[]) => ({
    value: places,
    from: "policy" as const,
    at: at(11, 1),
    places: {},
  });
  const within = (...places: string[]) =>
    told([policy({ sites: ["a-1"], copies: ["b"], more: { "stay-in": stays(places) } })]);
  expect(within("EU")).toEqual([]);
  expect(within("US", "EU")).toEqual([]);
  expect(within("DE")).toEqual([
    "p.yaml:8:1: error[RESIDENCY] copy to b leaves DE: b lies in EU, FR\n" +
      "  help: name another, or change stay-in at p.yaml:11:1",
  ]);
  const stayIn = { value: ["FR"], from: "estate" as const, at: at(9, 1, "estate.yaml"), places: {} };
  expect(told([policy({ sites: ["a-1"], copies: ["b"] })], { estate: { stayIn } })).toEqual([
    "p.yaml:5:1: error[RESIDENCY] site a-1 leaves FR: a lies in EU, DE\n" +
      "  help: name another, or change stay-in at estate.yaml:9:1",
  ]);
});

test("as many copies of a site as the provider takes are allowed, one more is refused at its line", () => {
  expect(told([policy({ sites: ["a"], copies: ["b", "c"] })])).toEqual([]);
  expect(told([policy({ sites: ["a"], copies: ["c", "d", "b"] })])).toEqual([
    "p.yaml:8:3: error[LIMIT] copy of a to b is one of 3, the maximum is 2\n  help: leave it out: page-5",
  ]);
});

test("copies of several policies are counted together, because a site is copied whole", () => {
  const policies = [
    policy({ name: "x", sites: ["a"], copies: ["b", "c"] }),
    policy({ name: "y", sites: ["a"], copies: ["d", "b"] }),
  ];
  expect(told(policies).filter((line) => line.includes("error"))).toEqual([
    "y.yaml:8:1: error[LIMIT] copy of a to d is one of 3, the maximum is 2\n  help: leave it out: page-5",
  ]);
});

test("a policy whose points go further than it says is warned of it, at its copies or its first line", () => {
  const hint =
    "\n  help: a site is copied whole: give its policies the same copies, so that each says what happens";
  const policies = [
    policy({ name: "x", sites: ["a"], copies: ["b"] }),
    policy({ name: "y", sites: ["a"], copies: ["c"] }),
    policy({ name: "z", sites: ["a", "d"] }),
  ];
  expect(told(policies)).toEqual([
    `x.yaml:8:1: warning[COPY] points of x at a are copied to c too, asked for by y${hint}`,
    `y.yaml:8:1: warning[COPY] points of y at a are copied to b too, asked for by x${hint}`,
    `z.yaml:8:1: warning[COPY] points of z at a are copied to b, c too, asked for by x, y${hint}`,
  ]);
});

test("of many policies that make another's points go further, a warning names five", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => policy({ name: `p${i}`, sites: ["a"], copies: ["b"] }));
  const because = (count: number) => told([policy({ name: "z", sites: ["a"] }), ...many(count)])[0];
  expect(because(5)).toContain("copied to b too, asked for by p0, p1, p2, p3, p4\n");
  expect(because(7)).toContain("copied to b too, asked for by p0, p1, p2, p3, p4 and 2 more\n");
});

test("a copy to itself, to the parent, to a zone and to nowhere is refused at its place", () => {
  const copies = ["a", "a-2", "e"];
  expect(told([policy({ sites: ["a", "a-1"], copies })])).toEqual([
    "p.yaml:8:1: error[COPY] copy of a to itself, copy of a-1 to a, its parent region, where its points lie already\n" +
      "  help: write copies: [b]",
    "p.yaml:8:2: error[COPY] copy to a-2, an edge zone, which has no store of its own\n" +
      "  help: write another region of the estate: b",
    'p.yaml:8:3: error[SITE] copy to "e", which is not in the estate\n  help: did you mean a?',
  ]);
});

test("sites and copies that meet are one mistake, whose way out is to leave out the sources that are destinations", () => {
  const all = ["a", "b", "c", "d", "a-1"];
  expect(told([policy({ sites: all, copies: ["a", "b"] })])).toEqual([
    "p.yaml:8:1: error[COPY] copy of a to itself, copy of a-1 to a, its parent region, where its points lie already, copy of b to itself\n" +
      "  help: write exclude-sites: [a, a-1, b]",
  ]);
  expect(told([policy({ sites: all, copies: ["a", "b", "c", "d"] })])).toEqual([
    expect.stringMatching(/and 2 more\n {2}help: add another region to the estate, and copy to that one$/),
    "p.yaml:8:3: error[LIMIT] copy of d to c is one of 3, the maximum is 2\n  help: leave it out: page-5",
    "p.yaml:8:4: error[LIMIT] copy of a, a-1, b, c to d is one of 3, the maximum is 2\n  help: leave it out: page-5",
  ]);
});

test("a copy that the provider will not carry is refused with its reason", () => {
  const refuseCopy = (from: string, to: string) =>
    to === "b" ? `${from} and ${to} are worlds apart` : undefined;
  expect(told([policy({ sites: ["a-1"], copies: ["b", "c"] })], { capabilities: { refuseCopy } })).toEqual([
    "p.yaml:8:1: error[COPY] copy of a-1 to b: a and b are worlds apart\n  help: write copies: [c]",
  ]);
});

test("a default of the estate that suits no policy is told once, and for which policy", () => {
  const place = at(6, 12, "estate.yaml");
  const byDefault = (name: string): Policy => ({
    ...policy({ name, sites: ["b"] }),
    copies: { value: [{ to: "b" }], from: "estate", at: place, places: { b: place } },
    retention: {
      value: { keep: 101, generations: {} },
      from: "estate",
      at: at(5, 14, "estate.yaml"),
      places: {},
    },
  });
  expect(told([byDefault("x"), byDefault("y")])).toEqual([
    "estate.yaml:5:14: error[LIMIT] retention 101d, the maximum is 100d\n  help: write 100d or less: page-2",
    "estate.yaml:6:12: error[COPY] copy of b to itself, for policy x\n  help: write copies: [a], in the policy",
    "estate.yaml:6:12: error[COPY] copy of b to itself, for policy y\n  help: write copies: [a], in the policy",
  ]);
});

test("a copy of the estate's defaults or of a profile that cannot be is told once, whoever takes it", () => {
  const place = at(6, 12, "estate.yaml");
  const takes = (name: string, from: "estate" | "profile"): Policy => ({
    ...policy({ name, sites: ["b"] }),
    copies: { value: [{ to: "a-1" }, { to: "elsewhere" }], from, at: place, places: {} },
  });
  expect(told([takes("x", "estate"), takes("y", "profile"), takes("z", "estate")])).toEqual([
    "estate.yaml:6:12: error[COPY] copy to a-1, an edge zone, which has no store of its own\n" +
      "  help: write another region of the estate: a",
    'estate.yaml:6:12: error[SITE] copy to "elsewhere", which is not in the estate\n' +
      "  help: the estate has a, b, c, d",
  ]);
});

test("copies of a default that a policy's own retention or lock contradicts are told at the policy", () => {
  const place = at(6, 12, "estate.yaml");
  const copies: Policy["copies"] = {
    value: [
      { to: "b", keep: 30, lock: "governance" },
      { to: "c", coldAfter: 20 },
    ],
    from: "estate",
    at: place,
    places: {},
  };
  const offered = { capabilities: { refuse: () => undefined } };
  const own = policy({ sites: ["a"], retention: 50, lock: "compliance", more: { copies } });
  const errors = (one: Policy) => told([one], offered).filter((line) => line.includes("error"));
  expect(errors(own)).toEqual([
    "p.yaml:7:1: error[RETENTION] cold-after 20d with copy to c kept 50d: a point has to stay 40d in cold storage\n" +
      "  help: keep it 60d or more, or leave cold-after out: page-8",
    "p.yaml:7:1: error[RETENTION] copy to b is kept 30d, its source 50d: a lock travels with the copy, so it cannot go earlier\n" +
      "  help: write 30d or less, or copies of its own",
    "p.yaml:9:1: error[RETENTION] copy to b has lock governance, its source compliance: a lock travels with the copy\n" +
      "  help: write lock: governance, or copies of its own",
  ]);
  const taken = { ...own, retention: { ...own.retention, from: "estate" as const }, lock: policy().lock };
  expect(errors(taken).map((line) => line.split(": ")[0])).toEqual(["estate.yaml:6:12", "estate.yaml:6:12"]);
});

test("a site that is not in the estate is refused, with the nearest that is", () => {
  expect(told([policy({ sites: ["a-4", "elsewhere"] })])).toEqual([
    'p.yaml:5:1: error[SITE] site "a-4" is not in the estate\n  help: did you mean a-1?',
    'p.yaml:5:2: error[SITE] site "elsewhere" is not in the estate\n' +
      "  help: the estate has a, b, c, d, a-1 and 1 more",
  ]);
});

test("a site that exists outside the estate is not taken for a slip: it can be added", () => {
  expect(told([policy({ sites: ["a-3", "far", "far-1", "apart"] })])).toEqual([
    'p.yaml:5:1: error[SITE] site "a-3" is not in the estate\n  help: add it to the estate, under edge-zones',
    'p.yaml:5:2: error[SITE] site "far" is not in the estate\n  help: add it to the estate, under regions',
    'p.yaml:5:3: error[SITE] site "far-1" is not in the estate\n' +
      "  help: add it to the estate, under edge-zones, and its parent far under regions",
    'p.yaml:5:4: error[SITE] site "apart" is not in the estate\n' +
      "  help: it is in partition aws-apart, the estate in aws: write a second estate",
  ]);
});

test("a copy outside the estate can be added if it is a region, and never if it is a zone", () => {
  expect(told([policy({ sites: ["a"], copies: ["far", "a-3"] })])).toEqual([
    'p.yaml:8:1: error[SITE] copy to "far", which is not in the estate\n  help: add it to the estate, under regions',
    "p.yaml:8:2: error[COPY] copy to a-3, an edge zone, which has no store of its own\n" +
      "  help: write another region of the estate: b",
  ]);
});

test("sites of the estate that nothing uses are warned of, and get no stack", () => {
  const hint = "\n  help: name it under sites or copies of a policy, or take it out";
  expect(told([policy({ sites: ["a-1"], copies: ["b"] })], { unused: true })).toEqual([
    "estate.yaml:3:3: warning[ESTATE] no policy uses c, d\n  help: name them under sites or copies of a policy, or take them out",
    `estate.yaml:4:2: warning[ESTATE] no policy uses a-2${hint}`,
  ]);
});

test("a region that lacks what a site needs is refused with the reason", () => {
  const refuseRegion = (id: string) => (id === "b" ? "it has no vaults" : undefined);
  expect(told([policy({ sites: ["a"] })], { capabilities: { refuseRegion } })).toEqual([
    "estate.yaml:3:2: error[UNSUPPORTED] b cannot be a site: it has no vaults\n  help: take it out of the estate",
  ]);
});

test("two policies whose schedules would have one name are refused", () => {
  const policies = [policy({ name: "1-x", sites: ["a"] }), policy({ name: "x", sites: ["a-1"] })];
  expect(told(policies)).toEqual([
    "x.yaml:1:7: error[NAME] policy x at a-1 would be named like policy 1-x at a\n" +
      "  help: rename one of them; the other is 1-x.yaml:1:7",
  ]);
});

describe("runtimes", () => {
  const selecting = (runtimes: readonly string[], more: Given = {}) => {
    const { select, ...rest } = policy({ sites: ["a"] });
    return told([{ ...rest, select: { ...select, value: { ...select.value, runtimes } } }], more);
  };

  test("that match none there is or was are warned of, with what is meant; globs that match one are not", () => {
    expect(selecting(["nodejs*", "python3.13", "*"])).toEqual([]);
    const warned = (glob: string, help: string) =>
      `p.yaml:3:1: warning[VALUE] "${glob}" matches no runtime that is known here\n  help: ${help}`;
    expect(selecting(["nodejs", "python3", "nodejs22.y", "cobol"]).sort()).toEqual(
      [
        warned("nodejs", "write nodejs*"),
        warned("python3", "write python3*"),
        warned("nodejs22.y", "did you mean nodejs22.x?"),
        warned("cobol", "there is python3.13, nodejs22.x"),
      ].sort(),
    );
  });

  test("are not looked at where the provider selects by none", () => {
    const refuse = (feature: string) => (feature === "select.runtimes" ? "there are none" : undefined);
    expect(selecting(["nodejs"], { capabilities: { refuse } })).toEqual([
      "p.yaml:3:1: error[UNSUPPORTED] select.runtimes is not offered yet: there are none\n  help: leave it out",
    ]);
  });
});

test("without the estate's account nothing is said of other accounts", () => {
  const arn = "arn:aws:lambda:a:123456789012:function:orders";
  const { select, ...rest } = policy({ sites: ["a"] });
  const value = { ...select.value, arns: [arn], accounts: ["123456789012"] };
  const given = [{ ...rest, select: { ...select, value } }];
  const refuse = (feature: string) => (feature === "select.accounts" ? "only the own" : undefined);
  expect(told(given, { estate: { account: "" }, capabilities: { refuse } })).toEqual([]);
  expect(told(given, { estate: { account: "210987654321" }, capabilities: { refuse } })).toHaveLength(2);
});
