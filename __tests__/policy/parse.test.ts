import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { parsePolicies } from "../../modules/policy/parse.ts";

const LOCK = {
  path: "p/zones.lock.json",
  text: readFileSync(new URL("../../policies/zones.lock.json", import.meta.url), "utf8"),
};
const ESTATE = `version: 1
account: "012345678901"
regions: [us-east-1, eu-west-1]
edge-zones: [us-east-1-qro-1a, us-east-1-bos-1a]
state: { s3: { bucket: my-state, region: eu-west-2 } }
defaults:
  schedule: { every: 6h }
  copies: [eu-west-1]
restore: { pass-roles: ["orders-*", "api-*"] }
notify: [ops@example.com]
`;
const POLICY = `version: 1
name: orders
owner: team-payments
select:
  tags: { stage: [prod, "*"], service: orders }
  names: [b, a]
  match: all
sites: [us-east-1-bos-1a, us-east-1]
retention: 8w
protect: { triggers: [s3, sqs] }
`;
const estate = { path: "p/estate.yaml", text: ESTATE };
const policy = { path: "p/orders.yaml", text: POLICY };
const at = (line: number, col: number, file = "p/orders.yaml") => ({ file, line, col });
const told = (...files: { path: string; text: string }[]) =>
  parsePolicies(files).diagnostics.map(formatDiagnostic);

test("each value of a policy knows whether the policy, the estate or zonekeep asked for it, and where", () => {
  const { policies, diagnostics } = parsePolicies([policy, estate, LOCK]);
  expect(diagnostics).toEqual([]);
  expect(policies).toEqual([
    {
      name: "orders",
      nameAt: at(2, 7),
      owner: { value: "team-payments", from: "policy", at: at(3, 8) },
      select: {
        value: {
          tags: { service: ["orders"], stage: ["*"] },
          names: ["a", "b"],
          arns: [],
          runtimes: [],
          accounts: [],
          exclude: [],
          resources: [],
        },
        from: "policy",
        at: at(5, 3),
        places: {
          tags: at(5, 9),
          "tags.stage": at(5, 18),
          "tags.stage.prod": at(5, 19),
          "tags.stage.*": at(5, 25),
          "tags.service": at(5, 40),
          names: at(6, 10),
          "names.b": at(6, 11),
          "names.a": at(6, 14),
          match: at(7, 10),
        },
      },
      protect: {
        value: { code: "published", configuration: "all", triggers: ["s3", "sqs"], state: [], events: {} },
        from: "policy",
        at: at(10, 10),
        places: { triggers: at(10, 22), "triggers.s3": at(10, 23), "triggers.sqs": at(10, 27) },
      },
      sites: [
        { value: { kind: "name", name: "us-east-1-bos-1a" }, from: "policy", at: at(8, 9) },
        { value: { kind: "name", name: "us-east-1" }, from: "policy", at: at(8, 27) },
      ],
      excludeSites: [],
      schedule: {
        value: {
          timing: { every: 360 },
          timeZone: "UTC",
          startWindow: 60,
          pauses: [],
          on: [],
          overlap: "allow",
        },
        from: "estate",
        at: at(7, 13, "p/estate.yaml"),
        places: { every: at(7, 22, "p/estate.yaml") },
      },
      retention: { value: { keep: 56, generations: {} }, from: "policy", at: at(9, 12), places: {} },
      copies: {
        value: [{ to: "eu-west-1" }],
        from: "estate",
        at: at(8, 11, "p/estate.yaml"),
        places: { "eu-west-1": at(8, 12, "p/estate.yaml") },
      },
      lock: { value: { mode: "governance" }, from: "default", at: at(1, 1), places: {} },
      cost: {
        value: { functions: 10, packageSize: 5_000_000, changes: 8 },
        from: "default",
        at: at(1, 1),
        places: {},
      },
      accept: [],
      at: at(1, 1),
    },
  ]);
});

test("a policy and an estate that say nothing get a daily point, kept 35 days, copied nowhere, removable", () => {
  const bare = ESTATE.replace(/defaults:\n.*\n.*\n/, "");
  const text = POLICY.replace(/retention:.*\n/, "").replace(/protect:.*\n/, "");
  const { policies } = parsePolicies([{ ...policy, text }, { ...estate, text: bare }, LOCK]);
  expect(policies[0]).toMatchObject({
    schedule: { value: { timing: { every: 1440 }, startWindow: 60 }, from: "default" },
    retention: { value: { keep: 35 }, from: "default" },
    copies: { value: [], from: "default" },
    lock: { value: { mode: "governance" }, from: "default" },
    protect: { value: { code: "published", triggers: "all" }, from: "default" },
  });
});

test("an empty list of copies overrides the estate's", () => {
  const { policies } = parsePolicies([{ ...policy, text: `${POLICY}copies: []\n` }, estate, LOCK]);
  expect(policies[0]?.copies).toMatchObject({ value: [], from: "policy" });
});

test("the estate keeps a leading zero, sorts its sites and reads each zone's parent from the lock", () => {
  expect(parsePolicies([policy, estate, LOCK]).estate).toEqual({
    account: "012345678901",
    accept: [],
    partition: "aws",
    regions: [
      { id: "eu-west-1", at: at(3, 22, "p/estate.yaml") },
      { id: "us-east-1", at: at(3, 11, "p/estate.yaml") },
    ],
    zones: [
      { id: "us-east-1-bos-1a", parent: "us-east-1", type: "local-zone", at: at(4, 32, "p/estate.yaml") },
      { id: "us-east-1-qro-1a", parent: "us-east-1", type: "local-zone", at: at(4, 14, "p/estate.yaml") },
    ],
    retired: [],
    sets: [],
    targets: [],
    optedIn: [],
    stayIn: undefined,
    apiShare: { value: 0.33, from: "default", at: at(1, 1, "p/estate.yaml") },
    state: { kind: "s3", bucket: "my-state", region: "eu-west-2", prefix: "zonekeep" },
    passRoles: ["api-*", "orders-*"],
    notify: ["ops@example.com"],
    at: at(1, 1, "p/estate.yaml"),
  });
});

test("the parent of a zone is read even where its name says otherwise", () => {
  const text =
    'version: 1\naccount: "123456789012"\nregions: [eu-west-3]\nedge-zones: [eu-west-3-cmn-wlz-1a]\n';
  expect(parsePolicies([policy, { ...estate, text }, LOCK]).estate?.zones).toEqual([
    {
      id: "eu-west-3-cmn-wlz-1a",
      parent: "eu-west-3",
      type: "wavelength-zone",
      at: at(4, 14, "p/estate.yaml"),
    },
  ]);
});

test("a file with a byte order mark and Windows line ends is read the same", () => {
  const windows = { ...policy, text: `\ufeff${POLICY.replaceAll("\n", "\r\n")}` };
  expect(parsePolicies([windows, estate, LOCK])).toEqual(parsePolicies([policy, estate, LOCK]));
});

test("fails on two policies of one name, and names both places", () => {
  expect(told(policy, { path: "p/b.yaml", text: POLICY }, estate, LOCK)).toEqual([
    'p/orders.yaml:2:7: error[DUPLICATE] a second policy "orders": the first is p/b.yaml:2:7\n' +
      "  help: give one of them another name",
  ]);
});

test("fails on a second estate and a second zone lock, and names the first", () => {
  expect(
    told(policy, estate, LOCK, { ...estate, path: "q/estate.yml" }, { ...LOCK, path: "q/zones.lock.json" }),
  ).toEqual([
    "q/estate.yml:1:1: error[ESTATE] a second estate: the first is p/estate.yaml\n  help: keep one of them",
    "q/zones.lock.json:1:1: error[ESTATE] a second zone lock: the first is p/zones.lock.json\n  help: keep one of them",
  ]);
});

test("a file that does not parse hides no mistake of another", () => {
  expect(
    told(
      { path: "p/a.yaml", text: "name: [" },
      { path: "p/b.yaml", text: POLICY.replace("owner", "ower") },
      { ...estate, text: ESTATE.replace("us-east-1, eu", "us-east-1, xx") },
      LOCK,
    ).map((line) => line.split("\n")[0]),
  ).toEqual([
    "p/a.yaml:1:8: error[YAML] flow sequence in block collection must be sufficiently indented and end with a ]",
    'p/b.yaml:3:1: error[UNKNOWN_KEY] unknown key "ower"',
    'p/estate.yaml:3:22: error[SITE] "xx-west-1" is not a region',
  ]);
});

test("a block comes whole from the policy, else from its profile and those it extends, else from the estate", () => {
  const profiles = `profiles:
  critical: { extends: careful, schedule: { every: 15m } }
  careful: { retention: 90d, schedule: { every: 1h, time-zone: Europe/Berlin } }
`;
  const text = POLICY.replace(/retention:.*\n/, "extends: critical\n").replace(/protect:.*\n/, "");
  const { policies, diagnostics } = parsePolicies([
    { ...policy, text },
    { ...estate, text: `${ESTATE}${profiles}` },
    LOCK,
  ]);
  expect(diagnostics).toEqual([]);
  expect(policies[0]).toMatchObject({
    schedule: {
      value: { timing: { every: 15 }, timeZone: "UTC" },
      from: "profile",
      at: at(12, 43, "p/estate.yaml"),
    },
    retention: { value: { keep: 90 }, from: "profile", at: at(13, 25, "p/estate.yaml") },
    copies: { value: [{ to: "eu-west-1" }], from: "estate" },
    protect: { from: "default" },
  });
});

test("fails on a profile that is not there and on profiles that extend each other, and names them", () => {
  const profiles =
    "profiles: { a: { extends: b }, b: { extends: a }, c: { extends: aa }, d: { extends: d } }\n";
  const text = `${POLICY}extends: bb\n`;
  const all = told({ ...policy, text }, { ...estate, text: `${ESTATE}${profiles}` }, LOCK);
  expect(all.filter((line) => !line.includes("warning"))).toEqual([
    "p/estate.yaml:11:27: error[PROFILE] profile a extends itself, by way of b\n  help: leave out one of the extends",
    "p/estate.yaml:11:46: error[PROFILE] profile b extends itself, by way of a\n  help: leave out one of the extends",
    'p/estate.yaml:11:65: error[PROFILE] no profile "aa" to extend\n  help: did you mean a?',
    "p/estate.yaml:11:85: error[PROFILE] profile d extends itself\n  help: leave out one of the extends",
    'p/orders.yaml:11:10: error[PROFILE] no profile "bb" to extend\n  help: did you mean b?',
  ]);
});

test("a profile that no policy extends, by itself or by another, is told: nothing in it is checked", () => {
  const profiles =
    "profiles: { a: { extends: b, retention: 9d }, b: { retention: 8d }, c: { extends: b, copies: [moon-1] } }\n";
  const text = `${POLICY}extends: a\n`;
  expect(told({ ...policy, text }, { ...estate, text: `${ESTATE}${profiles}` }, LOCK)).toEqual([
    "p/estate.yaml:11:69: warning[PROFILE] no policy extends profile c, and what it promises is not checked until one does\n  help: extend it, or take it out",
  ]);
});

test("whoever writes a start window, a cron or a rate gets no other", () => {
  const windowOf = (schedule: string) =>
    parsePolicies([{ ...policy, text: `${POLICY}schedule: ${schedule}\n` }, estate, LOCK]).policies[0]
      ?.schedule.value.startWindow;
  expect(windowOf("{ every: 10m }")).toBe(2);
  expect(windowOf("{ every: 4h }")).toBe(60);
  expect(windowOf("{ every: 7d }")).toBe(60);
  expect(windowOf("{ every: 7d, start-window: 6h }")).toBe(360);
  expect(windowOf('{ cron: "0 5 * * *" }')).toBe(0);
  expect(windowOf("{ rate: 90m }")).toBe(0);
});

test("a tag may have any key that AWS takes, those of JavaScript's objects too", () => {
  const text = POLICY.replace(
    /tags: .*/,
    "tags: { constructor: a, __proto__: [b], prototype: c, toString: d }",
  );
  const { policies, diagnostics } = parsePolicies([{ ...policy, text }, estate, LOCK]);
  expect(diagnostics).toEqual([]);
  expect(Object.entries(policies[0]?.select.value.tags ?? {})).toEqual([
    ["__proto__", ["b"]],
    ["constructor", ["a"]],
    ["prototype", ["c"]],
    ["toString", ["d"]],
  ]);
});

test("several tags are warned of as AND, until match says so", () => {
  const text = POLICY.replace("  match: all\n", "");
  expect(told({ ...policy, text }, estate, LOCK)).toEqual([
    "p/orders.yaml:5:9: warning[MEANING] a function needs all 2 tags; ListOfTags of AWS Backup takes any one\n  help: write match: all beside tags if that is meant, else a policy for each tag",
  ]);
  expect(told({ ...policy, text: text.replace('stage: [prod, "*"], ', "") }, estate, LOCK)).toEqual([]);
  expect(told({ ...policy, text: POLICY.replace("match: all", "match: any") }, estate, LOCK)[0]).toContain(
    "help: write match: all; for functions that have any one of several tags, write a policy for each tag",
  );
});
