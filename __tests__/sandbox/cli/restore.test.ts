import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BatchGetImageCommand } from "@aws-sdk/client-ecr";
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketName } from "../../../modules/aws/names.ts";
import type { RunSummary } from "../../../modules/contract/events.ts";
import { blobKey, runKey } from "../../../modules/recovery/layout.ts";
import { readPoint } from "../../../modules/recovery/read-point.ts";
import { runStatement } from "../../../modules/recovery/signing/run-statement.ts";
import { makeEstate, type TheirEstate } from "../../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { testSigner } from "../../support/run-witness.ts";
import { logLines } from "../extension/logs.ts";
import type { BuiltImage } from "../images.ts";
import { capturePoint } from "./restoring/capture-point.ts";
import {
  BEGAN,
  bucketIn,
  clientsOf,
  EAST,
  IMAGE,
  NAME,
  prefix,
  queueIn,
  REPOSITORY,
  RUN,
  runAt,
  SCOPE,
  storeOf,
  WEST,
} from "./restoring/places.ts";
import { runZonekeep, userFolder } from "./restoring/user-folder.ts";
import { makeImageFunction, makeWorkload } from "./restoring/workload.ts";

let folder = "";
let sandbox: Sandbox;
let estate: TheirEstate;
let images: { readonly first: BuiltImage; readonly second: BuiltImage } | undefined;

const zonekeep = (...args: readonly string[]) => runZonekeep(folder, sandbox, args);

/** What the function of the other region was told of, by its own log. */
async function told(): Promise<string[]> {
  const lines = await logLines(sandbox.endpoint, `/aws/lambda/${NAME}`, WEST);
  return lines.filter((line) => line.startsWith("got "));
}

const upload = (Key: string) =>
  clientsOf(sandbox, WEST).s3.send(new PutObjectCommand({ Bucket: bucketIn(WEST), Key, Body: "x" }));

beforeAll(async () => {
  folder = userFolder("zonekeep restore ");
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [WEST]);
  await makeWorkload(sandbox);
  await capturePoint(sandbox, folder, NAME);
});
afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("from the command line, in this order,", () => {
  const restore = ["restore", NAME, "--site", EAST, "--to", WEST];

  test("points are listed in their own store and in its copy", async () => {
    for (const [args, from] of [
      [[], EAST],
      [["--from", WEST], WEST],
    ] as const) {
      const { code, stdout } = await zonekeep("list", NAME, "--json", ...args);
      const { points } = JSON.parse(stdout) as { points: object[] };
      expect({ code, points }).toMatchObject({
        code: 0,
        points: [{ kind: "lambda", id: NAME, site: EAST, from, run: RUN, policy: NAME, signature: "signed" }],
      });
    }
  });

  test("every byte of both is read and compared", async () => {
    const own = await zonekeep("verify", "--site", EAST);
    expect(own).toMatchObject({ code: 0, stderr: "" });
    expect(own.stdout).toContain("1 recovery point: all whole\n");
    const copy = await zonekeep("verify", "--from", WEST);
    expect(copy).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`lambda/${NAME} at ${EAST} in ${WEST}, run ${RUN}: whole`),
    });
  });

  test("a restore elsewhere without a map is blocked, changes nothing, and writes a map to fill in", async () => {
    const blocked = await zonekeep(...restore, "--write-map", "map.yaml");
    expect(blocked.code).toBe(1);
    expect(blocked.stdout).toMatch(/^blocked: \d+ reasons?, nothing was changed\n/);
    expect(blocked.stdout).toContain(`arn:aws:sqs:${EAST}:${SCOPE.account}:quotes`);
    expect(blocked.stdout).toContain("  help: fill in map.yaml, and give it with --map map.yaml\n");
    expect(blocked.stdout).not.toContain("the file of --map");
    expect(readFileSync(join(folder, "map.yaml"), "utf8")).toContain(
      `"arn:aws:sqs:${EAST}:${SCOPE.account}:quotes": ""`,
    );
    await expect(
      clientsOf(sandbox, WEST).lambda.send(new GetFunctionConfigurationCommand({ FunctionName: NAME })),
    ).rejects.toThrow(/not found/i);
    const again = await zonekeep(...restore, "--write-map", "map.yaml");
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("cannot write map.yaml: it exists already"),
    });
  });

  test("a function of a container image is captured, with its versions and their images", async () => {
    images = await makeImageFunction(sandbox);
    await capturePoint(sandbox, folder, IMAGE);
    expect(await zonekeep("verify", IMAGE, "--from", WEST)).toMatchObject({ code: 0 });
  });

  test("what is there is compared with its point, by the policy that kept it, and nothing is changed", async () => {
    const diff = ["restore", "--policy", NAME, "--site", EAST, "--from", EAST, "--diff"];
    expect(await zonekeep(...diff)).toEqual({
      ...{ code: 0, stderr: "" },
      stdout: `lambda/${NAME}, point ${RUN}: the same\n`,
    });
    const { lambda } = clientsOf(sandbox, EAST);
    const describe = (Description: string) =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: NAME, Description }));
    const { Description = "" } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: NAME }),
    );
    await describe("changed at night");
    const { code, stdout } = await zonekeep(...diff);
    expect(code).toBe(3);
    expect(stdout).toContain(`lambda/${NAME}, point ${RUN}: differs, captured -> live\n`);
    expect(stdout).toMatch(/^ {2}\S+Description: .* -> "changed at night"$/m);
    await describe(Description);
    expect(await zonekeep(...diff)).toMatchObject({ code: 0 });
  });

  test("with the source's region lost, a dry run shows the steps and changes nothing", async () => {
    await sandbox.cut(EAST);
    const map = readFileSync(join(folder, "map.yaml"), "utf8");
    const filled = ["quotes", "late"].reduce(
      (text, name) =>
        text.replace(`"${queueIn(EAST, name)}": ""`, `"${queueIn(EAST, name)}": "${queueIn(WEST, name)}"`),
      map,
    );
    const bucket = (region: string): string => `"arn:aws:s3:::${bucketIn(region)}"`;
    writeFileSync(
      join(folder, "map.yaml"),
      filled.replace(`${bucket(EAST)}: ""`, `${bucket(EAST)}: ${bucket(WEST)}`),
    );
    const { code, stdout } = await zonekeep(...restore, "--map", "map.yaml", "--dry-run");
    expect({ code, stdout }).toMatchObject({
      code: 3,
      stdout: expect.stringContaining("lambda:CreateFunction\n"),
    });
    expect(stdout).toContain(`add statement uploads of ${NAME}`);
    expect(stdout).toContain(
      `left out the mapping of ${NAME} from ${queueIn(WEST, "late")}: ${queueIn(WEST, "late")} does not exist; ` +
        `correct that and run the restore again, or say --skip mapping/${queueIn(WEST, "late")}`,
    );
    expect(stdout).toMatch(/dry run: nothing was changed\n$/);
    const [, , ...places] = restore;
    const ofPolicy = await zonekeep("restore", "--policy", NAME, ...places, "--map", "map.yaml", "--dry-run");
    expect(ofPolicy).toMatchObject({ code: 3, stdout });
    const older = [...restore, "--map", "map.yaml", "--dry-run", "--runtime", "nodejs24.x=nodejs22.x"];
    expect((await zonekeep(...older)).stdout).toContain("\nruntime nodejs22.x in place of nodejs24.x\n");
    expect(JSON.parse((await zonekeep(...older, "--json")).stdout)).toMatchObject({
      blocked: [],
      runtimes: { "nodejs24.x": "nodejs22.x" },
    });
    await expect(
      clientsOf(sandbox, WEST).lambda.send(new GetFunctionConfigurationCommand({ FunctionName: NAME })),
    ).rejects.toThrow(/not found/i);
  });

  test("the function comes back with its secret, its mapping disabled until it is armed", async () => {
    const restored = await zonekeep(...restore, "--map", "map.yaml", "--result", "result.json");
    expect(restored).toMatchObject({ code: 3 });
    expect(restored.stdout).not.toContain("kept-secret");
    const { lambda } = clientsOf(sandbox, WEST);
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: NAME }));
    expect(Environment?.Variables).toEqual({ TOKEN: "kept-secret" });
    const states = async () =>
      (
        await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: NAME }))
      ).EventSourceMappings?.map(({ State }) => State);
    await expect.poll(states).toEqual(["Disabled"]);
    expect(await zonekeep("arm", "result.json", "--dry-run")).toMatchObject({ code: 0 });
    expect(await states()).toEqual(["Disabled"]);
    const { Tags = {} } = await lambda.send(new GetFunctionCommand({ FunctionName: NAME }));
    expect(Object.keys(Tags)).toEqual(["zonekeep:restore"]);
  });

  test("no event arrives before it is armed, although a bucket has an entry that calls it", async () => {
    const { lambda } = clientsOf(sandbox, WEST);
    await upload("before");
    await expect(lambda.send(new GetPolicyCommand({ FunctionName: NAME }))).rejects.toThrow(
      "The resource you requested does not exist.",
    );
    expect(await zonekeep("arm", "result.json", "--check")).toMatchObject({ code: 3 });
    expect(await zonekeep("arm", "result.json")).toMatchObject({ code: 0 });
    const check = await zonekeep("arm", "result.json", "--check", "--json");
    expect({ code: check.code, told: JSON.parse(check.stdout) }).toMatchObject({
      code: 0,
      told: { armed: true },
    });
    const { EventSourceMappings: all } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: NAME }),
    );
    expect(all?.map(({ State }) => State)).toEqual(["Enabled"]);
    await upload("after");
    await expect.poll(told, { timeout: 20_000 }).toHaveLength(1);
    expect((await told())[0]).toContain('"key":"after"');
  });

  test("disarmed it gets no event any more, and armed again it does", async () => {
    const { lambda } = clientsOf(sandbox, WEST);
    const states = async () =>
      (
        await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: NAME }))
      ).EventSourceMappings?.map(({ State }) => State);
    expect(await zonekeep("disarm", "result.json", "--check")).toMatchObject({ code: 3 });
    expect(await zonekeep("disarm", "result.json")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/disarmed: no event arrives/),
    });
    expect(await zonekeep("disarm", "result.json", "--check")).toMatchObject({ code: 0 });
    expect(await states()).toEqual(["Disabled"]);
    await upload("disarmed");
    expect(await zonekeep("arm", "result.json")).toMatchObject({ code: 0 });
    expect(await states()).toEqual(["Enabled"]);
    await upload("again");
    await expect.poll(told, { timeout: 20_000 }).toHaveLength(2);
    expect((await told()).join()).not.toContain('"key":"disarmed"');
  });

  test("what could not come back is left out for good when a person says so", async () => {
    const skipping = [
      "--map",
      "map.yaml",
      "--skip",
      `mapping/${queueIn(WEST, "late")}`,
      "--result",
      "again.json",
    ];
    expect(await zonekeep(...restore, ...skipping)).toMatchObject({ code: 0 });
    const { Tags } = await clientsOf(sandbox, WEST).lambda.send(
      new GetFunctionCommand({ FunctionName: NAME }),
    );
    expect(Object.values(Tags ?? {})).toEqual([expect.stringMatching(/\.json unarmed$/)]);
    const unknown = await zonekeep(...restore, "--map", "map.yaml", "--skip", "mapping/later");
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("nothing of this restore is called mapping/later"),
    });
  });

  test("the function of an image comes back: its images byte for byte in a repository that was not there", async () => {
    const { first, second } = images as NonNullable<typeof images>;
    const restored = await zonekeep("restore", IMAGE, "--site", EAST, "--to", WEST, "--result", "image.json");
    expect(restored).toMatchObject({ code: 0 });
    const { lambda, ecr } = clientsOf(sandbox, WEST);
    const { images: there } = await ecr.send(
      new BatchGetImageCommand({
        repositoryName: REPOSITORY,
        imageIds: [first, second].map(({ digest }) => ({ imageDigest: digest })),
      }),
    );
    expect(there?.map(({ imageManifest }) => imageManifest)).toEqual([first.manifest, second.manifest]);
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: IMAGE }));
    const repository = `${SCOPE.account}.dkr.ecr.${WEST}.amazonaws.com/${REPOSITORY}`;
    expect(Code?.ResolvedImageUri).toBe(`${repository}@${second.digest}`);
    const says = async (Qualifier: string): Promise<unknown> => {
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: IMAGE, Qualifier }));
      return JSON.parse(Payload?.transformToString() ?? "");
    };
    expect([await says("1"), await says("$LATEST")]).toEqual(["first", "second"]);
    const again = await zonekeep("restore", IMAGE, "--site", EAST, "--to", WEST, "--dry-run", "--json");
    const { steps } = JSON.parse(again.stdout) as { steps: { effect: string }[] };
    expect([...new Set(steps.map(({ effect }) => effect))]).toEqual(["keep"]);
  });

  test("a second restore finds all as it should be", async () => {
    const { code, stdout } = await zonekeep(...restore, "--map", "map.yaml", "--dry-run", "--json");
    const { steps, leftOut } = JSON.parse(stdout) as { steps: { effect: string }[]; leftOut: string[] };
    expect({ code, leftOut: leftOut.length }).toEqual({ code: 3, leftOut: 1 });
    expect([...new Set(steps.map(({ effect }) => effect))]).toEqual(["keep"]);
  });

  test("what is there is compared with its point as a restore would translate it, while the source's region is lost", async () => {
    const image = await zonekeep("restore", IMAGE, "--site", EAST, "--to", WEST, "--diff");
    expect(image).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^lambda\/[^ ]+, point [^ ]+: the same\n$/),
    });
    const { code, stdout } = await zonekeep(...restore, "--map", "map.yaml", "--diff");
    expect({ code, lines: stdout.trimEnd().split("\n") }).toEqual({
      code: 3,
      lines: [
        `lambda/${NAME}, point ${RUN}: differs, as a restore would have it -> live`,
        // The one of the queue that is not there, which could not come back.
        expect.stringMatching(new RegExp(`^ {2}mappings\\.[^ ]+: .*${queueIn(WEST, "late")}.* -> nothing$`)),
      ],
    });
  });

  test("the lost region's own store cannot be read, which is said with the way out", async () => {
    const { code, stderr } = await zonekeep("list", "--site", EAST);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: no answer from AWS: s3:ListObjectVersions of .* in us-east-1 /);
  });

  test("other bytes on top of the code are told by verify, and passed over by restore", async () => {
    const { s3 } = clientsOf(sandbox, WEST);
    const point = await readPoint(storeOf(sandbox, WEST), `${prefix}points/lambda/${NAME}/${RUN}.json`);
    const Key = blobKey(prefix, point.manifest.blobs[0]?.sha256 ?? "");
    const Body = new Uint8Array(point.manifest.blobs[0]?.size ?? 0);
    await s3.send(new PutObjectCommand({ Bucket: bucketName(SCOPE.account, WEST), Key, Body }));
    const verified = await zonekeep("verify", NAME, "--from", WEST);
    expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining("  covered code/$LATEST: ") });
    const planned = await zonekeep(...restore, "--map", "map.yaml", "--as", "another-name", "--dry-run");
    // One of its queues is not there: that is left out.
    expect(planned).toMatchObject({ code: 3, stderr: expect.stringContaining("covered code/$LATEST: ") });
  });

  test("a point that somebody put into the store is refused by name, whatever the flags, and the signed one offered", async () => {
    const began = new Date(BEGAN.getTime() + 60_000);
    const startedAt = `${began.toISOString().slice(0, 19)}Z`;
    const [folderOf, forged] = [`${prefix}points/lambda/${NAME}/`, runAt(began, "0000000f")];
    const { manifest, sha256 } = await readPoint(storeOf(sandbox, WEST), `${folderOf}${RUN}.json`);
    const put = (Key: string, value: object) =>
      clientsOf(sandbox, WEST).s3.send(
        new PutObjectCommand({
          Bucket: bucketName(SCOPE.account, WEST),
          Key,
          Body: JSON.stringify(value),
          ObjectLockMode: "GOVERNANCE",
          ObjectLockRetainUntilDate: new Date(Date.now() + 30 * 86_400_000),
        }),
      );
    const planned = (...flags: readonly string[]) =>
      zonekeep(...restore, "--map", "map.yaml", "--as", "another-name", "--dry-run", ...flags);
    const offered = `  help: point ${RUN} is signed and can be opened: npx zonekeep restore ${NAME} `;

    await put(`${folderOf}${forged}.json`, { ...manifest, run: forged, capturedAt: startedAt });
    const unsigned = await planned();
    expect(unsigned.code).toBe(1);
    expect(unsigned.stderr).toContain("is unsigned, so nothing was restored: its run left no summary");
    expect(unsigned.stderr).toContain(offered);

    const points = [{ key: `${folderOf}${forged}.json`, sha256 }];
    const run: RunSummary = {
      ...{ run: forged, policy: NAME, site: EAST, status: "complete", startedAt, endedAt: startedAt },
      ...{ captured: 1, gone: 0, failed: [], warnings: [], points },
    };
    const of = { account: SCOPE.account, site: EAST, policy: NAME, run: forged };
    // Another key under the name of the pinned one.
    const signature = await testSigner().sign(runStatement(of, run));
    await put(runKey(prefix, NAME, forged), { ...run, signature });
    const refused = await planned("--unsigned", "--unlocked");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("is forged, so nothing was restored");
    expect(refused.stderr).toContain(offered);

    const late = "99991231T235959Z-0000000f";
    await put(`${folderOf}${late}.json`, { ...manifest, run: late });
    const verified = await zonekeep("verify", NAME, "--from", WEST, "--point", "all");
    expect(verified).toMatchObject({ code: 1, stdout: expect.stringContaining("  future manifest: ") });
    expect(verified.stdout).toContain("  forged manifest: ");
  });
});

test("nothing that another team has was touched", async () => {
  expect(await estate.changed()).toEqual([]);
});
