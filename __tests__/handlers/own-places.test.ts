import { describe, expect, test } from "vitest";
import { isAsked, requireOwnPlaces } from "../../handlers/shared/own-places.ts";
import { ownSigner } from "../../handlers/shared/own-signer.ts";
import { backupRequest } from "../../modules/aws/backup-request.ts";
import {
  bucketArn,
  bucketName,
  functionArn,
  keyAliasArn,
  RUNNERS,
  roleArn,
  signingAliasArn,
} from "../../modules/aws/names.ts";
import { runnerBounds } from "../../modules/aws/runner-bounds.ts";
import { handedMarks, runnerVariables } from "../../modules/aws/runner-variables.ts";
import type { BackupRequest } from "../../modules/contract/events.ts";
import { markOfAsked } from "../../modules/runs/asked.ts";
import { LARGEST, largestPlan } from "../support/largest-estate.ts";
import { ACCOUNT, EAST, samplePlan, scheduleUnit, WEST, ZONE } from "../support/sample-plan.ts";

const scope = { partition: "aws", account: ACCOUNT };
const here = { invokedFunctionArn: functionArn(scope, EAST, "summarise") };

/** Bytes, as Lambda measures them. */
const measured = (variables: object): number => Buffer.byteLength(JSON.stringify(variables));

const requestOf = (site: string): BackupRequest =>
  backupRequest(samplePlan(), { site, region: EAST }, scheduleUnit(site));
const own = requestOf(EAST);
const deployed = JSON.stringify(runnerBounds(samplePlan(), EAST));

describe("a runner works for the requests of its own region", () => {
  test.each([EAST, ZONE])("as schedules send them: %s", (site) => {
    expect(() => requireOwnPlaces(requestOf(site), here, deployed)).not.toThrow();
  });

  test("as those of an older zonekeep send them, which name no signer and no store of a copy", () => {
    const { signer: _, ...request } = own;
    const copies = own.copies.map(({ bucket: __, ...copy }) => copy);
    expect(() => requireOwnPlaces({ ...request, copies }, here, deployed)).not.toThrow();
  });
});

test("of another generation of the signing key a request may tell, which is then not signed with", () => {
  const later = { ...own, signer: signingAliasArn(scope, EAST, 12) };
  expect(() => requireOwnPlaces(later, here, deployed)).not.toThrow();
  expect([undefined, "12"].map((generation) => ownSigner(here, generation))).toEqual([
    own.signer,
    later.signer,
  ]);
});

test.each(["-x", "-0", "-100", "-2-2", "2"])(
  "of a key whose alias ends in %s it may not: none of ours does",
  (end) => {
    expect(() => requireOwnPlaces({ ...own, signer: `${own.signer}${end}` }, here, deployed)).toThrow(
      /signer is /,
    );
  },
);

const foreign = "arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c";

/** What somebody who may only start the state machine would write, to know a run's secret or to open its points'. */
const WRITTEN: Readonly<Record<string, Partial<BackupRequest>>> = {
  "store.account": { store: { ...own.store, account: "999999999999" } },
  "store.region": { store: { ...own.store, region: WEST } },
  "store.bucket": { store: { ...own.store, bucket: "mallory" } },
  "store.prefix": { store: { ...own.store, prefix: `${ACCOUNT}/${ZONE}/` } },
  "store.key": { store: { ...own.store, key: foreign } },
  "store.role": { store: { ...own.store, role: `arn:aws:iam::${ACCOUNT}:role/mallory` } },
  "work.bucket": { work: { ...own.work, bucket: "mallory" } },
  "work.prefix": { work: { ...own.work, prefix: `${ACCOUNT}/${EAST}/` } },
  "work.key": { work: { ...own.work, key: foreign } },
  signer: { signer: foreign },
  "the key of the copy": { copies: [{ site: WEST, region: WEST, key: foreign }] },
  "the region of the copy": {
    copies: [{ site: WEST, region: "us-west-2", key: keyAliasArn(scope, "us-west-2", WEST) }],
  },
  "the store of the copy": {
    copies: own.copies.map((copy) => ({ ...copy, bucket: "arn:aws:s3:::mallory" })),
  },
};

describe("a request names no place of its author's:", () => {
  test.each(Object.entries(WRITTEN))("%s", (what, change) => {
    const asked = () => requireOwnPlaces({ ...own, ...change }, here, deployed);
    expect(asked).toThrow(/^the request is not one of this account and region: /);
    expect(asked).toThrow(`${what} `);
  });

  test("an edge zone's points go through the role of that zone", () => {
    const { role: _, ...store } = requestOf(ZONE).store;
    expect(() => requireOwnPlaces({ ...requestOf(ZONE), store }, here, deployed)).toThrow(
      `store.role is none, not arn:aws:iam::${ACCOUNT}:role/zonekeep-${ZONE}-zone`,
    );
  });

  test("all at once are told at once", () => {
    const both = { signer: foreign, work: { ...own.work, key: foreign } };
    expect(() => requireOwnPlaces({ ...own, ...both }, here, deployed)).toThrow(
      /work\.key is .*; signer is /,
    );
  });
});

/** Places whose names are zonekeep's, where the estate has nothing: an alias there is whoever's made it. */
const UNUSED = "us-west-2";
const evil = "us-east-1-evil-1a";
const PAUSE = { from: "0001-01-01", to: "9999-12-31", reason: "a freeze" };

/** What no policy of the estate asks for, each with what is said of it. */
const BEYOND: Readonly<Record<string, readonly [Partial<BackupRequest>, string]>> = {
  "a copy for a region that the estate does not use": [
    {
      copies: [
        ...own.copies,
        {
          site: UNUSED,
          region: UNUSED,
          key: keyAliasArn(scope, UNUSED, UNUSED),
          bucket: bucketArn(scope, bucketName(ACCOUNT, UNUSED)),
        },
      ],
    },
    `the site of a copy is "${UNUSED}", not one of ${WEST}`,
  ],
  "an edge zone that the estate does not use": [
    {
      store: {
        ...{ ...own.store, site: evil, prefix: `${ACCOUNT}/${evil}/` },
        ...{ key: keyAliasArn(scope, EAST, evil), role: roleArn(scope, evil, "zone") },
      },
    },
    `store.site is "${evil}", not one of ${EAST}, ${ZONE}`,
  ],
  "a region that watches": [{ watchedBy: UNUSED }, `watchedBy is "${UNUSED}", not none`],
  "points that are kept for longer than any policy's": [
    { retentionDays: 36 },
    "retentionDays is 36, not 35 at most",
  ],
  "points that are kept for ever": [
    { retentionDays: "36500" as unknown as number },
    `retentionDays is "36500", not 35 at most`,
  ],
  "a lock that nobody can lift": [{ lock: "COMPLIANCE" }, `lock is "COMPLIANCE", not one of GOVERNANCE`],
  "a pause, so that the run is counted and captures nothing": [
    { pauses: [PAUSE] },
    `pauses are not those of "orders"`,
  ],
};

describe("a request asks for nothing that no policy asks for:", () => {
  test.each(Object.entries(BEYOND))("%s", (_what, [change, said]) => {
    expect(() => requireOwnPlaces({ ...own, ...change }, here, deployed)).toThrow(
      `the request is not one of this account and region: ${said}. Where policies have changed, deploy site-${EAST}`,
    );
  });

  test("what a policy does ask for passes: its pauses in its time zone, its lock, the region that watches", () => {
    const plan = samplePlan({ watchedBy: WEST });
    const policies = plan.policies.map((policy) => ({
      ...policy,
      lock: { ...policy.lock, mode: "compliance" as const },
      schedule: { ...policy.schedule, pauses: [PAUSE], timeZone: "Europe/Berlin" },
    }));
    const bounds = JSON.stringify(runnerBounds({ ...plan, policies }, EAST));
    const sent = backupRequest(
      { ...plan, policies },
      { site: EAST, region: EAST },
      scheduleUnit(EAST, { watchedBy: WEST }),
    );
    expect(sent).toMatchObject({ pauses: [PAUSE], lock: "COMPLIANCE", watchedBy: WEST });
    expect(() => requireOwnPlaces(sent, here, bounds)).not.toThrow();
    // As `zonekeep backup` sends it.
    expect(() => requireOwnPlaces({ ...sent, pauses: [] }, here, bounds)).not.toThrow();
    for (const change of [{ timeZone: "Asia/Tokyo" }, { policy: "media" }, { pauses: [PAUSE, PAUSE] }])
      expect(() => requireOwnPlaces({ ...sent, ...change }, here, bounds)).toThrow("pauses are not those of");
  });

  test("what its policy says is known from less and from something else, whoever starts it and wherever it runs", () => {
    for (const asked of [own, requestOf(ZONE), { ...own, pauses: [] }])
      expect(isAsked(asked, here, deployed)).toBe(true);
    const { minutesIntoWindow: _, ...byHand } = own;
    expect(isAsked(byHand, here, deployed)).toBe(true);
    const one = `arn:aws:lambda:${EAST}:${ACCOUNT}:function:one`;
    const less: readonly Partial<BackupRequest>[] = [
      { select: { ...own.select, arns: [one] } },
      { select: { ...own.select, exclude: ["*"] } },
      { protect: { ...own.protect, triggers: [] } },
      { retentionDays: 1 },
      { policy: "media" },
    ];
    for (const change of less) expect(isAsked({ ...own, ...change }, here, deployed)).toBe(false);
  });

  test("the marks of fifty policies with pauses fit beside all else that discover is told", () => {
    const plan = largestPlan({});
    const stack = plan.stacks.find(({ id }) => id === `site-${LARGEST}`);
    if (stack === undefined) throw new Error("the largest region has no stack");
    const bounds = runnerBounds(plan, LARGEST);
    expect([bounds.pauses.length, bounds.asked.length]).toEqual([50, 50]);
    const variables = runnerVariables("discover", stack, bounds);
    expect(JSON.parse(variables.ZONEKEEP_BOUNDS ?? "")).toEqual(bounds);
    expect(handedMarks(bounds)).toBeUndefined();
    expect(measured(variables)).toBeLessThanOrEqual(4096);
  });

  describe("the marks of a thousand policies with pauses", () => {
    const plan = samplePlan();
    const [first] = plan.policies;
    if (first === undefined) throw new Error("the sample has no policy");
    const schedule = { ...first.schedule, pauses: [PAUSE] };
    const policies = Array.from({ length: 1000 }, (_, n) => ({ ...first, name: `orders-${n}`, schedule }));
    const units = policies.map(({ name }) =>
      scheduleUnit(EAST, { id: `${EAST}.schedule.${name}`, policy: name }),
    );
    const stacks = plan.stacks.map((stack) =>
      stack.id === `site-${EAST}`
        ? { ...stack, units: [...stack.units.filter(({ kind }) => kind !== "schedule"), ...units] }
        : { ...stack, units: stack.units.filter(({ kind }) => kind !== "schedule") },
    );
    const many = { ...plan, policies, stacks };
    const bounds = runnerBounds(many, EAST);
    const [stack] = stacks.filter(({ id }) => id === `site-${EAST}`);
    const [unit] = units.slice(700);
    if (stack === undefined || unit === undefined) throw new Error("the east has no stack");
    const told = runnerVariables("discover", stack, bounds);
    const known = told.ZONEKEEP_BOUNDS;
    const sent = backupRequest(many, { site: EAST, region: EAST }, unit);
    const marks = handedMarks(bounds);

    test("have no room in any environment, and each runner's fits all the same", () => {
      expect([bounds.pauses.length, bounds.asked.length]).toEqual([1000, 1000]);
      for (const runner of RUNNERS)
        expect(measured(runnerVariables(runner, stack, bounds))).toBeLessThan(1000);
    });

    test("are handed over by the state machine, and prove what a policy asks for and its pauses", () => {
      expect(() => requireOwnPlaces(sent, here, known, marks)).not.toThrow();
      expect(isAsked(sent, here, known, marks)).toBe(true);
      expect(isAsked({ ...sent, retentionDays: 1 }, here, known, marks)).toBe(false);
    });

    test("count for nothing where somebody else wrote them, or left them out", () => {
      const less = { ...sent, retentionDays: 1 };
      const own = { asked: [...bounds.asked, markOfAsked(less)], pauses: bounds.pauses };
      for (const other of [own, undefined]) {
        expect(isAsked(less, here, known, other)).toBe(false);
        expect(() => requireOwnPlaces(sent, here, known, other)).toThrow("pauses are not those of");
      }
    });
  });

  test("a runner that does not know its bounds works for nobody", () => {
    expect(() => requireOwnPlaces(own, here, undefined)).toThrow(
      `ZONEKEEP_BOUNDS is not set: deploy site-${EAST} again`,
    );
  });
});
