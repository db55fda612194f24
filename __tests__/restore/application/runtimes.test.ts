import { describe, expect, test } from "vitest";
import { findPoint } from "../../../modules/recovery/list-points.ts";
import { readPoint } from "../../../modules/recovery/read-point.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { planRestore } from "../../../modules/restore/plan.ts";
import { application, backUp, destination, MAP, NAME, restorePorts } from "../../support/application.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { PREFIX } from "../../support/sample-point.ts";

describe("a runtime that AWS makes no more", () => {
  const aged = async (): Promise<MemoryStore> => {
    const home = application();
    const fn = home.lambda.functions.get(NAME);
    for (const version of ["3", "4"])
      fn?.published.set(version, { ...fn.latest, code: Buffer.from(version) });
    for (const version of ["2", "3"])
      fn?.published.set(version, {
        ...(fn.published.get(version) ?? fn.latest),
        config: { ...fn.latest.config, Runtime: "nodejs16.x" },
      });
    const store = new MemoryStore();
    await backUp(home, store);
    return store;
  };
  const on = async (store: MemoryStore, today: string, runtimes = {}) => {
    const there = await destination(store);
    there.lambda.today = today;
    const ports = { ...restorePorts(there, store), today: () => today };
    const things = [{ kind: "lambda", id: NAME }] as const;
    const asked = {
      things,
      point: "latest",
      map: MAP,
      alone: false,
      replace: false,
      allowPublic: false,
      runtimes,
    };
    return { there, ports, planned: await planRestore(ports, asked) };
  };

  test("is said in the point that has it, which also says how much of the function was kept", async () => {
    const store = await aged();
    const { key } = await findPoint(store, PREFIX, { kind: "lambda", id: NAME }, "latest");
    const { manifest } = await readPoint(store, key);
    expect(manifest.protect).toEqual({ code: "published", triggers: "all" });
    expect(manifest.warnings).toEqual([
      `versions 2, 3 of ${NAME}: AWS creates functions of runtime nodejs16.x until 2027-02-01 and updates them until ` +
        "2027-03-03; deploy with nodejs24.x: from then on a restore takes --runtime nodejs16.x=nodejs24.x",
    ]);
  });

  test("blocks the version that a bucket calls, and leaves out the one that nothing points at, by name", async () => {
    const store = await aged();
    const { planned } = await on(store, "2027-03-03");
    expect(planned.leftOut).toEqual([`version 3 of ${NAME}`]);
    expect(planned.blocked).toEqual([
      {
        because: "runtime",
        message: `lambda/${NAME}: ${NAME} (version 2): AWS stopped updating functions of runtime nodejs16.x on 2027-03-03`,
        hint: expect.stringContaining("--runtime nodejs16.x=nodejs24.x restores it with another one; where "),
      },
    ]);
  });

  test("comes back as another one, which the result records; a wish that nothing has is said", async () => {
    const store = await aged();
    const wishes = { "nodejs16.x": "nodejs24.x", "nodejs12.x": "nodejs24.x" };
    const { there, ports, planned } = await on(store, "2027-03-03", wishes);
    expect({ blocked: planned.blocked, leftOut: planned.leftOut }).toEqual({ blocked: [], leftOut: [] });
    expect(planned.warnings).toContain("nothing that is restored has runtime nodejs12.x");
    const result = await applyRestore(ports, planned);
    expect(result.runtimes).toEqual({ "nodejs16.x": "nodejs24.x" });
    const { published } = there.lambda.functions.get(NAME) ?? { published: new Map() };
    expect([...published.values()].map(({ config }) => config.Runtime)).toEqual([
      "nodejs24.x",
      "nodejs24.x",
      "nodejs22.x",
    ]);
  });

  test("is tried as it is where a person says that AWS still makes it; AWS's own refusal is told", async () => {
    const store = await aged();
    const wish = { "nodejs16.x": "nodejs16.x" };
    const moved = await on(store, "2027-03-03", wish);
    expect(moved.planned).toMatchObject({ blocked: [], leftOut: [], runtimes: {} });
    const { failed } = await applyRestore(moved.ports, moved.planned);
    expect(failed?.map(({ message }) => message).join()).toContain("nodejs16.x is no longer supported");
    const later = await on(store, "2027-03-03", wish);
    later.there.lambda.today = "2026-11-29";
    await applyRestore(later.ports, later.planned);
    expect(later.there.lambda.functions.get(NAME)?.published.get("1")?.config.Runtime).toBe("nodejs16.x");
  });
});
