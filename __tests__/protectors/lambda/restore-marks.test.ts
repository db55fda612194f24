import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { MARK } from "../../../modules/protectors/kit/mark.ts";
import { begunPoint } from "../../../modules/protectors/lambda/restore/begun.ts";
import { apply, Destination, POINT } from "../../support/destination.ts";
import { functionOf, versionOf } from "../../support/many-versions.ts";

const tags = (from: number, n: number, value = "point") =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`t${String(from + i).padStart(3, "0")}`, value]));
const tagged = (own: Record<string, string>) =>
  functionOf([versionOf("1", 128), versionOf("$LATEST", 256)], { tags: own });
const tagsOf = ({ lambda }: Destination) => ({ ...lambda.functions.get("many")?.tags });

/** Over a live function with other tags, killed at each call and run again; also what was there at the time. */
async function everyKill(
  live: Record<string, string> | undefined,
  kept: ReturnType<typeof tagged>,
  replace = {},
) {
  const begin = async (): Promise<Destination> => {
    const there = new Destination(kept.bytes);
    if (live !== undefined) await there.restore(tagged(live), {});
    return there;
  };
  const whole = await begin();
  const before = whole.lambda.calls.length;
  await whole.restore(kept, {}, replace);
  expect(tagsOf(whole)).toEqual(kept.document.tags);
  for (let call = before + 1; call <= whole.lambda.calls.length; call++)
    for (const when of ["before", "after"] as const) {
      const there = await begin();
      there.wire.killAt = { call, when };
      await expect(there.restore(kept, {}, replace)).rejects.toThrow("killed");
      expect(Object.keys(tagsOf(there)).length).toBeLessThanOrEqual(50);
      await there.restore(kept, {}, replace);
      expect({ call, when, tags: tagsOf(there) }).toEqual({ call, when, tags: kept.document.tags });
    }
}

describe("50 tags leave no room for the mark: it takes the place of one, and no call makes a 51st", () => {
  test("of a function that is new", async () => {
    const kept = tagged(tags(0, 50));
    const there = new Destination(kept.bytes);
    const plan = await there.plan(kept, {});
    await apply(plan, ({ title }) => {
      if (title.startsWith("create function"))
        expect(tagsOf(there)).toMatchObject({ t000: "point", t049: expect.stringContaining(`${MARK} 1111`) });
    });
    expect(tagsOf(there)).toEqual(tags(0, 50));
    await everyKill(undefined, kept);
  });

  test.each([
    ["the same 50 with other values", tags(0, 50, "live"), tags(0, 50)],
    ["50 others", tags(100, 50, "live"), tags(0, 50)],
    ["some others where the point has 50", tags(100, 20, "live"), tags(0, 50)],
    ["50 others where the point has some", tags(100, 50, "live"), tags(0, 3)],
    ["50 others where the point has none", tags(100, 50, "live"), {}],
  ])("of a live function that has %s, and is replaced", async (_what, live, wanted) => {
    await everyKill(live, tagged(wanted), { replace: true });
  });
});

test("with --replace tags go that the point does not have, but for AWS's own; otherwise they stay, and that is said", async () => {
  const there = new Destination(tagged({}).bytes);
  await there.restore(tagged({ team: "shop" }), {});
  Object.assign(there.lambda.functions.get("many")?.tags ?? {}, {
    extra: "x",
    "aws:cloudformation:stack-name": "s",
  });
  const kept = await there.plan(tagged({ team: "shop" }), {});
  expect(kept.blocked).toEqual([]);
  expect(kept.warnings).toContain("tags extra of many are not in the point; they stay");
  await there.restore(tagged({ team: "shop" }), {}, { replace: true });
  expect(tagsOf(there)).toEqual({ team: "shop", "aws:cloudformation:stack-name": "s" });
});

test("a function that carries the mark is no source of points: the capture fails and names the run to finish", async () => {
  const kept = tagged({ team: "shop" });
  const there = new Destination(kept.bytes);
  there.wire.killAt = { call: 12, when: "after" };
  await expect(there.restore(kept, {})).rejects.toThrow("killed");
  there.wire.dead = false;
  expect(tagsOf(there)[MARK]).toBeDefined();
  await expect(there.capture("many")).rejects.toThrow(
    "lambda:GetFunction of many: by its tags a restore from run 20260101T000000Z-0badcafe has not finished, and no half is kept: " +
      "finish it with npx zonekeep restore many --point 20260101T000000Z-0badcafe, or, if nobody restores it, take its tag zonekeep:restore away",
  );
  await there.restore(kept, {});
  expect((await there.capture("many")).document.tags).toEqual({ team: "shop" });
});

describe("a tag with the mark's name that names no point of a function is a tag like any other", () => {
  test.each([
    "a --replace --allow-public",
    "",
    POINT.replace("/lambda/", "/sqs-queue/"),
    POINT.replace("111122223333", "; x"),
    `${POINT} --replace`,
  ])("%j is captured, told without its text, and comes back", async (text) => {
    const kept = tagged({ team: "shop", [MARK]: text });
    const there = new Destination(kept.bytes);
    await there.restore(tagged({ team: "shop" }), {});
    Object.assign(there.lambda.functions.get("many")?.tags ?? {}, { [MARK]: text });
    const told = `tag ${MARK} names no recovery point of a function: it is taken for a tag like any other`;
    const { document, warnings } = await there.capture("many");
    expect(document.tags).toEqual({ team: "shop", [MARK]: text });
    expect(warnings).toContain(told);
    const plan = await there.plan(kept, {});
    expect(plan.blocked).toEqual([]);
    expect(plan.warnings).toContain(told);
    await everyKill(undefined, kept);
    await everyKill({ team: "live", [MARK]: text }, tagged({ team: "shop" }), { replace: true });
  });
});

describe("whoever may tag a live function can write a mark: what it has is overwritten only with --replace", () => {
  const kept = tagged({});
  const other = new TextEncoder().encode("other code");
  const otherHash = createHash("sha256").update(other).digest("hex");
  const live = async (mark: string) => {
    const there = new Destination(new Map([...kept.bytes, [otherHash, other]]));
    await there.restore(
      functionOf(
        kept.document.versions.map((version) => ({
          ...version,
          codeSha256: otherHash,
          codeSize: other.length,
        })),
      ),
      {},
    );
    Object.assign(there.lambda.functions.get("many")?.tags ?? {}, { [MARK]: mark });
    return there;
  };

  test.each([POINT, `${POINT} replacing`])("%s", async (mark) => {
    const there = await live(mark);
    const plan = await there.plan(kept, {});
    expect(plan.live).toBe("there");
    const code = plan.steps.filter(({ title }) => /\bcode\b/.test(title));
    expect(code.map(({ effect }) => effect)).toContain("replace");
    expect(plan.blocked.map(({ because }) => because)).toContain("live");
    for (const { hint } of plan.blocked)
      expect(hint).toBe(
        "by its tags a restore of run 20260101T000000Z-0badcafe over it has not finished: " +
          "run it again with --replace: it continues",
      );
    await expect(there.restore(kept, {})).rejects.toThrow("blocked");
    expect((await there.plan(kept, {}, { replace: true })).blocked).toEqual([]);
    await there.restore(kept, {}, { replace: true });
    expect(tagsOf(there)).toEqual({});
  });

  const POINT_OF_LATER = POINT.replace("20260101T", "20270101T");
  const marked = async (mark: Readonly<Record<string, string>>, change: object) => {
    const there = new Destination(kept.bytes);
    await there.restore(kept, {});
    there.lambda.UpdateFunctionConfiguration({ FunctionName: "many", ...change });
    there.lambda.GetFunction({ FunctionName: "many" });
    Object.assign(there.lambda.functions.get("many")?.tags ?? {}, mark);
    return there;
  };

  test.each([
    ["a setting", { MemorySize: 999 }],
    ["a value of a variable", { Environment: { Variables: { TOKEN: "of today" } } }],
  ])("the code of the point, and %s that no version of it has", async (_what, change) => {
    const there = await marked({ [MARK]: POINT }, change);
    const before = there.lambda.functions.get("many")?.latest.config;
    await expect(there.restore(kept, {})).rejects.toThrow("run it again with --replace: it continues");
    expect(there.lambda.functions.get("many")?.latest.config).toEqual(before);
    await there.restore(kept, {}, { replace: true });
  });

  test.each([
    ["in a tag of its own", { [MARK]: POINT_OF_LATER }],
    ["in the place of another", { team: `${MARK} ${POINT_OF_LATER}` }],
    ["of a run of no day", { [MARK]: POINT.replace("20260101T", "20269999T") }],
  ])(
    "older than the point of the mark, %s: it is captured, and no restore continues",
    async (_where, mark) => {
      const there = await marked(mark, {});
      there.lambda.UpdateAlias = () => {
        throw new Error("nothing is changed");
      };
      const { document, warnings } = await there.capture("many");
      expect(document.tags).toEqual({});
      expect(warnings.join()).toMatch(/and it was there before: no restore did. Take the tag away/);
      expect(await begunPoint(there.restorePorts, "many")).toBeUndefined();
      const point = Object.values(mark).join().replace(`${MARK} `, "");
      const changed = functionOf(kept.document.versions, { tags: { stage: "prod" } });
      const plan = await there.plan(changed, {}, { point });
      expect(plan.live).toBe("there");
      expect(plan.blocked.map(({ because }) => because)).toContain("live");
    },
  );

  test("a function that the restore itself made is continued without it, also where it was said at first", async () => {
    const there = new Destination(kept.bytes);
    there.wire.killAt = { call: 12, when: "after" };
    await expect(there.restore(kept, {}, { replace: true })).rejects.toThrow("killed");
    const plan = await there.plan(kept, {});
    expect({ live: plan.live, blocked: plan.blocked }).toEqual({ live: "ours", blocked: [] });
    await apply(plan);
    expect(tagsOf(there)).toEqual({});
  });
});
