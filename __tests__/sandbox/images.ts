import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import { packTar } from "modern-tar";

const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

/** An image as a build makes it: layers of files, lowest first, and a configuration that names them. */
export interface BuiltImage {
  readonly manifest: string;
  readonly mediaType: string;
  /** `sha256:...` of the manifest. */
  readonly digest: string;
  /** Configuration and layers by digest. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

const digestOf = (bytes: Uint8Array | string): string =>
  `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** Files with their absolute paths; the command as in a Dockerfile's `CMD`. */
export async function buildImage(
  layers: readonly Readonly<Record<string, string | Uint8Array>>[],
  command: readonly string[] = ["index.handler"],
): Promise<BuiltImage> {
  const tars = await Promise.all(layers.map(tarOf));
  const packed = tars.map((tar) => new Uint8Array(gzipSync(tar)));
  const config = Buffer.from(
    JSON.stringify({
      architecture: "amd64",
      os: "linux",
      config: { Cmd: command, WorkingDir: "/var/task" },
      rootfs: { type: "layers", diff_ids: tars.map(digestOf) },
    }),
  );
  const manifest = JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: "application/vnd.docker.container.image.v1+json",
        size: config.length,
        digest: digestOf(config),
      },
      layers: packed.map((layer) => ({
        mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip",
        size: layer.length,
        digest: digestOf(layer),
      })),
    },
    null,
    3,
  );
  const blobs = new Map([config, ...packed].map((bytes) => [digestOf(bytes), bytes] as const));
  return { manifest, mediaType: MANIFEST, digest: digestOf(manifest), blobs };
}

function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  return packTar(
    Object.entries(files).map(([path, body]) => ({
      header: {
        name: path.replace(/^\//, ""),
        size: Buffer.byteLength(body),
        type: "file" as const,
        mtime: new Date(0),
      },
      body,
    })),
  );
}

/** As `docker push` does it: what the repository lacks, then the manifest. */
export async function pushImage(
  ecr: ECRClient,
  repositoryName: string,
  image: BuiltImage,
  imageTag?: string,
): Promise<void> {
  const layerDigests = [...image.blobs.keys()];
  const { layers = [] } = await ecr.send(
    new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }),
  );
  for (const { layerDigest = "", layerAvailability } of layers) {
    if (layerAvailability === "AVAILABLE") continue;
    const bytes = image.blobs.get(layerDigest) ?? new Uint8Array();
    const { uploadId, partSize = 0 } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
    for (let first = 0; first < bytes.length; first += partSize) {
      const layerPartBlob = bytes.subarray(first, first + partSize);
      const partLastByte = first + layerPartBlob.length - 1;
      await ecr.send(
        new UploadLayerPartCommand({
          repositoryName,
          uploadId,
          partFirstByte: first,
          partLastByte,
          layerPartBlob,
        }),
      );
    }
    await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [layerDigest] }));
  }
  await ecr.send(
    new PutImageCommand({
      repositoryName,
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
      imageTag,
    }),
  );
}
