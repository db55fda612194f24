import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { synthesize } from "../../../modules/aws/synth.ts";
import type { Plan, StackPlan, Unit } from "../../../modules/planner/plan.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import {
  type DeployOptions,
  deployStacks,
  destroyStacks,
  planStacks,
} from "../../../sandbox/terraform/deploy.ts";
import { EAST, samplePlan, WEST, ZONE } from "../../support/sample-plan.ts";
import { fakeZips } from "../../support/synthesized.ts";

let sandbox: Sandbox;
let dir: string;
let options: DeployOptions;
beforeAll(async () => {
  sandbox = await startSandbox();
  dir = await mkdtemp(join(tmpdir(), "zonekeep deploy "));
});
afterAll(async () => {
  await sandbox.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Writes stacks as CDKTF does: a manifest, and a folder each with its provider configurations as a list. */
async function synthesized(stacks: Record<string, { resource: object; after?: string[] }>): Promise<string> {
  const outdir = await mkdtemp(join(dir, "cdktf out "));
  const entries = Object.entries(stacks).map(([name, { after = [] }]) => [
    name,
    { name, constructPath: name, workingDirectory: `stacks/${name}`, annotations: [], dependencies: after },
  ]);
  await writeFile(
    join(outdir, "manifest.json"),
    JSON.stringify({ version: "0.21.0", stacks: Object.fromEntries(entries) }),
  );
  for (const [name, { resource }] of Object.entries(stacks)) {
    const folder = join(outdir, "stacks", name);
    await mkdir(join(folder, "assets"), { recursive: true });
    await writeFile(join(folder, "assets", "runner.zip"), zipSync({ "index.js": new Uint8Array(3) }));
    const document = {
      provider: { aws: [{ region: "eu-west-1", default_tags: [{ tags: { owner: "payments" } }] }] },
      resource,
      terraform: {
        backend: { s3: { bucket: "state-of-production", key: `${name}.tfstate`, region: "eu-west-1" } },
        required_providers: { aws: { source: "hashicorp/aws", version: "~> 5.100" } },
      },
    };
    await writeFile(join(folder, "cdk.tf.json"), JSON.stringify(document));
  }
  return outdir;
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});

const SITE = {
  aws_kms_key: { key: { description: "recovery points", enable_key_rotation: true } },
  aws_s3_bucket: { store: { bucket: "store-123456789012-eu-west-1" } },
  aws_iam_role: { runner: { name: "runner", assume_role_policy: trust } },
  aws_lambda_function: {
    runner: {
      function_name: "runner",
      role: "$" + "{aws_iam_role.runner.arn}",
      runtime: "nodejs22.x",
      handler: "index.handler",
      filename: "assets/runner.zip",
    },
  },
};
const LINKS = { aws_sns_topic: { links: { name: "links" } } };

beforeEach(() => {
  options = { outdir: "", endpoint: sandbox.endpoint, dir: join(dir, "deployed") };
});

test("stacks are applied by what they depend on, planned again without a change, and destroyed backwards", async () => {
  const outdir = await synthesized({ links: { resource: LINKS, after: ["site"] }, site: { resource: SITE } });
  // As users do it, Terraform starts the provider.
  options = { ...options, outdir, keepProvider: false };

  const applied = await deployStacks(options);
  expect(applied.map(({ stack, added, changed }) => [stack, added, changed])).toEqual([
    ["site", 4, 0],
    ["links", 1, 0],
  ]);
  const calls = await sandbox.calls();
  const made = calls.filter(({ action }) => /^Create(Key|Bucket|Role|Function|Topic)$/.test(action));
  expect(made.map(({ action, region }) => `${action} ${region}`).sort()).toEqual([
    "CreateBucket eu-west-1",
    "CreateFunction eu-west-1",
    "CreateKey eu-west-1",
    "CreateRole eu-west-1",
    "CreateTopic eu-west-1",
  ]);
  expect(made.at(-1)?.action).toBe("CreateTopic");
  // The state lies in our folder, not where the stack's own backend says.
  expect(calls.filter(({ resource }) => resource?.startsWith("state-of-production"))).toEqual([]);
  const state = JSON.parse(await readFile(join(options.dir, "states", "site.tfstate"), "utf8"));
  expect(state.resources).toHaveLength(4);
  // What a deployment to AWS reads is as it was.
  expect(await readdir(join(outdir, "stacks", "site"))).toEqual(["assets", "cdk.tf.json"]);

  const planned = await planStacks(options);
  expect(planned.map(({ stack, resources }) => [stack, resources])).toEqual([
    ["links", []],
    ["site", []],
  ]);

  const destroyed = await destroyStacks(options);
  expect(destroyed.map(({ stack, destroyed }) => [stack, destroyed])).toEqual([
    ["links", 1],
    ["site", 4],
  ]);
});

test("a stack that left the plan is emptied, and what keeps its points stays where it is", async () => {
  const whole = samplePlan();
  // Without what runs: nothing of it is packaged here.
  const kept = ["key", "vault", "store", "standby", "zone-role", "copy"];
  const before = {
    ...whole,
    stacks: whole.stacks
      .filter(({ id }) => id !== `links-${WEST}`)
      .map((stack) => ({ ...stack, units: stack.units.filter(({ kind }) => kept.includes(kind)) })),
  };
  const plan = {
    ...before,
    stacks: before.stacks.filter(({ id }) => id === `site-${EAST}`),
  };
  const folder = await mkdtemp(join(dir, "leaving "));
  const shared = { state: { kind: "local" }, zips: fakeZips(folder) } as const;
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  synthesize({ plan: before, outdir: first, ...shared });
  expect(synthesize({ plan, before, outdir: second, ...shared })).toEqual([
    ...[`site-${EAST}`, `links-${EAST}`, `zone-${ZONE}`, `site-${WEST}`],
  ]);
  options = { ...options, outdir: first, dir: join(folder, "deployed") };
  await deployStacks(options);
  const since = (await sandbox.calls()).at(-1)?.id ?? 0;
  await deployStacks({ ...options, outdir: second });

  const destroyed = (await sandbox.calls(since))
    .filter(({ action, status }) => /^(Delete|ScheduleKeyDeletion)/.test(action) && status < 300)
    .map(({ action, region }) => `${action} ${region}`);
  expect(destroyed).toContain("DeleteBucketReplication us-east-1");
  expect(destroyed).toContain("DeleteRole eu-west-1");
  expect(destroyed.filter((action) => /Bucket(?!Replication)|Object|Key|Alias|Vault/.test(action))).toEqual(
    [],
  );
  for (const stack of [`links-${EAST}`, `zone-${ZONE}`, `site-${WEST}`]) {
    const state = JSON.parse(await readFile(join(options.dir, "states", `${stack}.tfstate`), "utf8"));
    expect([stack, state.resources]).toEqual([stack, []]);
  }
  // Another apply has nothing to do, and nothing to say.
  expect((await planStacks({ ...options, outdir: second })).flatMap(({ resources }) => resources)).toEqual(
    [],
  );
});

describe("the signing keys of a region", () => {
  // One in which no other test has left anything.
  const REGION = "eu-central-1";
  const sample = JSON.parse(JSON.stringify(samplePlan()).replaceAll(WEST, REGION)) as Plan;
  const all = sample.stacks.find(({ id }) => id === `site-${REGION}`)?.units ?? [];
  const stackOf = (units: readonly Unit[], more: Partial<StackPlan> = {}): Plan => {
    return {
      ...sample,
      stacks: sample.stacks.flatMap((stack) =>
        stack.id === `site-${REGION}` ? [{ ...stack, units, ...more }] : [],
      ),
    };
  };
  const signing = (generation: number): Plan =>
    stackOf(
      all
        .filter(({ kind }) => kind !== "schedule")
        .map((unit) => (unit.kind === "runners" ? { ...unit, generation } : unit)),
    );
  const retired = stackOf(
    all
      .filter(({ kind }) => ["key", "vault", "store", "standby", "alarm"].includes(kind))
      .map((unit) => (unit.kind === "key" ? { ...unit, signed: 3 } : unit)),
    { retiredUntil: "2027-01-31" },
  );
  const name = (generation: number) =>
    `alias/zonekeep-${REGION}-signing${generation === 1 ? "" : `-${generation}`}`;
  let folder: string;
  let kms: KMSClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(dir, "signing "));
    kms = new KMSClient({
      endpoint: sandbox.endpoint,
      region: REGION,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  });
  afterAll(() => kms.destroy());

  async function deployed(plan: Plan, before?: Plan): Promise<string[]> {
    const outdir = await mkdtemp(join(folder, "out "));
    const zips = fakeZips(folder);
    for (const { path } of Object.values(zips))
      await writeFile(path, zipSync({ "index.js": new Uint8Array(3) }));
    synthesize({ plan, outdir, zips, state: { kind: "local" }, ...(before !== undefined && { before }) });
    options = { ...options, outdir, dir: join(folder, "deployed") };
    const since = (await sandbox.calls()).at(-1)?.id ?? 0;
    await deployStacks(options);
    const gone = (await sandbox.calls(since)).filter(
      ({ action, status }) => /^(DeleteAlias|UpdateAlias|ScheduleKeyDeletion)$/.test(action) && status < 300,
    );
    expect(gone).toEqual([]);
    // Another apply has nothing to do.
    expect((await planStacks(options)).flatMap(({ resources }) => resources)).toEqual([]);
    const state = JSON.parse(await readFile(join(options.dir, "states", `site-${REGION}.tfstate`), "utf8"));
    const held = state.resources as { type: string; instances: { attributes: { name: string } }[] }[];
    return held
      .flatMap(({ type, instances }) =>
        type === "aws_kms_alias" ? instances.map(({ attributes }) => attributes.name) : [],
      )
      .filter((name) => name.includes("-signing"))
      .sort();
  }
  const keyAt = async (generation: number) =>
    (await kms.send(new DescribeKeyCommand({ KeyId: name(generation) }))).KeyMetadata;

  test("stay when it rotates, one of before is deleted, it is retired, and it leaves", async () => {
    expect(await deployed(signing(2))).toEqual([name(1), name(2)]);
    const [first, second] = [await keyAt(1), await keyAt(2)];
    // As the account's root user.
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: first?.Arn }));
    const since = (await sandbox.calls()).at(-1)?.id ?? 0;
    expect(await deployed(signing(3))).toEqual([1, 2, 3].map(name));
    // The third, and one in place of the first.
    expect((await sandbox.calls(since)).filter(({ action }) => action === "CreateKey")).toHaveLength(2);
    expect(await keyAt(1)).toMatchObject({ Arn: first?.Arn, KeyState: "PendingDeletion" });

    expect(await deployed(retired)).toEqual([1, 2, 3].map(name));
    expect(await keyAt(2)).toMatchObject({ Arn: second?.Arn, KeyState: "Enabled" });
    const third = await keyAt(3);
    expect(third?.KeyState).toBe("Enabled");
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: third?.Arn, PolicyName: "default" }));
    expect(Policy).toContain("SignsNoMore");

    expect(await deployed({ ...retired, stacks: [] }, retired)).toEqual([]);
    expect((await keyAt(3))?.KeyState).toBe("Enabled");
  });
});

test("a plan names what another apply would change", async () => {
  options = {
    ...options,
    outdir: await synthesized({ links: { resource: LINKS } }),
    dir: join(dir, "drift"),
  };
  await deployStacks(options);
  const outdir = await synthesized({
    links: { resource: { aws_sns_topic: { links: { name: "links", display_name: "L" } } } },
  });
  expect(await planStacks({ ...options, outdir })).toMatchObject([
    { stack: "links", added: 0, changed: 1, destroyed: 0, resources: ["aws_sns_topic.links (update)"] },
  ]);
});

test("a stack that fails is named with Terraform's own text, and those after it are not begun", async () => {
  const bad = { aws_sqs_queue: { queue: { name: "a queue with spaces" } } };
  const outdir = await synthesized({ bad: { resource: bad }, links: { resource: LINKS, after: ["bad"] } });
  options = { ...options, outdir, dir: join(dir, "failing") };
  await expect(deployStacks(options)).rejects.toThrow(
    /^stack bad: aws_sqs_queue\.queue: .*invalid queue name/,
  );
  expect(existsSync(join(options.dir, "states", "links.tfstate"))).toBe(false);
});

test("a call that breaks off while a stack is applied is tried again", async () => {
  await sandbox.faults([{ service: "sns", action: "CreateTopic", times: 1, fault: { kind: "drop-before" } }]);
  options = {
    ...options,
    outdir: await synthesized({ links: { resource: LINKS } }),
    dir: join(dir, "retried"),
  };
  const before = (await sandbox.calls()).at(-1)?.id ?? 0;
  expect(await deployStacks(options)).toMatchObject([{ stack: "links", added: 1 }]);
  const tries = (await sandbox.calls(before)).filter(({ action }) => action === "CreateTopic");
  expect(tries.map(({ status, by }) => [status, by])).toEqual([
    [0, "fault"],
    [200, "aws"],
  ]);
});
