import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeNext, nextOfPlan } from "../../modules/cli/describe/describe-next.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import { policyPlan, samplePlan } from "../support/sample-plan.ts";
import { runIn } from "./support/io.ts";

const SCHEDULES = {
  nightly:
    '{ cron: "30 2 * * *", time-zone: Europe/Berlin, pauses: [{ from: 2027-03-30, to: 2027-04-02, reason: audit }] }',
  often: "{ rate: 90m, start-window: 10m }",
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep-next-"));
  const policies = join(folder, "policies");
  mkdirSync(policies);
  cpSync(join(import.meta.dirname, "../../policies/zones.lock.json"), join(policies, "zones.lock.json"));
  const restore = { principals: ["role/operators"] };
  const estate = { version: 1, account: "123456789012", regions: ["us-east-1", "eu-west-1"], restore };
  writeFileSync(join(policies, "estate.yaml"), JSON.stringify(estate));
  for (const [name, schedule] of Object.entries(SCHEDULES))
    writeFileSync(
      join(policies, `${name}.yaml`),
      `{ version: 1, name: ${name}, owner: t, select: { names: ["${name}-*"] }, sites: [us-east-1], copies: [eu-west-1], schedule: ${schedule} }`,
    );
});
afterAll(() => rmSync(folder, { recursive: true }));

const next = (...args: readonly string[]) =>
  runIn(folder, ["plan", "--next", ...args], { now: () => new Date("2027-03-27T12:00:00Z") });

test("plan --next shows each schedule's runs by its own clocks and in UTC, and what is left out between them", async () => {
  const { code, stdout, stderr } = await next("3");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.split("\n")).toEqual([
    "2 schedules, from 2027-03-27 12:00 UTC",
    "",
    "POLICY   SITE       TIME ZONE      LOCAL                     UTC               NOTE",
    "nightly  us-east-1  Europe/Berlin  2027-03-28 02:30          -                 no run: clocks leave this time out",
    "nightly  us-east-1  Europe/Berlin  2027-03-29 02:30 +02:00   2027-03-29 00:30  clocks were put forward 1 h",
    "nightly  us-east-1  Europe/Berlin  2027-03-30 to 2027-04-02  -                 paused: audit",
    "nightly  us-east-1  Europe/Berlin  2027-04-02 02:30 +02:00   2027-04-02 00:30",
    "nightly  us-east-1  Europe/Berlin  2027-04-03 02:30 +02:00   2027-04-03 00:30",
    "often    us-east-1  UTC            -                         -                 every 90 min from the deployment on, up to 10 min later",
    "",
  ]);
});

test("with --json it is the same for a program, each instant in UTC", async () => {
  const { stdout } = await next("1", "--json");
  expect(JSON.parse(stdout)).toEqual({
    from: "2027-03-27T12:00:00.000Z",
    schedules: [
      {
        policy: "nightly",
        site: "us-east-1",
        timeZone: "Europe/Berlin",
        times: { cron: "30 2 * * *" },
        next: [
          { kind: "left-out", local: "2027-03-28 02:30" },
          {
            kind: "run",
            at: "2027-03-29T00:30:00.000Z",
            local: "2027-03-29 02:30",
            offset: "+02:00",
            clockChange: 60,
          },
        ],
      },
      { policy: "often", site: "us-east-1", timeZone: "UTC", times: { rate: 90 }, within: 10 },
    ],
  });
});

test("how many is a whole number, and what is not is refused before anything is read", async () => {
  for (const count of ["0", "-1", "1.5", "ten", "1000", ""]) {
    const { code, stdout, stderr } = await next(count);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Write a whole number from 1 to 999.");
  }
});

test("a run that the provider begins within a window says so, beside what clocks do", () => {
  const schedule = {
    ...policyPlan().schedule,
    timing: { cron: "0,30 1 * * *" },
    timeZone: "Europe/London",
    startWindow: 40,
  };
  const plan = samplePlan({ times: { cron: "0,30 1 * * *" } }, { schedule, sites: ["eu-west-1"] });
  const found = nextOfPlan(plan, new Date("2027-10-30T23:59:00Z"), 3);
  const site = found.schedules.filter(({ site }) => site === "eu-west-1");
  const lines = describeNext({ ...found, schedules: site }).map((line) => render(line, false).trimEnd());
  expect(lines.slice(2)).toEqual([
    "POLICY  SITE       TIME ZONE      LOCAL                    UTC               NOTE",
    "orders  eu-west-1  Europe/London  2027-10-31 01:00 +01:00  2027-10-31 00:00  up to 40 min later",
    "orders  eu-west-1  Europe/London  2027-10-31 01:30 +01:00  2027-10-31 00:30  up to 40 min later",
    "orders  eu-west-1  Europe/London  2027-11-01 01:00 +00:00  2027-11-01 01:00  clocks were put back 1 h, up to 40 min later",
  ]);
});

test("a zone that this Node does not know yet is told, with what to do", () => {
  const schedule = { ...policyPlan().schedule, timeZone: "Europe/Newland" };
  expect(() => nextOfPlan(samplePlan({}, { schedule }), new Date(0), 1)).toThrow(
    /does not know Europe\/Newland$/,
  );
});
