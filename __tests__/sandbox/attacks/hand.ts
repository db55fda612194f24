import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { blobKey } from "../../../modules/recovery/layout.ts";
import type { BlobRef, Manifest } from "../../../modules/recovery/manifest.ts";
import { manifestKey, PREFIX, type Scene, STORE, s3Of } from "./scene.ts";

/** Written as the runners write: locked for as long as the deployed policy asks, and only where nothing is. */
const LOCKED = (): Partial<PutObjectCommandInput> => ({
  IfNoneMatch: "*",
  ObjectLockMode: "GOVERNANCE",
  ObjectLockRetainUntilDate: new Date(Date.now() + 36 * 86_400_000),
});

/** Members that are other ones, or `undefined`: left out. */
export type ManifestChange = { readonly [Member in keyof Manifest]?: Manifest[Member] | undefined };

/** Whoever may write to the store and nothing else, with S3's own calls. */
export class Hand {
  readonly s3: S3Client;

  constructor(readonly scene: Pick<Scene, "mallory" | "run">) {
    this.s3 = s3Of(scene.mallory);
  }

  async read(Key: string): Promise<Uint8Array> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: STORE, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  async json<T>(key: string): Promise<T> {
    return JSON.parse(Buffer.from(await this.read(key)).toString()) as T;
  }

  async put(Key: string, value: unknown, more: Partial<PutObjectCommandInput> = LOCKED()): Promise<string> {
    const Body = bytesOf(value);
    const { VersionId = "" } = await this.s3.send(
      new PutObjectCommand({ Bucket: STORE, Key, Body, ChecksumAlgorithm: "SHA256", ...more }),
    );
    return VersionId;
  }

  /** Content-addressed, as everything of a point but its manifest is. */
  async keep(value: unknown, more?: Partial<PutObjectCommandInput>): Promise<BlobRef> {
    const bytes = bytesOf(value);
    const sha256 = sha256Of(bytes);
    await this.put(blobKey(PREFIX, sha256), bytes, more);
    return { sha256, size: bytes.length };
  }

  manifest(name: string): Promise<Manifest> {
    return this.json(manifestKey(name, this.scene.run.run));
  }

  /** The id of a run that began so many seconds after the signed one, and ends as the attacker likes. */
  runAfter(seconds: number, ending: string): string {
    const iso = new Date(Date.parse(this.scene.run.startedAt) + seconds * 1000).toISOString();
    return `${iso.slice(0, 19).replaceAll(/[-:]/g, "")}Z-${ending}`;
  }

  /** The signed point of a function once more under another run, with the data keys of its secrets, and whatever is changed. */
  async plant(
    name: string,
    run: string,
    change: ManifestChange,
    more?: Partial<PutObjectCommandInput>,
  ): Promise<void> {
    const own = await this.manifest(name);
    const Prefix = `${PREFIX}wraps/lambda/${name}/${own.run}/`;
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: STORE, Prefix }));
    for (const { Key = "" } of Contents)
      await this.put(Key.replace(own.run, run), await this.read(Key), more);
    const { seal: _, ...rest } = own;
    await this.put(manifestKey(name, run), { ...rest, run, capturedAt: timeOf(run), ...change }, more);
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value));
}

/** When a run began, by its id. */
export function timeOf(run: string): string {
  return run.replace(/^(....)(..)(..)T(..)(..)(..)Z.*$/, "$1-$2-$3T$4:$5:$6Z");
}
