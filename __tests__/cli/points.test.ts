import { describe, expect, test } from "vitest";
import { awsClients } from "../../modules/cli/aws/clients.ts";
import { describePoints, pointRow } from "../../modules/cli/describe/describe-points.ts";
import { findPoints, newestOfEach, readPoints } from "../../modules/cli/points/find-points.ts";
import { loadPoint } from "../../modules/cli/points/load-point.ts";
import { findNotCopied, homesOfCopies } from "../../modules/cli/points/not-copied.ts";
import { stageBlobs } from "../../modules/cli/points/stage-blobs.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { PLAN } from "./support/plan.ts";
import { clearKeys, code, functionDocument, keepPoint, memorySource } from "./support/points.ts";

const [FIRST, SECOND, THIRD] = [
  "20261123T080000Z-0000000a",
  "20261123T090000Z-0000000b",
  "20261123T100000Z-0000000c",
] as const;

async function sources() {
  const east = memorySource("us-east-1");
  const west = memorySource("eu-west-1");
  await keepPoint(east, "orders-quote", SECOND);
  await keepPoint(east, "orders-intake", FIRST);
  await keepPoint(west, "orders-quote", THIRD);
  await keepPoint(east, "orders-quote", FIRST);
  return { east, west };
}

describe("points", () => {
  test("are found at every place, newest first", async () => {
    const { east, west } = await sources();
    const found = await findPoints([east, west], undefined);
    expect(found.map(({ ref, source }) => `${source.site} ${ref.resource} ${ref.run}`)).toEqual([
      `eu-west-1 orders-quote ${THIRD}`,
      `us-east-1 orders-quote ${SECOND}`,
      `us-east-1 orders-intake ${FIRST}`,
      `us-east-1 orders-quote ${FIRST}`,
    ]);
    const newest = newestOfEach(found).map(({ ref, source }) => `${source.site} ${ref.resource} ${ref.run}`);
    expect(newest).toEqual([
      `eu-west-1 orders-quote ${THIRD}`,
      `us-east-1 orders-quote ${SECOND}`,
      `us-east-1 orders-intake ${FIRST}`,
    ]);
  });

  test("are shown with age, size, policy and run; one that cannot be read says why", async () => {
    const { east } = await sources();
    const [, intake] = await findPoints([east], undefined);
    const broken = east.store.objects.get(intake?.ref.key ?? "");
    if (broken !== undefined) broken.bytes = new TextEncoder().encode("{}");
    const rows = (await readPoints(await findPoints([east], undefined))).map(pointRow);
    const lines = describePoints(rows, new Date("2026-11-23T12:00:00Z")).map((line) => render(line, false));
    expect(lines.slice(0, 3)).toEqual([
      "FUNCTION       SITE       FROM       AGE  SIZE   POLICY      RUN",
      expect.stringMatching(
        /^orders-quote {3}us-east-1 {2}us-east-1 {2}2 h {2}774 B {2}orders {6}20261123T090000Z-0000000b$/,
      ),
      "orders-intake  us-east-1  us-east-1              unreadable  20261123T080000Z-0000000a",
    ]);
    expect(lines.at(-2)).toBe("3 recovery points");
    expect(lines.at(-1)).toMatch(/^unreadable .*orders-intake.*is no manifest/);
  });

  test("that are none are said to be none", () => {
    expect(describePoints([], new Date())).toEqual(["no recovery points"]);
  });
});

describe("a point is loaded for a restore", () => {
  test("with its document and its secrets", async () => {
    const { east } = await sources();
    const loaded = await loadPoint(east, clearKeys, "orders-quote", "latest");
    expect(loaded.point.name.run).toBe(SECOND);
    expect(loaded.document).toEqual(functionDocument("orders-quote"));
    expect(loaded.secrets).toEqual({ $LATEST: { TOKEN: "sealed" } });
    expect(loaded.warnings).toEqual([]);
  });

  test("never when one byte of it has changed: it fails, naming the point and the part", async () => {
    const { east } = await sources();
    const blob = east.store.objects.get(blobKey(east.prefix, code.sha256));
    if (blob !== undefined) blob.bytes = blob.bytes.with(3, 0);
    await expect(loadPoint(east, clearKeys, "orders-quote", "latest")).rejects.toMatchObject({
      name: "CommandError",
      code: 1,
      message: expect.stringMatching(
        /orders-quote\/20261123T090000Z-0000000b\.json is not as it was captured, so nothing was restored\n {2}corrupt code\/\$LATEST: /,
      ),
    });
  });

  test("although its lock is short, with a warning", async () => {
    const { east } = await sources();
    const blob = east.store.objects.get(blobKey(east.prefix, code.sha256));
    if (blob !== undefined) blob.lockedUntil = "2026-11-24T00:00:00Z";
    const { warnings } = await loadPoint(east, clearKeys, "orders-quote", FIRST);
    expect(warnings).toEqual([expect.stringMatching(/^unlocked code\/\$LATEST: its lock ends 2026-11-24/)]);
  });
});

describe("packages are copied to the destination's store, as replication would", () => {
  test("each once, locked until the point expires, and never again", async () => {
    const { east } = await sources();
    const { point } = await loadPoint(east, clearKeys, "orders-quote", "latest");
    const destination = new MemoryStore();
    const parts: string[] = [];
    await stageBlobs(east.store, destination, point, (part) => parts.push(part));
    await stageBlobs(east.store, destination, point, (part) => parts.push(part));
    expect(parts).toEqual(["code/$LATEST", "code/$LATEST"]);
    expect([...destination.objects]).toMatchObject([
      [blobKey(east.prefix, code.sha256), { sha256: code.sha256, lockedUntil: "2026-12-28T10:00:00Z" }],
    ]);
    expect(destination.calls.filter((call) => call.startsWith("create"))).toHaveLength(1);
  });

  test("fails, and writes nothing, when the bytes have changed", async () => {
    const { east } = await sources();
    const { point } = await loadPoint(east, clearKeys, "orders-quote", "latest");
    const blob = east.store.objects.get(blobKey(east.prefix, code.sha256));
    if (blob !== undefined) blob.bytes = blob.bytes.with(3, 0);
    const destination = new MemoryStore();
    await expect(stageBlobs(east.store, destination, point, () => {})).rejects.toThrow("corrupt");
    expect(destination.objects.size).toBe(0);
  });
});

describe("a copy that is behind", () => {
  test("is told by the newest points of each function that it lacks", async () => {
    const { east } = await sources();
    const copy = memorySource("us-east-1", "eu-west-1");
    await keepPoint(copy, "orders-quote", FIRST);
    await keepPoint(copy, "orders-intake", FIRST);
    const { points, unasked } = await findNotCopied([east], await findPoints([copy], undefined), undefined);
    expect(points.map(({ ref }) => `${ref.resource} ${ref.run}`)).toEqual([`orders-quote ${SECOND}`]);
    expect(unasked).toEqual([]);
  });

  test("is not told where the source does not answer, which is said", async () => {
    const { east } = await sources();
    east.store.killAfter(0);
    const { points, unasked } = await findNotCopied([east], [], undefined);
    expect(points).toEqual([]);
    expect(unasked).toMatchObject([{ site: "us-east-1", error: expect.any(Error) }]);
  });

  test("is compared with the stores of those sites that the plan copies there", () => {
    const clients = awsClients({});
    const homes = (asked: object) =>
      homesOfCopies(PLAN, clients, asked).map(({ site, store }) => [site, store.name]);
    const store = "s3://zonekeep-123456789012-us-east-1";
    expect(homes({ from: "eu-west-1" })).toEqual([["us-east-1", store]]);
    expect(homes({ from: "us-east-1" })).toEqual([]);
    expect(homes({ from: "eu-west-1", site: "us-east-1-bos-1a" })).toEqual([]);
    expect(homes({})).toEqual([]);
  });
});
