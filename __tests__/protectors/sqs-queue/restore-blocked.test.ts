import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../modules/contract/json.ts";
import { arnOf, KEY, queueOf } from "../../support/arbitrary-queue.ts";
import { Place } from "./place.ts";
import { plan } from "./plan.ts";

describe("blocked is", () => {
  test("a queue whose key is not there", async () => {
    const document = queueOf("orders", { attributes: { KmsMasterKeyId: KEY } });
    expect((await plan(new Place(), document)).blocked).toEqual([
      {
        because: "key",
        message: `key ${KEY} of queue orders does not exist or is not enabled`,
        hint: "create or enable it first, or map it to one that is",
      },
    ]);
  });

  test.each([
    [queueOf("orders.fifo", { attributes: { FifoQueue: "true" } }), "new", "a FIFO queue", "new.fifo"],
    [queueOf("orders"), "new.fifo", "a standard queue", "another name"],
    [queueOf("orders"), "n".repeat(81), "a standard queue", "another name"],
  ])("a name that its type does not have", async (document, name, type, way) => {
    const sqs = new Place();
    const planned = await plan(sqs, document, { name });
    expect(planned.blocked).toHaveLength(1);
    expect(planned.blocked[0]?.because).toBe("inexpressible");
    expect(planned.blocked[0]?.message).toContain(`${name} cannot be the name of ${type}`);
    expect(planned.blocked[0]?.hint).toContain(way);
    expect([planned.steps, sqs.called()]).toEqual([[], []]);
  });

  const open = { Sid: "all", Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: arnOf("orders") };
  const policy: JsonObject = { Statement: [open] };

  test("a statement that lets anybody in, unless that is meant", async () => {
    const document = queueOf("orders", { policy });
    expect((await plan(new Place(), document)).blocked).toEqual([
      {
        because: "public",
        message: "statement all of the policy of queue orders lets anybody use it",
        hint: "say --allow-public if that is meant",
      },
    ]);
    expect((await plan(new Place(), document, { allowPublic: true })).blocked).toEqual([]);
  });

  test("no statement that is there already", async () => {
    const sqs = new Place();
    sqs.put(queueOf("orders", { policy: { ...policy, Version: "2012-10-17" } }));
    expect((await plan(sqs, queueOf("orders", { policy }), { replace: true })).blocked).toEqual([]);
  });
});
