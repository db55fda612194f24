import { createHash } from "node:crypto";
import { imageAddress } from "../../modules/protectors/lambda/image.ts";
import { type GeneratedImage, imageOf } from "./arbitrary-image.ts";
import type { Fn } from "./fake-lambda/state.ts";
import { FakeRegion } from "./fake-region.ts";
import { ACCOUNT, seedFunction } from "./seed-function.ts";

export const REPOSITORY = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop/orders`;

/** `orders` of a container image, with as many published versions of images of their own. */
export function imageFunction(published = 0, repository = REPOSITORY): FakeRegion {
  const region = new FakeRegion();
  const fn = seedFunction(region.lambda, "orders", { PackageType: "Image" });
  delete fn.latest.config.Handler;
  delete fn.latest.config.Runtime;
  deploy(region, fn, "latest", repository);
  for (let n = 1; n <= published; n++) {
    deploy(region, fn, `version ${n}`, repository);
    fn.published.set(String(n), { ...fn.latest, revision: `revision of ${n}` });
  }
  if (published > 0) deploy(region, fn, "latest", repository);
  return region;
}

/** Pushes an image of that text and gives it to `$LATEST`. */
function deploy({ ecr }: FakeRegion, fn: Fn, text: string, repository: string): void {
  const image = builtOf(text, repository);
  ecr.seed("shop/orders", image.manifest, image.document.mediaType, image.parts);
  const digest = hashOf(image);
  fn.latest = { ...fn.latest, code: image.manifest, image: imageAddress(image.document, digest) };
}

export const builtOf = (text: string, repository = REPOSITORY): GeneratedImage =>
  imageOf(repository, Buffer.from(text), ["base", "more"]);

export const hashOf = ({ manifest }: GeneratedImage): string =>
  createHash("sha256").update(manifest).digest("hex");
