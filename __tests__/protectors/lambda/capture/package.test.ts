import { describe, expect, test } from "vitest";
import { captureFunction } from "../../../../modules/protectors/lambda/capture.ts";
import { collect } from "../../../../modules/recovery/bytes.ts";
import { FakeRegion } from "../../../support/fake-region.ts";
import { item, LAYER, richFunction } from "../../../support/rich-function.ts";
import { OPTIONS } from "../../../support/sample-request.ts";
import { seedFunction } from "../../../support/seed-function.ts";
import { plain, take } from "./take.ts";

test("the key of a package is kept, which only GetFunction shows, and beside its address", async () => {
  const SourceKMSKeyArn = "arn:aws:kms:us-east-1:123456789012:key/code";
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders").latest.sourceKey = SourceKMSKeyArn;
  expect((await take(source, plain)).document.versions[0]?.configuration).toMatchObject({ SourceKMSKeyArn });
});

test("a package that Lambda withholds fails with Lambda's reason", async () => {
  const source = new FakeRegion();
  seedFunction(source.lambda, "orders").latest.withheld = {
    ErrorCode: "KMSAccessDeniedException",
    Message: "no kms:Decrypt",
  };
  await expect(take(source, plain)).rejects.toThrow(
    "answered without the address of the package: KMSAccessDeniedException: no kms:Decrypt",
  );
});

test("the bytes of each version and layer come with it", async () => {
  const { blobs } = await take(richFunction());
  const read = await Promise.all(
    blobs.map(async ({ name, content }) => [
      name,
      Buffer.from(await collect(content.open(), 100)).toString(),
    ]),
  );
  expect(Object.fromEntries(read)).toEqual({
    "code/1": "PK orders 1",
    "code/2": "PK orders 2",
    "code/3": "PK orders 3",
    "code/5": "PK orders 5",
    "code/6": "PK orders 6",
    "code/7": "PK orders 7",
    "code/8": "PK orders 8",
    "code/9": "PK orders 9",
    "code/$LATEST": "PK orders latest",
    [`layer/${LAYER}`]: "PK layer",
  });
});

describe("bytes that are kept already", () => {
  test("are not downloaded again", async () => {
    const source = richFunction();
    const first = await take(source);
    const kept = new Map(first.blobs.map(({ content }) => [content.sha256, content]));
    source.wire.calls.length = 0;
    await captureFunction(
      { ...source.ports(), known: async ({ sha256 }) => kept.get(sha256) },
      item,
      OPTIONS,
    );
    expect(source.wire.named("download")).toEqual([]);
  });
});

describe("bytes are verified before anything else sees them", () => {
  const sending = (text: string) => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    const download = async function* () {
      yield Buffer.from(text);
    };
    return { ...source.ports(), download };
  };

  test("a package that is another one is refused", async () => {
    const ports = sending("PK another!");
    await expect(captureFunction(ports, plain, OPTIONS)).rejects.toThrow(
      /^download after lambda:GetFunction of orders: the package came as 11 bytes with SHA-256 [0-9a-f]{64}, Lambda says 16 and [0-9a-f]{64}$/,
    );
    expect(ports.spool.held.size).toBe(0);
  });

  test("a package that is longer than Lambda says is cut off and refused", async () => {
    const ports = sending("\0".repeat(1000));
    await expect(captureFunction(ports, plain, OPTIONS)).rejects.toThrow("more than 16 bytes");
  });

  test("a download that breaks off once is repeated", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    let failures = 0;
    source.wire.before = ({ name: call }) =>
      call === "download" && ++failures === 1 ? new Error("HTTP status 503") : undefined;
    await take(source, plain);
    expect(failures).toBe(2);
  });

  test("an address appears in no error", async () => {
    const source = new FakeRegion();
    seedFunction(source.lambda, "orders");
    source.wire.before = ({ name: call }) =>
      call === "download" ? new Error("no https://x.example/?X-Amz-Signature=abc") : undefined;
    await expect(take(source, plain)).rejects.toThrow(
      "download after lambda:GetFunction of orders: no (address)",
    );
  });
});
