import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { capture } from "../../handlers/capture/capture.ts";
import { discover } from "../../handlers/discover/discover.ts";
import type { Log } from "../../handlers/shared/reporting.ts";
import type { BackupRequest, CaptureItem } from "../../modules/contract/events.ts";
import type { ThingId } from "../../modules/contract/kinds.ts";
import type { SourceRevisionRule } from "../../modules/contract/source-revision.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import type { IdMap } from "../../modules/protectors/protector.ts";
import { collect } from "../../modules/recovery/bytes.ts";
import { activateRestored } from "../../modules/restore/activate.ts";
import { applyRestore } from "../../modules/restore/apply.ts";
import { planRestore, type RestorePlan } from "../../modules/restore/plan.ts";
import type { RestorePorts } from "../../modules/restore/ports.ts";
import type { RestoreAsked } from "../../modules/restore/restore-asked.ts";
import type { RestoreResult } from "../../modules/restore/result.ts";
import { unlessFailed } from "./destination.ts";
import { FakeKeys } from "./fake-keys.ts";
import { FakeNetworks } from "./fake-networks.ts";
import { FakeRegion } from "./fake-region.ts";
import { FakeSqs } from "./fake-sqs.ts";
import type { MemoryStore } from "./memory-store.ts";
import { MemoryWork } from "./memory-work.ts";
import { SIGNED, witness } from "./run-witness.ts";
import { PREFIX } from "./sample-point.ts";
import { ANY, request } from "./sample-request.ts";
import { ACCOUNT, seedFunction, seedVersions } from "./seed-function.ts";

export const HOME = "us-east-1";
export const AWAY = "eu-west-1";
/** One name for a function, a queue and a bucket. */
export const NAME = "orders";
/** Where the bucket's objects are told of, elsewhere: bucket names are global. */
export const BUCKET_AWAY = "orders-eu";
export const SECRET = "canary-env-91b2";
export const MAP: IdMap = { [`arn:aws:s3:::${NAME}`]: `arn:aws:s3:::${BUCKET_AWAY}` };

export const queueArn = (name: string, region = HOME): string => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`;
export const functionArn = (region = HOME): string => `arn:aws:lambda:${region}:${ACCOUNT}:function:${NAME}`;

/** Lambda, S3 and SQS of a region on one wire, with every role and key that is asked for. */
export class Region extends FakeRegion {
  readonly sqs: FakeSqs;
  /** Where what is restored here was lost, if that can be asked. */
  from: Region | undefined;

  constructor(region: string, objects: ReadonlyMap<string, Uint8Array> = new Map()) {
    super({ region, objects: new Map(objects) });
    this.sqs = new FakeSqs({ account: ACCOUNT, region, wire: this.wire });
  }

  protected override fakes(): Map<unknown, unknown> {
    const known = {
      send: async ({ input }: { input: { RoleName?: string } }) =>
        input.RoleName === undefined
          ? { KeyMetadata: { KeyState: "Enabled" } }
          : { Role: { Arn: `arn:aws:iam::${ACCOUNT}:role/${input.RoleName}` } },
    };
    return new Map([
      ...super.fakes(),
      [SQSClient, this.sqs.client],
      [IAMClient, known],
      [KMSClient, known],
      [EC2Client, new FakeNetworks().client],
    ]);
  }
}

/** A function that reads a queue with a dead-letter queue, and that a bucket calls at its second version. */
export function application(): Region {
  const home = new Region(HOME);
  home.sqs.CreateQueue({ QueueName: `${NAME}-dead` });
  home.sqs.CreateQueue({
    QueueName: NAME,
    Attributes: {
      VisibilityTimeout: "60",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(`${NAME}-dead`), maxReceiveCount: 3 }),
    },
    tags: { team: "shop" },
  });
  const fn = seedFunction(home.lambda, NAME, {
    Environment: {
      Variables: { TOKEN: SECRET, QUEUE: `https://sqs.${HOME}.amazonaws.com/${ACCOUNT}/${NAME}` },
    },
  });
  seedVersions(fn, NAME, 2);
  fn.published.delete("1");
  home.lambda.mappings.set("m1", {
    UUID: "m1",
    FunctionArn: functionArn(),
    EventSourceArn: queueArn(NAME),
    State: "Enabled",
  });
  home.buckets.add(NAME, {
    LambdaFunctionConfigurations: [
      { Id: "uploads", LambdaFunctionArn: `${functionArn()}:2`, Events: ["s3:ObjectCreated:*"] },
      { Id: "theirs", LambdaFunctionArn: `${functionArn()}-2`, Events: ["s3:ObjectRemoved:*"] },
    ],
  });
  return home;
}

/** A run of the real runners: everything that the policy selects and follows has a point in the store. */
export async function backUp(
  home: Region,
  store: MemoryStore,
  startedAt = "2026-11-23T21:08:00.000Z",
  {
    refused = [],
    log = () => undefined,
    sourceRevision,
    ...change
  }: Partial<BackupRequest> & {
    readonly refused?: readonly string[];
    readonly log?: Log;
    readonly sourceRevision?: SourceRevisionRule;
  } = {},
): Promise<{ readonly items: readonly CaptureItem[]; readonly points: readonly string[] }> {
  const work = new MemoryWork();
  const asked = { ...request, select: { ...ANY, names: [NAME] }, copies: [], ...change };
  const keys = new FakeKeys();
  for (const key of refused) keys.refused.add(key);
  const aws = home.ports();
  const execution = { id: "arn:aws:states:us-east-1:123456789012:execution:x:1", startedAt };
  const discovered = await discover(
    {
      aws,
      protector: loadProtector,
      begun: async () => undefined,
      begunElsewhere: async () => undefined,
      copyRules: async () => [],
      work,
      ...witness,
      log,
    },
    { request: asked, execution },
  );
  const items = (await work.get(discovered.items.key)) as CaptureItem[];
  const points: string[] = [];
  for (const item of items) {
    const { point } = await capture(
      {
        aws,
        protector: loadProtector,
        store,
        keys,
        random: (size) => new Uint8Array(size),
        work,
        ...witness,
        ...(sourceRevision !== undefined && { sourceRevision }),
        log,
        now: () => new Date(startedAt),
      },
      { ...discovered, item },
    );
    if (point !== undefined) points.push(point.key);
  }
  return { items, points };
}

/** A region to restore into, whose own store holds the points. */
export async function destination(store: MemoryStore, region = AWAY): Promise<Region> {
  const objects = new Map<string, Uint8Array>();
  for await (const { key } of store.list(PREFIX)) {
    const source = await store.open(key);
    if (source !== undefined) objects.set(`near/${key}`, await collect(source, 10_000_000));
  }
  const there = new Region(region, objects);
  there.buckets.add(region === HOME ? NAME : BUCKET_AWAY);
  return there;
}

let hours = 0;

export function restorePorts(there: Region, store: MemoryStore): RestorePorts {
  const { region } = there.lambda;
  const { from } = there;
  there.wire.dead = false;
  hours += 1;
  const at = hours * 3_600_000;
  return {
    account: ACCOUNT,
    partition: "aws",
    region,
    client: there.client,
    protector: loadProtector,
    sleep: async (milliseconds) => {
      there.sqs.now += milliseconds;
    },
    // A restore that died long ago keeps nobody out.
    now: () => at,
    holder: "somebody",
    source: { store, prefix: PREFIX, region, opener: HOME, witness: SIGNED },
    near: { store, bucket: "near" },
    keys: new FakeKeys(),
    today: () => "2026-11-29",
    ...(from !== undefined && { elsewhere: async (_region, question) => question(from.client) }),
  };
}

export const FUNCTION: ThingId = { kind: "lambda", id: NAME };

export function plan(
  there: Region,
  store: MemoryStore,
  change: Partial<RestoreAsked> = {},
): Promise<RestorePlan> {
  const asked = {
    things: [FUNCTION],
    point: "latest",
    map: MAP,
    alone: false,
    replace: false,
    allowPublic: false,
  };
  return planRestore(restorePorts(there, store), { ...asked, ...change });
}

/** Plans, applies and arms. */
export async function restore(
  there: Region,
  store: MemoryStore,
  change: Partial<RestoreAsked> = {},
  { beforeArm, ...arming }: { readonly alongside?: boolean; readonly beforeArm?: () => void } = {},
): Promise<RestoreResult> {
  const ports = restorePorts(there, store);
  const result = unlessFailed(await applyRestore(ports, await plan(there, store, change)));
  beforeArm?.();
  const { failed } = await activateRestored(ports, result, { dryRun: false, ...arming });
  if (failed.length > 0) throw new Error(failed.map(({ message }) => message).join("\n"));
  return result;
}
