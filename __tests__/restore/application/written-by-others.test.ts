import { describe, expect, test } from "vitest";
import { findPoints } from "../../../modules/cli/points/find-points.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { destination, HOME, NAME, plan, queueArn, restorePorts } from "../../support/application.ts";
import type { MemoryStore } from "../../support/memory-store.ts";
import { SIGNED } from "../../support/run-witness.ts";
import { PREFIX } from "../../support/sample-point.ts";
import { kept } from "./kept.ts";

describe("a store that somebody else can write to", () => {
  test("gives Lambda no bytes that lie there since under a package's key", async () => {
    const store = await kept();
    const there = await destination(store);
    const planned = await plan(there, store);
    for (const [key, object] of store.objects)
      if (key.includes("/blobs/")) store.objects.set(key, { ...object, sha256: "0".repeat(64) });
    const { failed = [] } = await applyRestore(restorePorts(there, store), planned);
    expect(failed.map(({ message }) => message).join()).toMatch(
      /s3:HeadObject: it holds other bytes than the point/,
    );
    expect(there.lambda.functions.size).toBe(0);
  });

  test("that overwrites every package before and after the plan: the function comes back of the good versions", async () => {
    const store = await kept();
    const there = await destination(store);
    const blobs = [...store.objects.keys()].filter((key) => key.includes("/blobs/"));
    const good = new Map(blobs.map((key) => [key, store.objects.get(key)?.version]));
    const overwrite = (): void => {
      for (const key of blobs) store.overwrite(key, Buffer.from("theirs"));
    };
    overwrite();
    const planned = await plan(there, store);
    expect(planned.blocked).toEqual([]);
    expect(planned.warnings.filter((warning) => warning.includes("covered"))).not.toEqual([]);
    overwrite();
    const { failed = [] } = await applyRestore(restorePorts(there, store), planned);
    expect(failed).toEqual([]);
    const given = there.lambda.calls.flatMap(({ input }) => {
      const { Code, S3Key, S3ObjectVersion } = input as Record<string, string | undefined> & {
        Code?: { S3Key: string; S3ObjectVersion: string };
      };
      const at = Code ?? { S3Key, S3ObjectVersion };
      return at.S3Key === undefined ? [] : [[at.S3ObjectVersion, good.get(at.S3Key)]];
    });
    expect(given.length).toBeGreaterThan(0);
    for (const [asked, expected] of given) expect(asked).toBe(expected);
  });

  const copyOf = (store: MemoryStore, from: string, to: string, change: (text: string) => string): void => {
    const found = [...store.objects].find(([key]) => key.includes(from));
    if (found === undefined) throw new Error(`there is no ${from}`);
    const [key, entry] = found;
    store.objects.set(key.replace(from, to), { ...entry, bytes: Buffer.from(change(String(entry.bytes))) });
  };

  test("does not pass a key inside of a thing's folder for a point of that thing, or of another", async () => {
    const store = await kept();
    const [key = ""] = [...store.objects.keys()].filter((one) => one.includes("/points/lambda/"));
    const evil = `points/lambda/${NAME}/points/lambda/evil/20991123T210800Z-00000000.json`;
    store.objects.set(`${PREFIX}${evil}`, {
      ...(store.objects.get(key) ?? { sha256: "" }),
      bytes: Buffer.from("{}"),
    });
    const source = { site: HOME, region: HOME, prefix: PREFIX, store, opener: HOME, witness: SIGNED };
    const found = await findPoints([source], { kind: "lambda", id: NAME });
    expect(found.points).toHaveLength(1);
    expect(found.strays.map((stray) => stray.key)).toEqual([`${PREFIX}${evil}`]);
    expect((await plan(await destination(store), store)).blocked).toEqual([]);
  });

  test("cannot make a restore of one thing change another: a document is what its key says", async () => {
    const store = await kept();
    const [other = ""] = [...store.objects.keys()].filter((one) =>
      one.includes(`/points/sqs-queue/${NAME}/`),
    );
    const manifest = JSON.parse(String(store.objects.get(other)?.bytes)) as { document: object };
    copyOf(store, `/points/sqs-queue/${NAME}-dead/`, `/points/sqs-queue/${NAME}-dead/`, (text) =>
      JSON.stringify({ ...JSON.parse(text), document: manifest.document }),
    );
    const asked = { things: [{ kind: "sqs-queue", id: `${NAME}-dead` }] as const };
    await expect(plan(await destination(store), store, asked)).rejects.toThrow(
      `is a point of ${queueArn(`${NAME}-dead`)}, and its document describes ${queueArn(NAME)} (${NAME})`,
    );
  });

  test("that does not answer fails the restore: nothing comes back without what belongs to it, unsaid", async () => {
    const store = await kept();
    const there = await destination(store);
    store.fault = (operation, key) =>
      operation === "list" && key.includes("points/s3-notifications/") ? "refuse" : undefined;
    await expect(plan(there, store)).rejects.toThrow();
  });
});
