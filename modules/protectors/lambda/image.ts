/** A container image as a version of a function names it: which one is its `codeSha256`, the digest of its manifest. */
export interface ImageDocument {
  /** `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/orders`: no tag, no digest. */
  readonly repository: string;
  /** Of the manifest, as ECR keeps it. */
  readonly mediaType: string;
  /** Bytes of the manifest. */
  readonly manifestSize: number;
  /** Configuration first, then layers, lowest first; each is the blob `image/sha256:<hex>`. */
  readonly parts: readonly { readonly sha256: string; readonly size: number }[];
}

/** Where ECR keeps the images of one name. */
export interface Repository {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

const ADDRESS = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.([a-z0-9.]+)\/([^:@]+)(?:[:@].*)?$/;

/** From an address with or without tag and digest; `undefined` when it is not one of ECR. */
export function parseRepository(address: string): Repository | undefined {
  const [, account, region, , name] = ADDRESS.exec(address) ?? [];
  return account === undefined || region === undefined || name === undefined
    ? undefined
    : { account, region, name };
}

/** The address without tag and digest. */
export function repositoryOf(address: string): string {
  return address.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
}

/** What a function is deployed from: a tag may move, a digest does not. */
export function imageAddress({ repository }: ImageDocument, digest: string): string {
  return `${repository}@sha256:${digest}`;
}

/** Forms of an image that Lambda takes. https://docs.aws.amazon.com/lambda/latest/dg/images-create.html */
export const MANIFEST_TYPES = [
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
] as const;
