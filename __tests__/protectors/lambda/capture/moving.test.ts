import { describe, expect, test } from "vitest";
import { FakeRegion } from "../../../support/fake-region.ts";
import { richFunction } from "../../../support/rich-function.ts";
import { seedFunction, seedVersions, version } from "../../../support/seed-function.ts";
import { hash, ordersOf, plain, take } from "./take.ts";

describe("a function that moves while it is read", () => {
  const moving = (times: number): FakeRegion => {
    const source = richFunction();
    let moves = 0;
    source.wire.before = ({ name: call }) => {
      const orders = source.lambda.functions.get("orders");
      if (call === "ListFunctionEventInvokeConfigs" && moves++ < times && orders !== undefined)
        orders.latest = version(`moved ${moves}`, orders.latest.config);
      return undefined;
    };
    return source;
  };

  test.each([1, 2, 3])("%i times is read again until it holds still", async (times) => {
    const source = moving(times);
    const { document, revision } = await take(source);
    expect(revision).toEqual({ before: `revision of moved ${times}`, after: `revision of moved ${times}` });
    expect(document.versions.at(-1)?.codeSha256).toBe(hash(`moved ${times}`));
  });

  test("without end fails, and says so", async () => {
    await expect(take(moving(99))).rejects.toThrow(
      "orders keeps changing, seen in 4 reads: its revision moved from revision of moved 3 to revision of moved 4; the next run tries again",
    );
  });

  test("in its settings alone is read again", async () => {
    const source = richFunction();
    const { latest } = ordersOf(source);
    source.wire.before = ({ name: call }) => {
      if (call === "ListFunctionEventInvokeConfigs" && latest.config.MemorySize === undefined)
        Object.assign(latest, {
          config: { ...latest.config, MemorySize: 512 },
          revision: "settings changed",
        });
      return undefined;
    };
    const { document, revision } = await take(source);
    expect(document.versions.at(-1)?.configuration).toMatchObject({ MemorySize: 512 });
    expect(revision).toEqual({ before: "settings changed", after: "settings changed" });
  });

  test.each([{ LastUpdateStatus: "InProgress" as const }, { State: "Pending" as const }])(
    "and is still being updated, %j, is read again",
    async (updating) => {
      const source = new FakeRegion();
      const orders = seedFunction(source.lambda, "orders", updating);
      source.wire.before = ({ name: call }) => {
        const again = call === "ListAliases" && source.wire.named("GetFunction").length > 0;
        if (again) Object.assign(orders.latest.config, { LastUpdateStatus: "Successful", State: "Active" });
        return undefined;
      };
      expect((await take(source, plain)).document.name).toBe("orders");
      expect(source.wire.named("ListAliases").length).toBeGreaterThan(1);
    },
  );

  test("in a published version's settings is read again", async () => {
    const source = richFunction();
    let moved = false;
    source.wire.before = ({ name: call, input }) => {
      const third = source.lambda.functions.get("orders")?.published.get("3");
      if (!moved && call === "GetFunction" && input.Qualifier === "3" && third !== undefined) {
        moved = true;
        third.revision = "another";
      }
      return undefined;
    };
    await take(source);
    expect(source.wire.named("ListAliases")).toHaveLength(2);
  });

  test("whose alias names a version that is not listed yet is read again", async () => {
    const source = richFunction();
    const orders = ordersOf(source);
    orders.aliases.set("next", { Name: "next", FunctionVersion: "10" });
    source.wire.before = ({ name: call }) => {
      if (call === "ListAliases" && source.wire.calls.length > 4) seedVersions(orders, "orders", 1);
      return undefined;
    };
    const { document } = await take(source);
    expect(document.versions.map((one) => one.version)).toContain("10");
  });
});
