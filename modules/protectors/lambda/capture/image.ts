import { BatchGetImageCommand, ECRClient, GetDownloadUrlForLayerCommand } from "@aws-sdk/client-ecr";
import { bytesContent } from "../../../recovery/bytes.ts";
import type { Content } from "../../../recovery/store.ts";
import type { CaptureOptions } from "../../capture-options.ts";
import { CallError, call, callOrNone } from "../../kit/calls.ts";
import {
  type ImageDocument,
  MANIFEST_TYPES,
  parseRepository,
  type Repository,
  repositoryOf,
} from "../image.ts";
import type { FunctionCapturePorts } from "../ports.ts";
import { readPackage } from "./code.ts";

const BATCH_GET = "ecr:BatchGetImage";
const DOWNLOAD_URL = "ecr:GetDownloadUrlForLayer";

/** An image as GetFunction names it. */
export interface NamedImage {
  /** `orders:3` */
  readonly resource: string;
  /** The digest of its manifest, 64 hex digits: what Lambda runs, wherever its tag is by now. */
  readonly digest: string;
  /** `ResolvedImageUri` */
  readonly address: string | undefined;
  /** Where layers go from the disk: an image may be larger than it. */
  readonly keep: CaptureOptions["keep"];
}

/** ECR has no such image any more: Lambda runs a copy of its own, and gives none back. */
export class ImageGoneError extends CallError {}

export interface ImageRead {
  readonly document: ImageDocument;
  /** Byte for byte as it was pushed: its hash is the image's digest. */
  readonly manifest: Content;
  readonly parts: readonly Content[];
}

/**
 * Manifest, configuration and layers of an image, each verified against its digest. Lambda runs a copy of its own, so
 * that a function may outlive its image in ECR: then it can be run, and not be given back.
 * @throws ImageGoneError; CallError when a part of it does not come, or is other bytes
 */
export async function readImage(ports: FunctionCapturePorts, image: NamedImage): Promise<ImageRead> {
  const { resource, digest, address = "" } = image;
  const repository = parseRepository(address);
  if (repository === undefined)
    throw new CallError(
      "lambda:GetFunction",
      resource,
      new Error("answered without the address of its image"),
    );
  const { text, mediaType } = await readManifest(ports, repository, image);
  const manifest = bytesContent(Buffer.from(text));
  if (manifest.sha256 !== digest)
    throw failed(image, `the manifest came with SHA-256 ${manifest.sha256}, Lambda says ${digest}`);
  const parts: Content[] = [];
  for (const part of partsOf(text, image)) parts.push(await readPart(ports, repository, image, part));
  return {
    document: {
      repository: repositoryOf(address),
      mediaType,
      manifestSize: manifest.size,
      parts: parts.map(({ sha256, size }) => ({ sha256, size })),
    },
    manifest,
    parts,
  };
}

async function readManifest(
  ports: FunctionCapturePorts,
  { account, name }: Repository,
  image: NamedImage,
): Promise<{ readonly text: string; readonly mediaType: string }> {
  const answer = await callOrNone(BATCH_GET, image.resource, () =>
    ports.client(ECRClient).send(
      new BatchGetImageCommand({
        registryId: account,
        repositoryName: name,
        imageIds: [{ imageDigest: `sha256:${image.digest}` }],
        acceptedMediaTypes: [...MANIFEST_TYPES],
      }),
    ),
  );
  const { images = [], failures = [] } = answer ?? {};
  const { imageManifest: text, imageManifestMediaType: mediaType } = images[0] ?? {};
  if (text !== undefined && mediaType !== undefined) return { text, mediaType };
  if (answer === undefined || failures.some(({ failureCode }) => failureCode === "ImageNotFound"))
    throw new ImageGoneError(
      BATCH_GET,
      image.resource,
      new Error(
        `${image.address} is no longer in its repository, and Lambda gives no image back: push it again, or deploy another`,
      ),
    );
  throw failed(image, failures[0]?.failureReason ?? "answered without a manifest");
}

interface Part {
  readonly sha256: string;
  readonly size: number;
}

/** Configuration and layers, in the order of the manifest, each once. */
function partsOf(manifest: string, image: NamedImage): readonly Part[] {
  const { config, layers } = parsed(manifest, image);
  const parts = new Map<string, Part>();
  for (const described of [config, ...(layers ?? [])]) {
    const { digest, size } = (described ?? {}) as { readonly digest?: string; readonly size?: number };
    const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(digest ?? "") ?? [];
    if (sha256 === undefined || size === undefined)
      throw failed(image, "its manifest names a part without a SHA-256 or a size");
    parts.set(sha256, { sha256, size });
  }
  return [...parts.values()];
}

function parsed(
  manifest: string,
  image: NamedImage,
): { readonly config?: unknown; readonly layers?: readonly unknown[] } {
  try {
    const value: unknown = JSON.parse(manifest);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below, like a manifest of another form.
  }
  throw failed(image, "its manifest is not a JSON object");
}

async function readPart(
  ports: FunctionCapturePorts,
  { account, name }: Repository,
  { resource, keep }: NamedImage,
  part: Part,
): Promise<Content> {
  const kept = await ports.known(part);
  if (kept !== undefined) return kept;
  const { downloadUrl } = await call(DOWNLOAD_URL, resource, () =>
    ports.client(ECRClient).send(
      new GetDownloadUrlForLayerCommand({
        registryId: account,
        repositoryName: name,
        layerDigest: `sha256:${part.sha256}`,
      }),
    ),
  );
  return readPackage(ports, {
    resource,
    call: DOWNLOAD_URL,
    ...part,
    address: downloadUrl,
    keep,
  });
}

function failed({ resource }: NamedImage, why: string): CallError {
  return new CallError(BATCH_GET, resource, new Error(why));
}
