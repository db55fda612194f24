import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { itemsOf } from "../../../handlers/discover/items.ts";
import type { CaptureItem } from "../../../modules/contract/events.ts";
import type { Json } from "../../../modules/contract/json.ts";
import { type AnyProtector, loadProtector } from "../../../modules/protectors/load.ts";
import type {
  Captured,
  ClientOf,
  IdMap,
  ThingPlan,
  TimedPorts,
} from "../../../modules/protectors/protector.ts";
import { readEach } from "../../../modules/protectors/read-list.ts";
import { download } from "../../../modules/store/download.ts";
import { FileSpool } from "../../../modules/store/file-spool.ts";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { ANY, OPTIONS, request } from "../../support/sample-request.ts";
import { takeBack } from "../../support/take-back.ts";
import { ACCOUNT } from "../extension/servers.ts";

export interface KeptThing {
  readonly item: CaptureItem;
  readonly protector: AnyProtector;
  // biome-ignore lint/suspicious/noExplicitAny: a document leaves a kind only to come back to it
  readonly captured: Captured<any, any>;
}

interface Wanted {
  readonly map?: IdMap;
  readonly replace?: boolean;
  readonly skip?: ReadonlySet<string>;
  readonly allowPublic?: boolean;
  /** Of the points. By default one of the beginning of the year. */
  readonly run?: string;
}

interface Restored {
  readonly protector: AnyProtector;
  readonly arn: string;
  readonly activation: Json;
}

/** A function with all that calls it, followed, kept, brought back and armed as a run and a restore do it. */
export class Application {
  constructor(
    readonly endpoint: string,
    readonly folder: string,
  ) {}

  ports(region: string): TimedPorts {
    const made = new Map<unknown, unknown>();
    const client: ClientOf = (Class) => {
      const options = {
        endpoint: this.endpoint,
        region,
        credentials: FAKE_CREDENTIALS,
        forcePathStyle: true,
        // As our own clients: that of Kinesis would speak HTTP/2 by itself.
        requestHandler: new NodeHttpHandler(),
      };
      const found = made.get(Class) ?? new Class(options);
      made.set(Class, found);
      return found as InstanceType<typeof Class>;
    };
    return { account: ACCOUNT, partition: "aws", region, client, sleep, now: Date.now };
  }

  async backup(region: string, name: string, warn: (text: string) => void): Promise<KeptThing[]> {
    const ports = this.ports(region);
    const wanted = { ...request, select: { ...ANY, names: [name] } };
    const items = await itemsOf(
      { aws: ports, protector: loadProtector, list: readEach(warn), now: Date.now },
      wanted,
      warn,
    );
    const kept: KeptThing[] = [];
    for (const item of items) {
      const protector = await loadProtector(item.kind);
      const spool = await FileSpool.in(this.folder);
      const captured = await protector.capture(
        { ...ports, download, spool, known: async () => undefined },
        item,
        OPTIONS,
      );
      if (captured === undefined) throw new Error(`${item.kind}/${item.id} is gone`);
      kept.push({ item, protector, captured });
    }
    return kept;
  }

  /** Puts the bytes of what was kept where services of a region read them. */
  async stage(region: string, bucket: string, kept: readonly KeptThing[]): Promise<void> {
    const s3 = this.ports(region).client(S3Client);
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ...(region !== "us-east-1" && {
          CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" },
        }),
      }),
    );
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
    for (const { content } of kept.flatMap(({ captured }) => captured.blobs)) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content.open()) chunks.push(chunk);
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: content.sha256, Body: Buffer.concat(chunks) }),
      );
    }
  }

  /** Buses first, then functions, then what calls them. */
  async restore(
    kept: readonly KeptThing[],
    region: string,
    bucket: string,
    {
      map = {},
      replace = false,
      skip = new Set(),
      allowPublic = false,
      run = "20260101T000000Z-0badcafe",
    }: Wanted = {},
  ): Promise<Restored[]> {
    const target = { account: ACCOUNT, partition: "aws", region };
    const names = Object.assign(
      {},
      ...kept.map(({ protector, captured }) => protector.names(captured.document, { target })),
    );
    const order = [
      "event-bus",
      "event-archive",
      "event-connection",
      "api-destination",
      "sqs-queue",
      "dynamodb-table",
      "kinesis-stream",
      "lambda",
      "state-machine",
      "pipe",
      "event-rule",
      "target-group",
      "http-api",
      "websocket-api",
      "rest-api",
      "log-filter",
      "user-pool-triggers",
      "secret-rotation",
      "cloudfront-distribution",
    ];
    const sorted = kept.toSorted((a, b) => order.indexOf(a.item.kind) - order.indexOf(b.item.kind));
    const drawn: Record<string, string> = {};
    for (const { protector, captured } of kept)
      Object.assign(drawn, await protector.drawn?.(this.ports(region), captured.document, {}));
    const arns = new Set<string>(kept.map(({ captured }) => captured.document.arn));
    const restored: Restored[] = [];
    const plans: ThingPlan[] = [];
    const ids = new Map<string, string>();
    for (const { protector, captured, item } of sorted) {
      const translation = protector.translate(captured.document, captured.secrets, {
        target,
        map: { ...map, ...names, ...drawn },
        ...(item.kind !== "lambda" && { restored: arns }),
      });
      const plan = await protector.plan(
        {
          ...this.ports(region),
          locate: async (sha256) => ({ bucket, key: sha256 }),
          open: noBytes,
          elsewhere: (other, question) => question(this.ports(other).client),
          now: Date.now,
          holder: "drill",
        },
        {
          point: `${ACCOUNT}/us-east-1/points/${item.kind}/${item.id.replace("/", "=2F")}/${run}.json`,
          translation,
          target,
          together: new Set(Object.values(names)),
          known: ids,
          replace,
          skip,
          allowPublic,
          today: new Date().toISOString().slice(0, 10),
        },
      );
      if (plan.blocked.length > 0) throw new Error(plan.blocked.map(({ message }) => message).join("; "));
      for (const [from, to] of plan.ids) ids.set(from, to);
      for (const { perform } of plan.steps) await perform?.(ids);
      plans.push(plan);
      const { arn } = protector.identity(translation.document);
      restored.push({ protector, arn, activation: null });
    }
    // What is made last may be named by what was made first.
    return restored.map((one, at) => ({
      ...one,
      arn: ids.get(one.arn) ?? one.arn,
      activation: JSON.parse(JSON.stringify(plans[at]?.activation(ids) ?? null)) as Json,
    }));
  }

  /** What was done for each. */
  async arm(region: string, restored: readonly Restored[]): Promise<string[]> {
    const all = restored.flatMap(({ protector, arn, activation }) =>
      protector.activate(this.ports(region), activation, { arn, alongside: true, note: () => undefined }),
    );
    const done: string[] = [];
    for (const one of [...all.filter(({ permits }) => permits), ...all.filter(({ permits }) => !permits)])
      done.push(`${await one.activate()}: ${one.title}`);
    return done;
  }

  /** Takes back what arming wrote, and tells of each what became of it. */
  disarm(region: string, restored: readonly Restored[]): Promise<string[]> {
    return takeBack(
      restored.flatMap(({ protector, arn, activation }) =>
        protector.activate(this.ports(region), activation, { arn, alongside: true, note: () => undefined }),
      ),
    );
  }
}
