import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ZoneLock } from "../../modules/policy/estate.ts";
import { useFakeZones } from "./support/fake-zones.ts";
import { type Ran, runIn } from "./support/io.ts";

const COMMITTED = readFileSync(join(import.meta.dirname, "..", "..", "policies", "zones.lock.json"), "utf8");
const HEAD = `{
  "source": "ec2:DescribeRegions, ec2:DescribeAvailabilityZones; partition aws",
  "date": "2026-11-23",
`;
const SAME = { code: 0, stdout: "policies/zones.lock.json says what AWS lists\n", stderr: "" };

const aws = useFakeZones();

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep zones "));
  mkdirSync(join(folder, "policies"));
  write(COMMITTED);
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockPath = () => join(folder, "policies", "zones.lock.json");
const write = (text: string) => writeFileSync(lockPath(), text);
const written = () => readFileSync(lockPath(), "utf8");
const lock = () => JSON.parse(written()) as ZoneLock & { date: string };
const sites = (text: string) => text.slice(text.indexOf('  "regions"'));
/** Each line of the file that names one of them, as it stands. */
const linesOf = (...ids: string[]) =>
  sites(written())
    .split("\n")
    .filter((line) => ids.some((id) => line.includes(`"${id}"`)));

function zonekeep(args: readonly string[], day = "2026-11-23"): Promise<Ran> {
  return runIn(folder, ["zones", ...args], { now: () => new Date(`${day}T23:59:59.999Z`) });
}

describe("against answers that say what the committed lock says", () => {
  test("diff finds nothing, writes nothing and exits with 0", async () => {
    await expect(zonekeep(["diff"])).resolves.toEqual(SAME);
    expect(written()).toBe(COMMITTED);
  });

  test("refresh changes the day and the source, and no other byte", async () => {
    await expect(zonekeep(["refresh"])).resolves.toEqual({
      code: 0,
      stdout: "policies/zones.lock.json written: 0 changes\n",
      stderr: "",
    });
    expect(written()).toBe(HEAD + sites(COMMITTED));
    expect(readdirSync(join(folder, "policies"))).toEqual(["zones.lock.json"]);
  });

  test("every region is asked once for its own edge zones, opted in to or not", async () => {
    await zonekeep(["diff"]);
    const filter = {
      "Filter.1.Name": "zone-type",
      "Filter.1.Value.1": "local-zone",
      "Filter.1.Value.2": "wavelength-zone",
    };
    const zonesOf = (region: string) =>
      `${region} DescribeAvailabilityZones ${JSON.stringify({ AllAvailabilityZones: "true", ...filter })}`;
    expect([...aws.asked].sort()).toEqual(
      [
        "us-east-1 GetCallerIdentity {}",
        'us-east-1 DescribeRegions {"AllRegions":"true"}',
        ...aws.regions.map(({ RegionName }) => zonesOf(RegionName)),
      ].sort(),
    );
  });

  test("the list of regions is asked of --region, else of AWS_REGION", async () => {
    await zonekeep(["diff", "--region", "eu-west-1"]);
    await runIn(folder, ["zones", "diff"], { env: { AWS_REGION: "eu-west-2" } });
    const lists = aws.asked.filter((question) => !question.includes("DescribeAvailabilityZones")).sort();
    expect(lists).toEqual([
      'eu-west-1 DescribeRegions {"AllRegions":"true"}',
      "eu-west-1 GetCallerIdentity {}",
      'eu-west-2 DescribeRegions {"AllRegions":"true"}',
      "eu-west-2 GetCallerIdentity {}",
    ]);
  });
});

describe("what AWS lists and the lock does not", () => {
  const TRAPS = [
    "eu-west-3-cmn-wlz-1a",
    "eu-west-3-dss-wlz-1a",
    "ap-southeast-2-akl-1a",
    "us-east-1-qro-1a",
    "us-east-1-foe-wlz-1a",
    "us-west-2-lax-1b",
    "mx-central-1",
  ];

  test("is added with the parent that AWS names, wherever a name seems to belong", async () => {
    const known = JSON.parse(COMMITTED) as ZoneLock;
    const without = <T extends { id: string }>(list: readonly T[]) =>
      list.filter(({ id }) => !TRAPS.includes(id));
    write(
      JSON.stringify({
        source: "s",
        date: "2026-01-31",
        regions: without(known.regions),
        zones: without(known.zones),
      }),
    );

    await expect(zonekeep(["diff"])).resolves.toEqual({
      code: 3,
      stdout: `\
CHANGE  KIND    SITE                   WHAT
added   region  mx-central-1           partition aws, optIn true
added   zone    ap-southeast-2-akl-1a  type local-zone, parent ap-southeast-2, group ap-southeast-2-akl-1
added   zone    eu-west-3-cmn-wlz-1a   type wavelength-zone, parent eu-west-3
added   zone    eu-west-3-dss-wlz-1a   type wavelength-zone, parent eu-west-3
added   zone    us-east-1-foe-wlz-1a   type wavelength-zone, parent us-east-1
added   zone    us-east-1-qro-1a       type local-zone, parent us-east-1, group us-east-1-qro-1
added   zone    us-west-2-lax-1b       type local-zone, parent us-west-2, group us-west-2-lax-1
7 changes: npx zonekeep zones refresh writes policies/zones.lock.json
`,
      stderr: "",
    });
    expect((await zonekeep(["refresh"])).code).toBe(0);
    expect(written()).toBe(HEAD + sites(COMMITTED));
  });

  test("a zone may have a name that says another region: its parent is the one that lists it", async () => {
    aws.zones.set("mx-central-1", [{ ...aws.zone("us-east-1-qro-1a"), RegionName: "mx-central-1" }]);
    aws.zones.set(
      "us-east-1",
      (aws.zones.get("us-east-1") ?? []).filter(({ ZoneName }) => ZoneName !== "us-east-1-qro-1a"),
    );
    await expect(zonekeep(["refresh"])).resolves.toMatchObject({
      code: 0,
      stdout: `\
CHANGE   KIND  SITE              WHAT
changed  zone  us-east-1-qro-1a  parent us-east-1 -> mx-central-1
policies/zones.lock.json written: 1 change
`,
    });
    expect(linesOf("us-east-1-qro-1a")).toEqual([
      '    { "id": "us-east-1-qro-1a", "type": "local-zone", "parent": "mx-central-1", "group": "us-east-1-qro-1" },',
    ]);
  });

  test("a group and an opt-in that changed are told with what they were, as JSON too", async () => {
    aws.zone("us-east-1-wl1-bos-wlz-1").GroupName = "us-east-1-wl1-bos-wlz-1";
    aws.zone("us-west-2-lax-1a").GroupName = "us-west-2-lax-2";
    aws.region("ca-west-1").OptInStatus = "opt-in-not-required";
    const { code, stdout, stderr } = await zonekeep(["diff", "--json"]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      file: "policies/zones.lock.json",
      changes: [
        {
          kind: "region",
          id: "ca-west-1",
          change: "changed",
          before: { optIn: true },
          after: { optIn: false },
        },
        {
          kind: "zone",
          id: "us-east-1-wl1-bos-wlz-1",
          change: "changed",
          before: {},
          after: { group: "us-east-1-wl1-bos-wlz-1" },
        },
        {
          kind: "zone",
          id: "us-west-2-lax-1a",
          change: "changed",
          before: { group: "us-west-2-lax-1" },
          after: { group: "us-west-2-lax-2" },
        },
      ],
      unanswered: [],
      emptied: [],
    });
    expect((await zonekeep(["diff"])).stdout).toContain(
      "changed  zone    us-east-1-wl1-bos-wlz-1  group none -> us-east-1-wl1-bos-wlz-1\n",
    );
  });

  test("whether this account has opted in to a zone or a region changes nothing", async () => {
    for (const listed of [...aws.zones.values()].flat()) Object.assign(listed, { OptInStatus: "opted-in" });
    await expect(zonekeep(["diff"])).resolves.toEqual(SAME);
  });
});

describe("what AWS lists no more", () => {
  test("is retired as of the day it was first missed, and not when it is back", async () => {
    aws.remove("us-west-2-lax-1b");
    await expect(zonekeep(["refresh"], "2026-12-01")).resolves.toMatchObject({
      code: 0,
      stdout: `\
CHANGE  KIND  SITE              WHAT
gone    zone  us-west-2-lax-1b  retired none -> 2026-12-01
policies/zones.lock.json written: 1 change
`,
    });
    const line =
      '    { "id": "us-west-2-lax-1b", "type": "local-zone", "parent": "us-west-2", "group": "us-west-2-lax-1", "retired": "2026-12-01" },';
    expect(linesOf("us-west-2-lax-1b")).toEqual([line]);

    await expect(zonekeep(["refresh"], "2026-12-02")).resolves.toMatchObject({ code: 0 });
    expect([linesOf("us-west-2-lax-1b"), lock().date]).toEqual([[line], "2026-12-02"]);

    aws.reset();
    await expect(zonekeep(["refresh"])).resolves.toMatchObject({
      code: 0,
      stdout: `\
CHANGE    KIND  SITE              WHAT
returned  zone  us-west-2-lax-1b  retired 2026-12-01 -> none
policies/zones.lock.json written: 1 change
`,
    });
    expect(written()).toBe(HEAD + sites(COMMITTED));
  });

  test("a region takes its edge zones with it; those of another partition stay", async () => {
    aws.remove("af-south-1");
    await zonekeep(["refresh"]);
    expect(lock().regions.filter(({ retired }) => retired !== undefined)).toEqual([
      { id: "af-south-1", partition: "aws", optIn: true, retired: "2026-11-23" },
    ]);
    expect(
      lock()
        .zones.filter(({ retired }) => retired !== undefined)
        .map(({ id }) => id),
    ).toEqual(["af-south-1-los-1a"]);
    expect(linesOf("cn-north-1", "us-gov-west-1")).toEqual([
      '    { "id": "cn-north-1", "partition": "aws-cn", "optIn": false },',
      '    { "id": "us-gov-west-1", "partition": "aws-us-gov", "optIn": false },',
    ]);
  });

  test("a region whose list is empty now has its zones retired, and that is said", async () => {
    aws.zones.set("eu-north-1", []);
    await expect(zonekeep(["refresh"])).resolves.toEqual({
      code: 0,
      stdout: `\
CHANGE  KIND  SITE               WHAT
gone    zone  eu-north-1-cph-1a  retired none -> 2026-11-23
gone    zone  eu-north-1-hel-1a  retired none -> 2026-11-23
policies/zones.lock.json written: 2 changes
`,
      stderr:
        "warning: eu-north-1 no longer lists any edge zone, and had 2: look twice before you commit this\n",
    });
    await expect(zonekeep(["refresh"])).resolves.toMatchObject({ code: 0, stderr: "" });
  });

  test("credentials of another partition see that one: the rest stays", async () => {
    aws.partition = "aws-cn";
    aws.zones.clear();
    aws.regions = ["cn-north-1", "cn-south-1"].map((RegionName) => ({
      RegionName,
      OptInStatus: "opt-in-not-required",
    }));
    await expect(zonekeep(["refresh", "--region", "cn-north-1"])).resolves.toMatchObject({
      code: 0,
      stdout: `\
CHANGE  KIND    SITE            WHAT
gone    region  cn-northwest-1  retired none -> 2026-11-23
added   region  cn-south-1      partition aws-cn, optIn false
policies/zones.lock.json written: 2 changes
`,
    });
  });
});

describe("a region that cannot be asked", () => {
  test("is named, its zones stay as they are, the others are refreshed, and the exit is 3", async () => {
    aws.trouble.set("us-west-2", "denied");
    aws.trouble.set("eu-north-1", "lost");
    aws.trouble.set("ap-south-1", "somebody else");
    aws.region("af-south-1").OptInStatus = "not-opted-in";
    aws.region("ap-east-2").OptInStatus = "not-opted-in";
    aws.remove("us-east-1-bos-1a");
    const ran = await zonekeep(["refresh"]);
    expect(ran).toEqual({
      code: 3,
      stdout: `\
CHANGE  KIND  SITE              WHAT
gone    zone  us-east-1-bos-1a  retired none -> 2026-11-23
policies/zones.lock.json written: 1 change
`,
      stderr: `\
warning: af-south-1, ap-east-2 cannot be asked, so 1 edge zone stays as it is: it is not switched on in this account
  help: switch it on, or use credentials of an account that has it on
warning: ap-south-1 cannot be asked, so 2 edge zones stay as they are: ec2:DescribeAvailabilityZones in ap-south-1 answered without a list of zones
  help: run it again later: nothing is lost until then
warning: eu-north-1 cannot be asked, so 2 edge zones stay as they are: no answer from AWS: ec2:DescribeAvailabilityZones in eu-north-1 (socket hang up)
  help: run it again later: nothing is lost until then
warning: us-west-2 cannot be asked, so 15 edge zones stay as they are: not allowed: ec2:DescribeAvailabilityZones in us-west-2 (You are not authorized to perform this operation.)
  help: grant ec2:DescribeAvailabilityZones
`,
    });
    const bos = '"group": "us-east-1-bos-1" }';
    expect(written()).toBe(
      HEAD + sites(COMMITTED).replace(bos, bos.replace(" }", ', "retired": "2026-11-23" }')),
    );
    expect(aws.asked.filter((question) => /^(af-south-1|ap-east-2) /.test(question))).toEqual([]);
  });

  test("makes diff exit with 3 though nothing else would change", async () => {
    aws.trouble.set("us-west-2", "denied");
    const { code, stdout } = await zonekeep(["diff", "--json"]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      file: "policies/zones.lock.json",
      changes: [],
      unanswered: [
        {
          region: "us-west-2",
          message:
            "not allowed: ec2:DescribeAvailabilityZones in us-west-2 (You are not authorized to perform this operation.)",
          hint: "grant ec2:DescribeAvailabilityZones",
        },
      ],
      emptied: [],
    });
    expect((await zonekeep(["diff"])).stdout).toBe("policies/zones.lock.json says what the others list\n");
  });

  test("is also one that answers with zones of another region", async () => {
    aws.zones.set("us-west-1", [aws.zone("us-west-2-lax-1a")]);
    const { code, stderr } = await zonekeep(["refresh"]);
    expect(code).toBe(3);
    expect(stderr).toContain(
      "us-west-1 cannot be asked: ec2:DescribeAvailabilityZones in us-west-1 answered with us-west-2-lax-1a of us-west-2\n",
    );
    expect(written()).toBe(HEAD + sites(COMMITTED));
  });

  test("changes nothing when it is the one that lists the regions, or when none can be asked", async () => {
    aws.trouble.set("us-east-1", "somebody else");
    await expect(zonekeep(["refresh"])).resolves.toEqual({
      code: 1,
      stdout: "",
      stderr: "error: ec2:DescribeRegions in us-east-1 answered without names of regions\n",
    });
    aws.trouble.clear();
    aws.regions = [aws.region("us-east-1"), aws.region("us-east-2")];
    aws.zone("us-east-1-bos-1a").ZoneType = "";
    aws.trouble.set("us-east-2", "denied");
    await expect(zonekeep(["refresh"])).resolves.toEqual({
      code: 1,
      stdout: "",
      stderr:
        "error: ec2:DescribeAvailabilityZones in us-east-1 answered with us-east-1-bos-1a of us-east-1\n",
    });
    expect(written()).toBe(COMMITTED);
  });
});

describe("the file", () => {
  test("is made from the one that comes with zonekeep where the policies have none", async () => {
    rmSync(lockPath());
    await expect(zonekeep(["diff"])).resolves.toEqual(SAME);
    expect(readdirSync(join(folder, "policies"))).toEqual([]);
    await expect(zonekeep(["refresh"])).resolves.toMatchObject({ code: 0 });
    expect(written()).toBe(HEAD + sites(COMMITTED));
  });

  test("stays behind the link that names it", async () => {
    rmSync(lockPath());
    writeFileSync(join(folder, "shared.json"), COMMITTED);
    symlinkSync("../shared.json", lockPath());
    await expect(zonekeep(["refresh"])).resolves.toMatchObject({ code: 0 });
    expect(lstatSync(lockPath()).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "shared.json"), "utf8")).toBe(HEAD + sites(COMMITTED));
  });

  test("is not written when AWS lists what it cannot hold", async () => {
    const name = `us-east-1-${"x".repeat(19)}`;
    aws.zones.set("us-east-1", [{ ...aws.zone("us-east-1-bos-1a"), ZoneName: name }]);
    await expect(zonekeep(["refresh"])).resolves.toMatchObject({
      code: 1,
      stdout: "",
      stderr: `error: AWS lists what the zone lock cannot hold: zones.id "${name}" is not understood\n  help: a region or zone has 2 to 28 lower-case letters, digits and hyphens\n`,
    });
    expect(written()).toBe(COMMITTED);
  });

  test("that is wrong is told with its place, before AWS is asked, and a missing folder too", async () => {
    write(COMMITTED.replace('"optIn": true', '"optIn": "yes"'));
    await expect(zonekeep(["refresh"])).resolves.toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^policies\/zones\.lock\.json:5:\d+: error\[TYPE\] /),
    });
    await expect(zonekeep(["diff", "--policies", "nowhere"])).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^nowhere:1:1: error\[FILE\] there is no such file or folder\n/),
    });
    expect(aws.asked).toEqual([]);
  });

  test("is found though the policies beside it are wrong: they may wait for a newer one", async () => {
    writeFileSync(join(folder, "policies", "estate.yaml"), "regions: [mars-1]\n");
    await expect(zonekeep(["diff"])).resolves.toEqual(SAME);
  });
});
