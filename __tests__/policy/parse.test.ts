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
restore: { pass-roles: ["orders-*", "a-*"] }
notify: [ops@example.com]
`;
const POLICY = `version: 1
name: orders
owner: team-payments
select:
  tags: { stage: [prod, "*"], service: orders }
  names: [b, a]
sites: [us-east-1-bos-1a, us-east-1]
retention: 8w
protect: [triggers, configuration, code]
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
      owner: { value: "team-payments", from: "policy", at: at(3, 8) },
      select: {
        tags: { service: ["orders"], stage: ["*"] },
        names: ["a", "b"],
        exclude: [],
        at: at(5, 3),
      },
      protect: { value: ["code", "configuration", "triggers"], from: "policy", at: at(9, 10) },
      sites: [
        { value: "us-east-1-bos-1a", from: "policy", at: at(7, 9) },
        { value: "us-east-1", from: "policy", at: at(7, 27) },
      ],
      every: { value: 360, from: "estate", at: at(7, 22, "p/estate.yaml") },
      retention: { value: 56, from: "policy", at: at(8, 12) },
      copies: [{ value: "eu-west-1", from: "estate", at: at(8, 12, "p/estate.yaml") }],
      lock: { value: "governance", from: "default", at: at(1, 1) },
      at: at(1, 1),
    },
  ]);
});

test("a policy and an estate that say nothing get a daily point, kept 35 days, copied nowhere, removable", () => {
  const bare = ESTATE.replace(/defaults:\n.*\n.*\n/, "");
  const text = POLICY.replace(/retention:.*\n/, "").replace(/protect:.*\n/, "");
  const { policies } = parsePolicies([{ ...policy, text }, { ...estate, text: bare }, LOCK]);
  expect(policies[0]).toMatchObject({
    every: { value: 1440, from: "default" },
    retention: { value: 35, from: "default" },
    copies: [],
    lock: { value: "governance", from: "default" },
    protect: { value: ["code", "configuration", "triggers"], from: "default" },
  });
});

test("an empty list of copies overrides the estate's", () => {
  const { policies } = parsePolicies([{ ...policy, text: `${POLICY}copies: []\n` }, estate, LOCK]);
  expect(policies[0]?.copies).toEqual([]);
});

test("the estate keeps a leading zero, sorts its sites and reads each zone's parent from the lock", () => {
  expect(parsePolicies([policy, estate, LOCK]).estate).toEqual({
    account: "012345678901",
    partition: "aws",
    regions: [
      { id: "eu-west-1", at: at(3, 22, "p/estate.yaml") },
      { id: "us-east-1", at: at(3, 11, "p/estate.yaml") },
    ],
    zones: [
      { id: "us-east-1-bos-1a", parent: "us-east-1", type: "local-zone", at: at(4, 32, "p/estate.yaml") },
      { id: "us-east-1-qro-1a", parent: "us-east-1", type: "local-zone", at: at(4, 14, "p/estate.yaml") },
    ],
    state: { kind: "s3", bucket: "my-state", region: "eu-west-2", prefix: "zonekeep" },
    passRoles: ["a-*", "orders-*"],
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
    "p/b.yaml:1:1: error[MISSING] owner is missing",
    'p/b.yaml:3:1: error[UNKNOWN_KEY] unknown key "ower"',
    'p/estate.yaml:3:22: error[SITE] "xx-west-1" is no region',
  ]);
});
