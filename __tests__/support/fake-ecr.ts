import { createHash } from "node:crypto";
import type * as E from "@aws-sdk/client-ecr";
import { InvalidLayerPartException } from "@aws-sdk/client-ecr";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

interface Repository {
  /** Configurations and layers by digest. */
  readonly layers: Map<string, Uint8Array>;
  /** Manifests by digest. */
  readonly images: Map<string, { readonly manifest: string; readonly mediaType: string; tags: Set<string> }>;
}

const digestOf = (bytes: Uint8Array | string): string =>
  `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** Repositories of one account and region in memory: digests are compared, parts come in their order. */
export class FakeEcr extends FakeService<E.ECRClient> {
  readonly service = "ecr";
  readonly repositories = new Map<string, Repository>();
  readonly #uploads = new Map<string, Uint8Array[]>();
  readonly #addresses = new Map<string, Uint8Array>();
  /** Bytes of a part that an upload wants: few, so that a layer takes several. */
  partSize = 10;

  /** An image that is there already. */
  seed(repository: string, manifest: Uint8Array, mediaType: string, parts: readonly Uint8Array[]): void {
    const { layers, images } = this.repositories.get(repository) ?? this.#create(repository);
    for (const part of parts) layers.set(digestOf(part), part);
    images.set(digestOf(manifest), {
      manifest: Buffer.from(manifest).toString(),
      mediaType,
      tags: new Set(),
    });
  }

  /** The manifest behind `<repository>@<digest>`, as Lambda finds it. */
  imageAt(address: string): Uint8Array | undefined {
    const [, name = "", digest = ""] = /^[^/]+\/([^:@]+)@(.+)$/.exec(address) ?? [];
    const image = this.repositories.get(name)?.images.get(digest);
    return image === undefined ? undefined : Buffer.from(image.manifest);
  }

  /** What stands behind a presigned address. */
  async *download(address: string): AsyncIterable<Uint8Array> {
    const bytes = this.#addresses.get(address);
    if (bytes === undefined) throw new Error("HTTP status 404");
    yield bytes;
  }

  CreateRepository({ repositoryName = "" }: E.CreateRepositoryRequest) {
    if (this.repositories.get(repositoryName) !== undefined)
      throw awsError("RepositoryAlreadyExistsException", 400);
    this.#create(repositoryName);
    return {};
  }

  BatchGetImage({ repositoryName, imageIds = [] }: E.BatchGetImageRequest) {
    const { images } = this.#there(repositoryName);
    const found = imageIds.map((imageId) => ({ imageId, image: images.get(imageId.imageDigest ?? "") }));
    return {
      images: found.flatMap(({ imageId, image }) =>
        image === undefined
          ? []
          : [{ imageId, imageManifest: image.manifest, imageManifestMediaType: image.mediaType }],
      ),
      failures: found.flatMap(({ imageId, image }) =>
        image === undefined
          ? [{ imageId, failureCode: "ImageNotFound", failureReason: "Requested image not found" }]
          : [],
      ),
    };
  }

  GetDownloadUrlForLayer({ repositoryName, layerDigest = "" }: E.GetDownloadUrlForLayerRequest) {
    const bytes = this.#there(repositoryName).layers.get(layerDigest);
    if (bytes === undefined) throw awsError("LayersNotFoundException", 400);
    const downloadUrl = `https://layers.example/${layerDigest}?X-Amz-Signature=canary-signature`;
    this.#addresses.set(downloadUrl, bytes);
    return { downloadUrl, layerDigest };
  }

  BatchCheckLayerAvailability({ repositoryName, layerDigests = [] }: E.BatchCheckLayerAvailabilityRequest) {
    const { layers } = this.#there(repositoryName);
    return {
      layers: layerDigests.map((layerDigest) => ({
        layerDigest,
        layerAvailability: layers.has(layerDigest) ? "AVAILABLE" : "UNAVAILABLE",
      })),
    };
  }

  InitiateLayerUpload({ repositoryName }: E.InitiateLayerUploadRequest) {
    this.#there(repositoryName);
    const uploadId = `upload-${this.#uploads.size}`;
    this.#uploads.set(uploadId, []);
    return { uploadId, partSize: this.partSize };
  }

  UploadLayerPart({ uploadId = "", partFirstByte, layerPartBlob }: E.UploadLayerPartRequest) {
    const parts = this.#uploads.get(uploadId) ?? [];
    const received = parts.reduce((sum, { length }) => sum + length, 0);
    if (partFirstByte !== received)
      throw new InvalidLayerPartException({
        message: "not the next part",
        lastValidByteReceived: received - 1,
        $metadata: { httpStatusCode: 400 },
      });
    parts.push(layerPartBlob ?? new Uint8Array());
    return { uploadId };
  }

  CompleteLayerUpload({ repositoryName, uploadId = "", layerDigests = [] }: E.CompleteLayerUploadRequest) {
    const { layers } = this.#there(repositoryName);
    const bytes = Buffer.concat(this.#uploads.get(uploadId) ?? []);
    const digest = digestOf(bytes);
    if (layerDigests[0] !== digest) throw awsError("InvalidLayerException", 400);
    if (layers.has(digest)) throw awsError("LayerAlreadyExistsException", 400);
    layers.set(digest, bytes);
    return { layerDigest: digest };
  }

  PutImage({
    repositoryName,
    imageManifest = "",
    imageManifestMediaType: mediaType = "",
    ...input
  }: E.PutImageRequest) {
    const { layers, images } = this.#there(repositoryName);
    const digest = digestOf(imageManifest);
    if (input.imageDigest !== undefined && input.imageDigest !== digest)
      throw awsError("ImageDigestDoesNotMatchException", 400);
    const named = [...imageManifest.matchAll(/sha256:[0-9a-f]{64}/g)].map(([part]) => part);
    if (!named.every((part) => layers.has(part))) throw awsError("LayersNotFoundException", 400);
    const image = images.get(digest) ?? { manifest: imageManifest, mediaType, tags: new Set<string>() };
    if (images.has(digest) && (input.imageTag === undefined || image.tags.has(input.imageTag)))
      throw awsError("ImageAlreadyExistsException", 400);
    if (input.imageTag !== undefined) image.tags.add(input.imageTag);
    images.set(digest, image);
    return { image: { imageId: { imageDigest: digest } } };
  }

  #create(name: string): Repository {
    const made: Repository = { layers: new Map(), images: new Map() };
    this.repositories.set(name, made);
    return made;
  }

  #there(name: string | undefined): Repository {
    const found = this.repositories.get(name ?? "");
    if (found === undefined) throw awsError("RepositoryNotFoundException", 400);
    return found;
  }
}
