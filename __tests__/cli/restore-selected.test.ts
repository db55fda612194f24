import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { askedFor } from "../../modules/cli/points/asked-for.ts";
import { formatSigningLock } from "../../modules/policy/signing/read-signing-lock.ts";
import { testSigner } from "../support/run-witness.ts";
import { signRunOf } from "../support/signed-run.ts";
import { useFakeAws } from "./support/fake-aws.ts";
import { type Ran, runIn } from "./support/io.ts";
import { keepPoint, memorySource } from "./support/points.ts";

const RUN = "20261123T080000Z-0000000a";
const FIRST = "2026-11-23T08:00:30Z";
const NEXT = "20261123T090000Z-0000000b";
const EAST = "us-east-1";
const SIGNER = testSigner();

const aws = useFakeAws();
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep selected "));
  cpSync(join(import.meta.dirname, "..", "..", "policies"), join(folder, "policies"), { recursive: true });
  writeFileSync(join(folder, "policies/signing.lock.json"), formatSigningLock([SIGNER.pin]));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Two tagged functions of a signed run; the next run left no summary that anybody signed. */
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T12:00:00Z") });
  aws.execution = { KeyId: "arn", Plaintext: Buffer.alloc(32).toString("base64") };
  const source = memorySource(EAST, EAST, aws.store(EAST));
  const quote = await keepPoint(source, "orders-quote", RUN, "lambda", { service: "orders" }, FIRST);
  const audit = await keepPoint(
    source,
    "orders-audit",
    RUN,
    "lambda",
    { service: "orders", team: "shop" },
    FIRST,
  );
  await signRunOf(source, [quote.point, audit.point], RUN, SIGNER);
  const { point } = await keepPoint(source, "orders-quote", NEXT, "lambda", { service: "orders" });
  await signRunOf(source, [point], NEXT);
});
afterEach(() => void vi.useRealTimers());

const restore = (...args: string[]): Promise<Ran> =>
  runIn(folder, ["restore", "--site", EAST, "--dry-run", ...args], {
    env: { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL },
  });

test.each([
  [[], "nothing is named that is to be restored"],
  [["orders-quote", "--policy", "orders"], "things, --policy and --tag exclude each other"],
  [["--tag", "service=orders", "--policy", "orders"], "things, --policy and --tag exclude each other"],
])("one of the three ways is written: %j is refused", async (args, message) => {
  await expect(restore(...args)).resolves.toEqual({
    ...{ code: 2, stdout: "" },
    stderr: `error: ${message}\n  help: write one of them: names of functions or kind/name, --policy NAME, or --tag KEY=VALUE\n`,
  });
});

test("another name is for one thing that is named", async () => {
  const { code, stderr } = await restore("--policy", "orders", "--as", "other");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      "error: --as names one thing, and more than one is to be restored\n  help: restore them one by one\n",
  });
});

test.each([
  ["--to", "eu-west-1"],
  ["--as", "other"],
  ["--map", "map.yaml"],
])(
  "what is there is compared elsewhere too, as a restore would translate it: %s %s",
  async (...elsewhere) => {
    writeFileSync(join(folder, "map.yaml"), "version: 1\nmap: { orders-*: orders-eu-* }\n");
    // The destination of this test answers no Lambda call: the point has been read by then.
    const { code, stderr } = await restore("orders-quote", "--point", RUN, "--diff", ...elsewhere);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^error: .*lambda:/) });
  },
);

test.each([
  ["yesterday", "Write a time with its zone: 2026-11-29T10:15:00Z, or +01:00 for Z."],
  ["2026-11-23T09:00:00", "Write a time with its zone"],
  ["2026-02-30T09:00:00Z", "Write a time with its zone"],
  ["2026-11-23T25:00:00Z", "Write a time with its zone"],
])("a time is one of the calendar, with its zone: %s is refused", async (time, message) => {
  const { code, stderr } = await restore("orders-quote", "--at", time);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

test("no point is of the future, and a time and a run exclude each other", async () => {
  await expect(restore("orders-quote", "--at", "2026-11-23T13:00:01+01:00")).resolves.toEqual({
    ...{ code: 2, stdout: "" },
    stderr:
      "error: --at 2026-11-23T13:00:01+01:00 lies in the future: it is 2026-11-23T12:00:00.000Z\n" +
      "  help: write the time of the state that is wanted, or leave out --at for the newest\n",
  });
  const both = await restore("orders-quote", "--at", "2026-11-23T09:00:00Z", "--point", RUN);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be used with") });
});

test("a store that has nothing of that time does not have it", async () => {
  const before = "in the store of us-east-1";
  const at = ["--at", "2026-11-23T07:00:00Z"];
  const told = "by 2026-11-23T07:00:00.000Z";
  expect((await restore("orders-quote", ...at)).stderr).toContain(
    `no recovery point of lambda/orders-quote ${told} ${before}`,
  );
  expect((await restore("--policy", "orders", ...at)).stderr).toContain(
    `no run of policy orders that kept anything ${told} ${before}`,
  );
  expect((await restore("--tag", "service=orders", ...at)).stderr).toContain(
    `no function with tag service=orders ${told} ${before}`,
  );
});

test("a time takes the point of then: of a function whose newest nobody signed, the signed one before", async () => {
  // The destination of this test answers no Lambda call: the points have been read and believed by then.
  for (const named of [["orders-quote"], ["--tag", "service=orders"], ["--policy", "orders"]]) {
    const { stderr } = await restore(...named, "--at", "2026-11-23T08:59:59Z");
    expect(stderr).not.toContain("unsigned, so nothing was restored");
    expect(stderr).toContain("lambda:");
  }
});

test.each([["--dry-run"], ["--diff"], ["--replace"], ["--write-map", "map.yaml"], ["--streams", "latest"]])(
  "what is written as Terraform changes nothing: with %s it is refused",
  async (...other) => {
    const { code, stderr } = await runIn(folder, [
      "restore",
      "orders-quote",
      "--as-terraform",
      "out",
      ...other,
    ]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot be used with"),
    });
  },
);

test("a tag has a key", async () => {
  const { code, stderr } = await restore("--tag", "=orders");
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Write a tag and its value: service=orders."),
  });
});

describe("a selection that finds nothing names what there is:", () => {
  const stores = "in the store of us-east-1";

  test("policies that have runs", async () => {
    await expect(restore("--policy", "order")).resolves.toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: no run of policy order that kept anything ${stores}\n  help: there are runs of orders\n`,
    });
  });

  test("values of the tag, or the tags", async () => {
    await expect(restore("--tag", "service=order")).resolves.toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: no function with tag service=order ${stores}\n  help: service is orders\n`,
    });
    await expect(restore("--tag", "app=orders", "--tag", "env=prod")).resolves.toEqual({
      ...{ code: 1, stdout: "" },
      stderr: `error: no function with tag app=orders and env=prod ${stores}\n  help: functions there have tags service, team\n`,
    });
  });
});

test("the points of a policy are those of its newest signed run, of tags the newest of each function, which has to be signed", async () => {
  // The destination of this test answers no Lambda call: the points have been read and believed by then.
  const policy = await restore("--policy", "orders");
  expect(policy.stderr).not.toContain("unsigned, so nothing was restored");
  expect(policy.stderr).toContain("lambda:");
  const tag = await restore("--tag", "service=orders", "--point", "latest");
  expect(tag.code).toBe(1);
  expect(tag.stderr).toContain(`orders-quote/${NEXT}.json is unsigned, so nothing was restored`);
  expect(tag.stderr).toContain(
    `npx zonekeep restore --site us-east-1 --dry-run --tag service=orders --point ${RUN} --to us-east-1`,
  );
});

test("a run that nobody signed is refused by name", async () => {
  await expect(restore("--policy", "orders", "--point", NEXT)).resolves.toEqual({
    ...{ code: 1, stdout: "" },
    stderr: `error: run ${NEXT} of policy orders is unsigned, so nothing was restored: nobody signed its run
  help: take another run (--point); --unsigned takes it all the same, and runs whatever code it holds
`,
  });
});

test.each([
  [{ policy: "orders" }, "policy.orders.eu-west-1.restore.json"],
  [{ tag: [["service", "orders"]] }, "tag.service.orders.eu-west-1.restore.json"],
  [
    {
      tag: [
        ["app/name", ""],
        ["env", "prod"],
      ],
    },
    "tag.app=2Fname.env.prod.eu-west-1.restore.json",
  ],
  [{ tag: [["k".repeat(128), "v".repeat(256)]] }, `tag.${"k".repeat(128)}.${"v".repeat(21)}-`],
] as const)("the result of %j has a file of its own", (asked, file) => {
  const name = askedFor({ things: [], to: "eu-west-1", ...asked }).file;
  expect(name.startsWith(file)).toBe(true);
  expect(name.length).toBeLessThan(200);
});

test.each([
  [
    ["restore", "--policy", "orders"],
    "--site is missing: the region or edge zone where it was",
    "policy orders is kept at us-east-1: npx zonekeep restore --policy orders --site us-east-1",
  ],
  [
    ["restore", "orders-quote", "--to", "eu-west-1"],
    "--site is missing: the region or edge zone where it was",
    "policies run at us-east-1, us-east-1-bos-1a: npx zonekeep restore orders-quote --site us-east-1",
  ],
  [["what-if"], "--lose is missing: the site that is lost", /^the plan has .*: npx zonekeep what-if --lose /],
  [
    ["replay", "orders"],
    "--run is missing: the run that drain told",
    "npx zonekeep replay orders --run 20261129T101500Z-1f2e3d4c, as the drain of orders printed it",
  ],
])(
  "an option that is needed and not written is named with what may be meant: %j",
  async (args, message, hint) => {
    const { code, stdout } = await runIn(folder, [...args, "--json"], { env: {} });
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      { error: { message, code: 2, hint: expect.stringMatching(hint) } },
    ]);
  },
);
