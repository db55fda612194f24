import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { captureFunction } from "../../../modules/protectors/lambda/capture.ts";
import type { FunctionDocument, FunctionSecrets } from "../../../modules/protectors/lambda/document.ts";
import type { Captured } from "../../../modules/protectors/protector.ts";
import { collect } from "../../../modules/recovery/bytes.ts";
import { apply, Destination, type Kept } from "../../support/destination.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import type { FakeRegion } from "../../support/fake-region.ts";
import { builtOf, hashOf, imageFunction, REPOSITORY } from "../../support/image-function.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import { ACCOUNT, itemOf } from "../../support/seed-function.ts";

const item = itemOf("orders");
const HOME = { account: ACCOUNT, partition: "aws", region: "us-east-1" };
const AWAY = { account: ACCOUNT, partition: "aws", region: "eu-west-1" };
const THERE = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/shop/orders`;
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function take(source: FakeRegion): Promise<Captured<FunctionDocument, FunctionSecrets>> {
  const captured = await captureFunction(source.ports(), item, OPTIONS);
  if (captured === undefined) throw new Error("gone");
  return captured;
}

async function kept(source: FakeRegion): Promise<Kept> {
  const { document, secrets = {}, blobs } = await take(source);
  const bytes = await Promise.all(blobs.map(({ content }) => collect(content.open(), 10_000)));
  return { document, secrets, bytes: new Map(bytes.map((one) => [sha256(one), one])) };
}

const refusal = (plan: { readonly blocked: readonly { message: string; hint: string }[] }) =>
  plan.blocked.map(({ message, hint }) => `${message}; ${hint}`);

describe("an image is captured", () => {
  test("as its manifest, its configuration and its layers, byte for byte", async () => {
    const { document, blobs } = await take(imageFunction());
    const built = builtOf("latest");
    const digest = hashOf(built);
    expect(document.versions).toMatchObject([
      {
        version: "$LATEST",
        codeSha256: digest,
        codeSize: [built.manifest, ...built.parts].reduce((sum, { length }) => sum + length, 0),
        image: built.document,
        configuration: { PackageType: "Image" },
      },
    ]);
    const names = built.parts.map((part) => `image/sha256:${sha256(part)}`);
    expect(blobs.map(({ name }) => name)).toEqual(["code/$LATEST", ...names]);
    const bytes = await Promise.all(blobs.map(({ content }) => collect(content.open(), 10_000)));
    expect(bytes.map((one) => Buffer.from(one))).toEqual(
      [built.manifest, ...built.parts].map((one) => Buffer.from(one)),
    );
  });

  test("by the digest that Lambda runs, also when its tag has moved", async () => {
    const source = imageFunction();
    const other = builtOf("newer");
    source.ecr.seed("shop/orders", other.manifest, other.document.mediaType, other.parts);
    expect((await take(source)).document.versions[0]?.codeSha256).toBe(hashOf(builtOf("latest")));
    expect(source.wire.named("BatchGetImage").map(({ input }) => input.imageIds)).toEqual([
      [{ imageDigest: `sha256:${hashOf(builtOf("latest"))}` }],
    ]);
  });

  test("with each layer once, however many versions share it", async () => {
    const { blobs } = await take(imageFunction(2));
    const layers = blobs.filter(({ name }) => name.startsWith("image/"));
    // Two layers that all share; a configuration and a layer of each of three images.
    expect(layers).toHaveLength(2 + 3 * 2);
    expect(new Set(layers.map(({ name }) => name)).size).toBe(layers.length);
  });

  test("without reading layers that the store has", async () => {
    const source = imageFunction();
    const known = new Map(builtOf("latest").parts.map((part) => [sha256(part), part]));
    const ports = {
      ...source.ports(),
      known: async ({ sha256: hash, size }: { sha256: string; size: number }) => {
        const bytes = known.get(hash);
        return (
          bytes && {
            sha256: hash,
            size,
            open: async function* () {
              yield bytes;
            },
          }
        );
      },
    };
    await captureFunction(ports, item, OPTIONS);
    expect(source.wire.named("GetDownloadUrlForLayer")).toEqual([]);
  });
});

describe("an image that cannot be read fails, and says why:", () => {
  test("it is no longer in its repository", async () => {
    const source = imageFunction();
    source.ecr.repositories.get("shop/orders")?.images.clear();
    await expect(take(source)).rejects.toThrow(
      `ecr:BatchGetImage of orders: ${REPOSITORY}@sha256:${hashOf(builtOf("latest"))} is no longer in its repository, ` +
        "and Lambda gives no image back: push it again, or deploy another",
    );
  });

  test("it is that of a version in use; without one that nobody uses the rest is kept, with a warning", async () => {
    const source = imageFunction(2);
    const digest = hashOf(builtOf("version 1"));
    source.ecr.repositories.get("shop/orders")?.images.delete(`sha256:${digest}`);
    const { document, warnings } = await take(source);
    expect(document.versions.map(({ version }) => version)).toEqual(["2", "$LATEST"]);
    expect(warnings).toEqual([
      `version 1 is not kept: ecr:BatchGetImage of orders:1: ${REPOSITORY}@sha256:${digest} is no longer in its ` +
        "repository, and Lambda gives no image back: push it again, or deploy another",
    ]);
    source.lambda.CreateAlias({ FunctionName: "orders", Name: "live", FunctionVersion: "1" });
    await expect(take(source)).rejects.toThrow("is no longer in its repository");
  });

  test("its repository is gone", async () => {
    const source = imageFunction();
    source.ecr.repositories.clear();
    await expect(take(source)).rejects.toThrow("is no longer in its repository");
  });

  test("a layer came as other bytes", async () => {
    const source = imageFunction();
    const layers = source.ecr.repositories.get("shop/orders")?.layers;
    const [, first = new Uint8Array()] = builtOf("latest").parts;
    layers?.set(`sha256:${sha256(first)}`, Buffer.from("evil"));
    await expect(take(source)).rejects.toThrow(/the package came as 4 bytes with SHA-256 [0-9a-f]{64}/);
  });

  test("the manifest is another", async () => {
    const source = imageFunction();
    const [[digest, image] = ["", undefined]] = source.ecr.repositories.get("shop/orders")?.images ?? [];
    if (image !== undefined)
      source.ecr.repositories
        .get("shop/orders")
        ?.images.set(digest, { ...image, manifest: `${image.manifest} ` });
    await expect(take(source)).rejects.toThrow(/the manifest came with SHA-256 [0-9a-f]{64}, Lambda says/);
  });
});

describe("a restore elsewhere", () => {
  test("makes the repository, pushes what it lacks, and deploys by the digest", async () => {
    const point = await kept(imageFunction(1));
    const there = new Destination(point.bytes, AWAY);
    const plan = await there.plan(point, {});
    expect(plan.blocked).toEqual([]);
    expect(plan.warnings).toEqual([
      "repository shop/orders is made with ECR's defaults: its policy, lifecycle rules, scanning and key are not in the point",
    ]);
    const titles = plan.steps.filter(({ effect }) => effect !== "keep").map(({ title }) => title);
    expect(titles.slice(0, 4)).toEqual([
      "create repository shop/orders",
      `push image ${THERE}@sha256:${hashOf(builtOf("version 1"))} (less than 1 MB)`,
      `push image ${THERE}@sha256:${hashOf(builtOf("latest"))} (less than 1 MB)`,
      "create function orders (version 1)",
    ]);
    await apply(plan);
    const made = there.ecr.repositories.get("shop/orders");
    expect([...(made?.images.keys() ?? [])]).toEqual(
      ["version 1", "latest"].map((text) => `sha256:${hashOf(builtOf(text))}`),
    );
    const { latest, published } = there.lambda.functions.get("orders") ?? {};
    expect(latest?.image).toBe(`${THERE}@sha256:${hashOf(builtOf("latest"))}`);
    expect(published?.get("1")?.image).toBe(`${THERE}@sha256:${hashOf(builtOf("version 1"))}`);
    const uploads = there.wire.named("CompleteLayerUpload").map(({ input }) => input.layerDigests);
    expect(new Set(uploads.flat()).size).toBe(uploads.length);
    expect((await there.plan(point, {})).steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  });

  test("tags what it pushes, so that no rule for untagged images takes it", async () => {
    const point = await kept(imageFunction());
    const there = new Destination(point.bytes, AWAY);
    await apply(await there.plan(point, {}));
    const digest = hashOf(builtOf("latest"));
    expect([
      ...(there.ecr.repositories.get("shop/orders")?.images.get(`sha256:${digest}`)?.tags ?? []),
    ]).toEqual([`zonekeep-${digest}`]);
  });

  test("goes on where the answer to a part was lost: the part that is sent again is the last that ECR has", async () => {
    const point = await kept(imageFunction());
    const there = new Destination(point.bytes, AWAY);
    let lost = 0;
    const upload = there.ecr.UploadLayerPart.bind(there.ecr);
    there.ecr.UploadLayerPart = (input) => {
      const known = upload(input);
      if (lost++ === 0) throw awsError("ServiceUnavailable", 503);
      return known;
    };
    await apply(await there.plan(point, {}));
    expect([...(there.ecr.repositories.get("shop/orders")?.images.keys() ?? [])]).toEqual([
      `sha256:${hashOf(builtOf("latest"))}`,
    ]);
  });

  test("takes the repository that the map names", async () => {
    const point = await kept(imageFunction());
    const there = new Destination(point.bytes, AWAY);
    const other = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/standby`;
    await apply(await there.plan(point, { [REPOSITORY]: other }));
    expect([...there.ecr.repositories.keys()]).toEqual(["standby"]);
  });

  test("refuses a map to a repository of another region", async () => {
    const point = await kept(imageFunction());
    const there = new Destination(point.bytes, AWAY);
    const other = `${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com/standby`;
    expect(refusal(await there.plan(point, { [REPOSITORY]: other }))).toEqual([
      `versions.$LATEST.image: ${other}: Lambda takes images from a repository of eu-west-1 only; ` +
        `map it to an address such as ${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/standby`,
    ]);
  });
});

describe("a restore at home", () => {
  test("uses the image that is there", async () => {
    const point = await kept(imageFunction());
    const there = new Destination(point.bytes, HOME);
    const built = builtOf("latest");
    there.ecr.seed("shop/orders", built.manifest, built.document.mediaType, built.parts);
    const plan = await there.plan(point, {});
    expect(plan.steps).toContainEqual({
      title: `use image ${REPOSITORY}@sha256:${hashOf(built)}`,
      call: "ecr:BatchGetImage",
      effect: "keep",
    });
    await apply(plan);
    expect(there.ecr.writes()).toEqual(["BatchGetImage"]);
  });

  test("pushes again what was deleted since", async () => {
    const point = await kept(imageFunction());
    const there = new Destination(point.bytes, HOME);
    there.ecr.CreateRepository({ repositoryName: "shop/orders" });
    const plan = await there.plan(point, {});
    expect(plan.warnings).toEqual([]);
    await apply(plan);
    expect(there.lambda.functions.get("orders")?.latest.image).toBe(
      `${REPOSITORY}@sha256:${hashOf(builtOf("latest"))}`,
    );
  });

  test("does not push into another account's repository", async () => {
    const foreign = "999988887777.dkr.ecr.us-east-1.amazonaws.com/shop/orders";
    const point = await kept(imageFunction(0, foreign));
    const there = new Destination(point.bytes, HOME);
    const digest = hashOf(builtOf("latest"));
    expect(refusal(await there.plan(point, {}))).toEqual([
      `image ${foreign}@sha256:${digest} is not there, and a restore pushes into repositories of its own account only; ` +
        `have account 999988887777 push it again, or map ${foreign} to a repository of account ${ACCOUNT}`,
    ]);
  });
});
