import { describe, expect, test } from "vitest";
import { captureFunction } from "../../../../modules/protectors/lambda/capture.ts";
import { item, LAYER, richFunction } from "../../../support/rich-function.ts";
import { OPTIONS } from "../../../support/sample-request.ts";
import { functionArn } from "../../../support/seed-function.ts";
import { ordersOf, take } from "./take.ts";

describe("of the code", () => {
  test("all published versions are kept when the policy says so, also those that nobody uses", async () => {
    const { document, blobs } = await take(richFunction(), item, { code: "all" });
    const all = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "$LATEST"];
    expect(document.versions.map((one) => one.version)).toEqual(all);
    expect(blobs.map(({ name }) => name)).toEqual([...all.map((one) => `code/${one}`), `layer/${LAYER}`]);
  });

  test("all versions leave the disk one by one, and nothing else does before the point is written", async () => {
    const source = richFunction();
    const ports = source.ports();
    const most: number[] = [];
    await captureFunction(ports, item, {
      ...OPTIONS,
      scope: { code: "all", triggers: "all" },
      keep: async (bytes) => {
        most.push(ports.spool.held.size);
        await bytes.discard();
        return bytes;
      },
    });
    expect(most).toEqual(Array(9).fill(1));
    // $LATEST is read last, and stays.
    expect(ports.spool.held.size).toBe(2);
  });

  test("$LATEST alone comes without versions, their aliases and what invokes them, of which triggers are told", async () => {
    const source = richFunction();
    const { document, blobs, warnings } = await take(source, item, { code: "latest" });
    expect(document.versions.map((one) => one.version)).toEqual(["$LATEST"]);
    expect(blobs.map(({ name }) => name)).toEqual(["code/$LATEST", `layer/${LAYER}`]);
    expect(document).toMatchObject({
      aliases: [],
      urls: [],
      mappings: [],
      policies: [{ statements: [{ Sid: "function" }] }],
      asyncConfigs: [{ qualifier: "$LATEST" }],
    });
    expect(warnings).toEqual([
      "not kept, since they invoke a version and the policy keeps $LATEST alone: the URL of live, mapping m1, calls of s3-notifications/photos",
    ]);
    expect(source.wire.named("ListVersionsByFunction")).toEqual([]);
  });

  test("$LATEST alone keeps an alias of it, and what invokes either", async () => {
    const source = richFunction();
    const orders = ordersOf(source);
    orders.aliases.set("live", { Name: "live", FunctionVersion: "$LATEST" });
    source.lambda.mappings.set("m1", {
      ...source.lambda.mappings.get("m1"),
      FunctionArn: functionArn("orders"),
    });
    const { document, warnings } = await take(source, item, { code: "latest" });
    expect(document).toMatchObject({
      aliases: [{ name: "live", version: "$LATEST" }],
      urls: [{ qualifier: "live" }],
      mappings: [{ uuid: "m1" }],
      policies: [{ statements: [{ Sid: "function" }] }, { qualifier: "live" }],
    });
    expect(warnings).toEqual([]);
  });
});

test("a URL is kept only where the policy protects URLs, and is not even asked for elsewhere", async () => {
  const source = richFunction();
  const { document } = await take(source, item, { triggers: ["sqs", "s3"] });
  expect(document).toMatchObject({
    urls: [],
    mappings: [{ uuid: "m1" }],
  });
  expect(source.wire.named("ListFunctionUrlConfigs")).toEqual([]);
  expect((await take(richFunction(), item, { triggers: ["url"] })).document.urls).toHaveLength(1);
});
