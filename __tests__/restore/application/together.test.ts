import { describe, expect, test } from "vitest";
import { findPoints } from "../../../modules/cli/points/find-points.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { readPoint } from "../../../modules/recovery/read-point.ts";
import { verifyPoint } from "../../../modules/recovery/verify.ts";
import { thingsOf } from "../../../modules/restore/plan.ts";
import {
  AWAY,
  application,
  BUCKET_AWAY,
  backUp,
  destination,
  functionArn,
  HOME,
  NAME,
  plan,
  queueArn,
  restore,
  SECRET,
} from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { SIGNED } from "../../support/run-witness.ts";
import { PREFIX } from "../../support/sample-point.ts";
import { kept } from "./kept.ts";
import { stateOf } from "./state-of.ts";

const THINGS = [`lambda/${NAME}`, `s3-notifications/${NAME}`, `sqs-queue/${NAME}`, `sqs-queue/${NAME}-dead`];

describe("a function, a queue and a bucket of one name, in one policy,", () => {
  test("have a point each, with what the queue needs, and the function's names them", async () => {
    const store = new MemoryStore();
    const { items, points } = await backUp(application(), store);
    expect(items.map(thingName)).toEqual(THINGS);
    expect(new Set(points).size).toBe(4);
    const source = { site: HOME, region: HOME, prefix: PREFIX, store, opener: HOME, witness: SIGNED };
    const found = await findPoints([source], undefined);
    expect(found.strays).toEqual([]);
    expect(found.points.map(({ ref }) => thingName(ref)).toSorted()).toEqual(THINGS);
    for (const key of points)
      expect(await verifyPoint(store, key, { sites: [HOME], witness: SIGNED })).toEqual([]);
    const { manifest } = await readPoint(store, points[0] ?? "");
    expect(manifest.related.map(thingName)).toEqual([`s3-notifications/${NAME}`, `sqs-queue/${NAME}`]);
  });

  test("come back in another region with a map that names the bucket alone, each after what it needs", async () => {
    const store = await kept();
    const there = await destination(store);
    const planned = await plan(there, store);
    expect({ blocked: planned.blocked, missing: planned.missing }).toEqual({ blocked: [], missing: [] });
    expect(planned.waves.map((wave) => wave.map(({ thing }) => thingName(thing)))).toEqual([
      [`sqs-queue/${NAME}-dead`],
      [`sqs-queue/${NAME}`],
      [`lambda/${NAME}`],
      [`s3-notifications/${NAME}`],
    ]);
    const result = await restore(there, store);
    expect(result.things.map(({ kind, id, arn }) => `${kind}/${id} is ${arn}`)).toEqual([
      `sqs-queue/${NAME}-dead is ${queueArn(`${NAME}-dead`, AWAY)}`,
      `sqs-queue/${NAME} is ${queueArn(NAME, AWAY)}`,
      `lambda/${NAME} is ${functionArn(AWAY)}`,
      `s3-notifications/${NAME} is arn:aws:s3:::${BUCKET_AWAY}`,
    ]);
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(stateOf(there)).toMatchObject({
      versions: ["PK orders 2"],
      environment: {
        Variables: { TOKEN: SECRET, QUEUE: expect.stringContaining(`sqs.${AWAY}.amazonaws.com`) },
      },
      mappings: [{ EventSourceArn: queueArn(NAME, AWAY), State: "Enabled" }],
      queues: {
        [NAME]: {
          attributes: {
            VisibilityTimeout: "60",
            RedrivePolicy: expect.stringContaining(queueArn(`${NAME}-dead`, AWAY)),
          },
          tags: { team: "shop" },
        },
      },
    });
    // The version has another number there, and the entry of a function that is not restored is left out.
    expect(there.buckets.documents.get(BUCKET_AWAY)).toEqual({
      LambdaFunctionConfigurations: [
        { Id: "uploads", LambdaFunctionArn: `${functionArn(AWAY)}:1`, Events: ["s3:ObjectCreated:*"] },
      ],
    });
  });

  test("come back each by its own name, and nothing else with it", async () => {
    const store = await kept();
    for (const thing of [
      { kind: "sqs-queue", id: `${NAME}-dead` },
      { kind: "s3-notifications", id: NAME },
    ] as const) {
      const there = await destination(store, HOME);
      const planned = await plan(there, store, { things: [thing], map: {} });
      expect(thingsOf(planned).map((one) => thingName(one.thing))).toEqual([thingName(thing)]);
      await restore(there, store, { things: [thing], map: {} });
    }
  });
});
