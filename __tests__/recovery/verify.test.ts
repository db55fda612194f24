import { beforeEach, describe, expect, test } from "vitest";
import { BlobError } from "../../modules/recovery/blob-error.ts";
import { commit } from "../../modules/recovery/commit.ts";
import { describeFinding } from "../../modules/recovery/finding.ts";
import { blobKey, pointKey, wrapKey } from "../../modules/recovery/layout.ts";
import { openSecrets } from "../../modules/recovery/open-secrets.ts";
import { readDocument, readVerified } from "../../modules/recovery/read-blob.ts";
import { type RecoveryPoint, readPoint } from "../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { SIGNED } from "../support/run-witness.ts";
import {
  code,
  content,
  head,
  key,
  layer,
  PREFIX,
  ports,
  SITE_KEY,
  type TestPorts,
} from "../support/sample-point.ts";

let deps: TestPorts;
let point: RecoveryPoint;
const codeKey = blobKey(PREFIX, code.sha256);
const layerKey = blobKey(PREFIX, layer.sha256);
const BOTH = { sites: ["us-east-1", "eu-west-1"], witness: SIGNED };

beforeEach(async () => {
  deps = ports();
  await commit(deps, head, content);
  point = await readPoint(deps.store, key);
});

const flip = (at: number) => (bytes: Uint8Array) => bytes.with(at, (bytes[at] ?? 0) ^ 1);

describe("verify names what is wrong with a point", () => {
  test("a flipped byte, anywhere in any object", async () => {
    const objects = [...deps.store.objects].map(([at, { bytes }]) => ({ at, size: bytes.length }));
    for (const { at, size } of objects.filter((object) => object.at.includes("/blobs/"))) {
      for (const place of [0, Math.floor(size / 2), size - 1]) {
        deps.store.tamper(at, flip(place));
        expect(await verifyPoint(deps.store, key, BOTH)).toMatchObject([{ problem: "corrupt", key: at }]);
        deps.store.tamper(at, flip(place));
      }
    }
    expect(await verifyPoint(deps.store, key, BOTH)).toEqual([]);
  });

  test("a truncated blob, with every part it serves", async () => {
    deps.store.tamper(codeKey, (bytes) => bytes.subarray(0, -1));
    expect(await verifyPoint(deps.store, key, BOTH)).toEqual([
      {
        problem: "short",
        key: codeKey,
        about: "bytes",
        part: "code/1, code/$LATEST",
        detail: `${codeKey} is short: ${code.size - 1} of ${code.size} bytes`,
      },
    ]);
  });

  test("a blob with bytes added", async () => {
    deps.store.tamper(layerKey, (bytes) => Buffer.concat([bytes, Buffer.from("!")]));
    expect(await verifyPoint(deps.store, key, BOTH)).toMatchObject([{ problem: "corrupt", key: layerKey }]);
  });

  test("a missing blob", async () => {
    deps.store.objects.delete(layerKey);
    expect(await verifyPoint(deps.store, key, BOTH)).toMatchObject([
      { problem: "missing", key: layerKey, part: "layer/base" },
    ]);
  });

  test("two blobs that were swapped", async () => {
    const [first, second] = [deps.store.objects.get(codeKey), deps.store.objects.get(layerKey)];
    if (first === undefined || second === undefined) throw new Error("the sample has both");
    deps.store.objects.set(codeKey, second).set(layerKey, first);
    const problems = (await verifyPoint(deps.store, key, BOTH)).map((finding) => [
      finding.problem,
      finding.key,
    ]);
    expect(problems).toEqual([
      ["short", codeKey],
      ["corrupt", layerKey],
    ]);
  });

  test("a lock that ends before the point", async () => {
    const entry = deps.store.objects.get(layerKey);
    if (entry !== undefined) entry.lockedUntil = "2026-12-01T00:00:00Z";
    expect(await verifyPoint(deps.store, key, BOTH)).toEqual([
      {
        problem: "unlocked",
        key: layerKey,
        about: "bytes",
        part: "layer/base",
        detail: `its lock ends 2026-12-01T00:00:00Z, the point expires ${head.expiresAt}`,
      },
    ]);
  });

  test("a site without a key", async () => {
    const secrets = point.manifest.secrets?.sha256 ?? "";
    expect(
      await verifyPoint(deps.store, key, { sites: ["us-east-1", "ap-south-1"], witness: SIGNED }),
    ).toEqual([
      {
        problem: "missing",
        key: wrapKey(point.name, secrets, "ap-south-1"),
        about: "key",
        part: "key for ap-south-1",
        detail: "ap-south-1 cannot open the secrets",
      },
    ]);
  });

  test("everything at once, never the first finding alone", async () => {
    deps.store.objects.delete(layerKey);
    deps.store.tamper(codeKey, flip(9));
    for (const at of deps.store.objects.keys()) if (at.includes("/wraps/")) deps.store.tamper(at, flip(0));
    const findings = await verifyPoint(deps.store, key, BOTH);
    expect(findings.map(({ problem, about, part }) => `${problem} ${about}: ${part}`)).toEqual([
      "corrupt bytes: code/1, code/$LATEST",
      "missing bytes: layer/base",
      "unreadable key: key for eu-west-1",
      "unreadable key: key for us-east-1",
    ]);
  });

  test("a store that fails while reading is not a damaged point", async () => {
    deps.store.fault = (operation, at) => (operation === "open" && at === codeKey ? "refuse" : undefined);
    expect(await verifyPoint(deps.store, key, BOTH)).toMatchObject([{ problem: "unreadable", key: codeKey }]);
  });

  test("an absent manifest", async () => {
    deps.store.objects.delete(key);
    expect(await verifyPoint(deps.store, key, BOTH)).toMatchObject([
      { problem: "missing", key, about: "manifest", part: "manifest" },
    ]);
  });
});

test("a finding is one line that names the object once", () => {
  const finding = { problem: "missing", key: layerKey, about: "bytes", part: "layer/base" } as const;
  expect(describeFinding({ ...finding, detail: "it is not there" })).toBe(
    `missing layer/base: it is not there (${layerKey})`,
  );
  expect(describeFinding({ ...finding, detail: `${layerKey} is missing` })).toBe(
    `missing layer/base: ${layerKey} is missing`,
  );
});

describe("nothing damaged is handed out", () => {
  test("a document with a changed byte", async () => {
    deps.store.tamper(blobKey(PREFIX, point.manifest.document.sha256), flip(3));
    await expect(readDocument(deps.store, point)).rejects.toThrow("its SHA-256 is another one");
  });

  test("a blob with a changed byte", async () => {
    deps.store.tamper(codeKey, flip(3));
    await expect(readVerified(deps.store, codeKey, code)).rejects.toThrow(BlobError);
  });

  test("secrets with a changed byte", async () => {
    deps.store.tamper(blobKey(PREFIX, point.manifest.secrets?.sha256 ?? ""), flip(20));
    await expect(openSecrets(deps.store, point, deps.keys, "us-east-1")).rejects.toThrow("is corrupt");
  });

  test("secrets whose source's key is lost open with a copy's, and never with another point's context", async () => {
    deps.keys.refused.add(SITE_KEY);
    expect(await openSecrets(deps.store, point, deps.keys, "us-east-1")).toEqual(content.secrets);
    const moved = { ...point, manifest: { ...point.manifest, site: "us-west-2" } };
    await expect(openSecrets(deps.store, moved, deps.keys, "eu-west-1")).rejects.toThrow(
      `the secrets of ${key} cannot be opened: eu-west-1: its wrapped key is that of another point; us-east-1: its wrapped key is that of another point`,
    );
  });
});

test("bytes that points share are read once, and their lock is looked at for each", async () => {
  const later = { ...head, run: "20261123T220800Z-1f2e3d4c" };
  await commit(deps, later, content);
  const [read, keys] = [new Map(), [key, pointKey(PREFIX, later, later.run)]];
  const opened = (): number => deps.store.calls.filter((call) => call === `open ${layerKey}`).length;
  const before = opened();
  for (const at of keys) expect(await verifyPoint(deps.store, at, { ...BOTH, read })).toEqual([]);
  expect(opened() - before).toBe(1);
  const entry = deps.store.objects.get(layerKey);
  if (entry !== undefined) entry.lockedUntil = "2026-12-01T00:00:00Z";
  for (const at of keys)
    expect(await verifyPoint(deps.store, at, { ...BOTH, read })).toMatchObject([
      { problem: "unlocked", key: layerKey },
    ]);
  expect(opened() - before).toBe(1);
});
