import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  InvalidLayerPartException,
  PutImageCommand,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import { collect } from "../../../recovery/bytes.ts";
import type { BlobRef } from "../../../recovery/manifest.ts";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { ImageDocument, Repository } from "../image.ts";
import type { FunctionRestorePorts } from "./ports.ts";

interface Pushed {
  readonly image: ImageDocument;
  readonly at: Repository;
  /** Of the manifest, 64 hex digits. */
  readonly digest: string;
}

/** Digests of one question. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchCheckLayerAvailability.html */
const MAX_DIGESTS = 100;
/** ECR takes manifests up to 4 MiB. https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MAX_MANIFEST = 4 * 1024 * 1024;

/**
 * Pushes configuration and layers that the repository lacks, then the manifest, byte for byte, so that the digest is
 * the one that was captured. It gets a tag of its own: rules that expire untagged images would take it.
 * @throws RestoreError; repeating it continues
 */
export async function pushImage(ports: FunctionRestorePorts, { image, at, digest }: Pushed): Promise<void> {
  for (const part of await lacking(ports, at, image.parts)) await pushPart(ports, at, part);
  const manifest = await collect(ports.open({ sha256: digest, size: image.manifestSize }), MAX_MANIFEST);
  const what = { resource: `image ${at.name}@sha256:${digest}`, call: "ecr:PutImage" };
  await attempt(ports.sleep, what, () =>
    unlessThere("ImageAlreadyExistsException", () =>
      ports.client(ECRClient).send(
        new PutImageCommand({
          registryId: at.account,
          repositoryName: at.name,
          imageManifest: Buffer.from(manifest).toString("utf8"),
          imageManifestMediaType: image.mediaType,
          imageTag: `zonekeep-${digest}`,
          imageDigest: `sha256:${digest}`,
        }),
      ),
    ),
  );
}

async function lacking(
  { client, sleep }: FunctionRestorePorts,
  { account, name }: Repository,
  parts: readonly BlobRef[],
): Promise<readonly BlobRef[]> {
  const what = { resource: `repository ${name}`, call: "ecr:BatchCheckLayerAvailability" };
  const there = new Set<string>();
  for (let from = 0; from < parts.length; from += MAX_DIGESTS) {
    const { layers = [] } = await attempt(sleep, what, () =>
      client(ECRClient).send(
        new BatchCheckLayerAvailabilityCommand({
          registryId: account,
          repositoryName: name,
          layerDigests: parts.slice(from, from + MAX_DIGESTS).map(({ sha256 }) => `sha256:${sha256}`),
        }),
      ),
    );
    for (const { layerDigest = "", layerAvailability } of layers)
      if (layerAvailability === "AVAILABLE") there.add(layerDigest);
  }
  return parts.filter(({ sha256 }) => !there.has(`sha256:${sha256}`));
}

/** One upload, never continued: a restore that was stopped begins this layer again, and ECR drops what it has of it. */
async function pushPart(
  { client, sleep, open }: FunctionRestorePorts,
  { account: registryId, name: repositoryName }: Repository,
  part: BlobRef,
): Promise<void> {
  const ecr = client(ECRClient);
  const resource = `layer sha256:${part.sha256} of repository ${repositoryName}`;
  const call = <T>(name: string, send: () => Promise<T>): Promise<T> =>
    attempt(sleep, { resource, call: `ecr:${name}` }, send);
  const { uploadId, partSize } = await call("InitiateLayerUpload", () =>
    ecr.send(new InitiateLayerUploadCommand({ registryId, repositoryName })),
  );
  if (uploadId === undefined || partSize === undefined)
    throw new RestoreError(resource, "ecr:InitiateLayerUpload", "the answer has no upload", AGAIN);
  let first = 0;
  for await (const layerPartBlob of chunks(open(part), partSize)) {
    const partFirstByte = first;
    const partLastByte = first + layerPartBlob.length - 1;
    first += layerPartBlob.length;
    await call("UploadLayerPart", () =>
      unlessReceived(partLastByte, () =>
        ecr.send(
          new UploadLayerPartCommand({
            registryId,
            repositoryName,
            uploadId,
            partFirstByte,
            partLastByte,
            layerPartBlob,
          }),
        ),
      ),
    );
  }
  const layerDigests = [`sha256:${part.sha256}`];
  await call("CompleteLayerUpload", () =>
    unlessThere("LayerAlreadyExistsException", () =>
      ecr.send(new CompleteLayerUploadCommand({ registryId, repositoryName, uploadId, layerDigests })),
    ),
  );
}

/** What exists by now, of its digest or its name, is what was to be made. */
export async function unlessThere(name: string, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof Error && error.name === name)) throw error;
  }
}

/** A part whose answer was lost is refused when it is sent again, since it is not the next one. */
async function unlessReceived(lastByte: number, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof InvalidLayerPartException) || error.lastValidByteReceived !== lastByte)
      throw error;
  }
}

/** The same bytes in pieces of `size`, but for the last. */
async function* chunks(source: AsyncIterable<Uint8Array>, size: number): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (let bytes of source) {
    while (length + bytes.length >= size) {
      const rest = size - length;
      yield Buffer.concat([...held, bytes.subarray(0, rest)]);
      bytes = bytes.subarray(rest);
      held = [];
      length = 0;
    }
    held.push(bytes);
    length += bytes.length;
  }
  if (length > 0) yield Buffer.concat(held);
}
