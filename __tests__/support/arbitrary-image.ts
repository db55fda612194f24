import { createHash } from "node:crypto";
import fc from "fast-check";
import type { JsonObject } from "../../modules/contract/json.ts";
import type { ImageDocument } from "../../modules/protectors/lambda/image.ts";

export interface GeneratedImage {
  readonly document: ImageDocument;
  readonly manifest: Uint8Array;
  /** Configuration first, then layers. */
  readonly parts: readonly Uint8Array[];
}

const MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
const hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const described = (bytes: Uint8Array) => ({ digest: `sha256:${hex(bytes)}`, size: bytes.length });

/** An image of that code upon layers that others have too. */
export function imageOf(
  repository: string,
  code: Uint8Array,
  layers: readonly string[] = ["base"],
): GeneratedImage {
  const parts = [`configuration of ${Buffer.from(code).toString()}`, ...layers]
    .map((text): Uint8Array => Buffer.from(text))
    .concat([code]);
  const [config = code, ...rest] = parts;
  const manifest = Buffer.from(
    JSON.stringify({ mediaType: MEDIA_TYPE, config: described(config), layers: rest.map(described) }),
  );
  return {
    document: {
      repository,
      mediaType: MEDIA_TYPE,
      manifestSize: manifest.length,
      parts: parts.map((bytes) => ({ sha256: hex(bytes), size: bytes.length })),
    },
    manifest,
    parts,
  };
}

const ONLY_PACKAGES = ["Handler", "Runtime", "Layers", "SnapStart", "SourceKMSKeyArn"];

const imageConfig: fc.Arbitrary<JsonObject | undefined> = fc.option(
  fc.record(
    { Command: fc.constant(["app.handler"]), WorkingDirectory: fc.constant("/srv") },
    { requiredKeys: ["Command"] },
  ),
  { nil: undefined },
);

/** The configuration of a package as one of an image. */
export function configurationOfImage(configuration: JsonObject): fc.Arbitrary<JsonObject> {
  const shared = Object.fromEntries(
    Object.entries(configuration).filter(([key]) => !ONLY_PACKAGES.includes(key)),
  );
  return imageConfig.map((config) => ({
    ...shared,
    PackageType: "Image",
    ...(config !== undefined && { ImageConfig: config }),
  }));
}
