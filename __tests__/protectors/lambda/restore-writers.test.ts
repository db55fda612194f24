import { describe, expect, test } from "vitest";
import { MARK } from "../../../modules/protectors/kit/mark.ts";
import { apply, Destination, POINT } from "../../support/destination.ts";
import { wrongBehindNumbers } from "../../support/judge-versions.ts";
import { fourteen, functionOf, versionOf } from "../../support/many-versions.ts";
import { afterCalls, deploying, portsOf } from "../../support/writers.ts";

const plan = (there: Destination, holder: string, options = {}) =>
  there.plan(fourteen, {}, options, portsOf(there, holder));

describe("two restores of one function at once", () => {
  test("the second is told who is at it and until when, and changes nothing; the first ends as it should", async () => {
    const there = new Destination(fourteen.bytes);
    const first = plan(there, "ana@laptop:1").then((one) => apply(one));
    await afterCalls(there, 40, first);
    const { blocked } = await plan(there, "ben@desk:2");
    expect(blocked.find(({ because }) => because === "held")).toEqual({
      because: "held",
      message: "ana@laptop:1 is restoring many",
      hint:
        "wait until it has ended, or until 1970-01-01T00:03:00Z if it was stopped, as tag zonekeep:restore says; " +
        "then run the restore again: it continues where it stopped",
    });
    expect(wrongBehindNumbers(there.lambda, fourteen.document, await first)).toEqual([]);
    expect(there.lambda.functions.get("many")?.tags).toEqual({});
    expect((await plan(there, "ben@desk:2")).blocked).toEqual([]);
  });

  test("planned at the same time: the one that finds the function made stops, and says so", async () => {
    const there = new Destination(fourteen.bytes);
    const [one, two] = await Promise.all([plan(there, "one"), plan(there, "two")]);
    const [first, second] = await Promise.allSettled([apply(one), apply(two)]);
    if (first.status === "rejected" || second.status === "fulfilled") throw new Error("the first wins");
    expect(wrongBehindNumbers(there.lambda, fourteen.document, first.value)).toEqual([]);
    expect(String(second.reason)).toContain(
      "many: lambda:CreateFunction: it has been made meanwhile\n  help: if another restore made it, wait until that has ended",
    );
  });

  test("one that has been stopped is continued when its time is over, and at once when it stopped by itself", async () => {
    const there = new Destination(fourteen.bytes);
    there.wire.killAt = { call: 60, when: "after" };
    await expect(there.restore(fourteen, {})).rejects.toThrow("killed");
    there.wire.dead = false;
    expect((await plan(there, "next")).blocked.map(({ because }) => because)).toContain("held");
    there.now += 180_001;
    const later = await plan(there, "next");
    expect(later.blocked).toEqual([]);
    there.wire.refusals.set("PublishVersion", [new Error("no")]);
    await expect(apply(later)).rejects.toThrow("many: lambda:PublishVersion");
    expect(there.lambda.functions.get("many")?.tags[MARK]).not.toContain(" until ");
    const result = await apply(await plan(there, "third"));
    expect(wrongBehindNumbers(there.lambda, fourteen.document, result)).toEqual([]);
  });

  test("no tag keeps restores out for longer than one may say: what ends later is not waited for", async () => {
    const there = new Destination(fourteen.bytes);
    await there.restore(fourteen, {});
    const until = (ms: number): string => `${new Date(there.now + ms).toISOString().slice(0, 19)}Z`;
    const held = async (end: string) => {
      Object.assign(there.lambda.functions.get("many")?.tags ?? {}, {
        [MARK]: `${POINT} by eve until ${end}`,
      });
      return (await plan(there, "ana")).blocked.map(({ because, hint }) => ({ because, hint }));
    };
    const last = until(480_000);
    expect(await held(last)).toEqual([
      {
        because: "held",
        hint:
          `wait until it has ended, or until ${last} if it was stopped, as tag ${MARK} says; ` +
          "then run the restore again: it continues where it stopped",
      },
    ]);
    expect(await held(until(481_000))).toEqual([]);
    expect(await held("9999-12-31T23:59:59Z")).toEqual([]);
    await apply(await plan(there, "ana"));
    expect(there.lambda.functions.get("many")?.tags).toEqual({});
  });

  test("what takes long is said again to be at work; one that was taken over stops and touches nothing more", async () => {
    const there = new Destination(fourteen.bytes);
    const slow = await plan(there, "slow");
    const ids = new Map(slow.ids);
    const until: unknown[] = [];
    for (const [n, step] of slow.steps.slice(0, 9).entries()) {
      there.now = n * 50_000;
      await step.perform?.(ids);
      until.push(there.lambda.functions.get("many")?.tags[MARK]?.split(" until ")[1]);
    }
    expect(new Set(until).size).toBeGreaterThan(3);
    there.now += 200_000;
    const result = await apply(await plan(there, "fast"));
    const writes = there.lambda.writes().length;
    await expect(slow.steps[9]?.perform?.(ids)).rejects.toThrow(
      /many: lambda:TagResource: somebody took its mark away/,
    );
    expect(there.lambda.writes()).toHaveLength(writes);
    expect(wrongBehindNumbers(there.lambda, fourteen.document, result)).toEqual([]);
  });
});

describe("a deployment while a restore is at work", () => {
  test("stops the restore by name before anything of it is published as a version of the point", async () => {
    const there = new Destination(fourteen.bytes);
    const deployment = deploying(there, "many", 4);
    const ending = await plan(there, "ana").then(apply).catch(String);
    expect(await deployment.stop()).toBeGreaterThan(0);
    expect(ending).toMatch(
      /many: lambda:\w+: it is not what the restore made of it: Description, MemorySize\n {2}help: stop what else changes it, such as a deployment; then run the restore again with --replace: it continues where it stopped/,
    );
    there.lambda.GetFunction({ FunctionName: "many" });
    const result = await there.restore(fourteen, {}, { replace: true });
    expect(wrongBehindNumbers(there.lambda, fourteen.document, result)).toEqual([]);
  });

  test("leaves settings that the restore run again overwrites only with --replace", async () => {
    const there = new Destination(fourteen.bytes);
    there.wire.killAt = { call: 12, when: "after" };
    await expect(there.restore(fourteen, {})).rejects.toThrow("killed");
    while (there.lambda.GetFunction({ FunctionName: "many" }).Configuration.State === "Pending");
    there.lambda.UpdateFunctionConfiguration({ FunctionName: "many", MemorySize: 3333 });
    there.lambda.GetFunction({ FunctionName: "many" });
    await expect(there.restore(fourteen, {})).rejects.toThrow("run it again with --replace: it continues");
    expect(there.lambda.functions.get("many")?.latest.config).toMatchObject({ MemorySize: 3333 });
    await there.restore(fourteen, {}, { replace: true });
  });

  test("of an alias stops the restore, and the alias stays where it was pointed", async () => {
    const two = functionOf([versionOf("1", 128), versionOf("2", 256), versionOf("$LATEST", 512)], {
      aliases: [{ name: "live", version: "2", description: "", weights: {} }],
    });
    const there = new Destination(two.bytes);
    await there.restore(two, {});
    there.lambda.UpdateAlias({ FunctionName: "many", Name: "live", FunctionVersion: "1" });
    const planned = await there.plan(two, {}, { replace: true });
    there.lambda.UpdateAlias({ FunctionName: "many", Name: "live", FunctionVersion: "$LATEST" });
    await expect(apply(planned)).rejects.toThrow(
      "many:live: lambda:UpdateAlias: somebody has pointed it at $LATEST meanwhile",
    );
    expect(there.lambda.functions.get("many")?.aliases.get("live")).toMatchObject({
      FunctionVersion: "$LATEST",
    });
    await expect(there.restore(two, {})).rejects.toThrow("run it again with --replace: it continues");
    await there.restore(two, {}, { replace: true });
    expect(there.lambda.functions.get("many")?.aliases.get("live")).toMatchObject({ FunctionVersion: "2" });
  });

  test("between two steps is seen by the revision: what it wrote is neither overwritten nor published", async () => {
    const there = new Destination(fourteen.bytes);
    let struck = false;
    there.wire.before = ({ name, input }) => {
      if (struck || name !== "PublishVersion") return undefined;
      struck = true;
      expect(input).toMatchObject({ RevisionId: there.lambda.functions.get("many")?.latest.revision });
      there.lambda.UpdateFunctionConfiguration({ FunctionName: "many", MemorySize: 9999 });
      return undefined;
    };
    await expect(there.restore(fourteen, {})).rejects.toThrow(
      "it is not what the restore made of it: MemorySize",
    );
    expect(there.lambda.functions.get("many")?.published.size).toBe(0);
    expect(there.lambda.functions.get("many")?.latest.config.MemorySize).toBe(9999);
  });
});

test("every write of $LATEST and every publish names the revision that was read", async () => {
  const there = new Destination(fourteen.bytes);
  await there.restore(fourteen, {});
  const named = there.lambda.calls.filter(({ name }) =>
    ["UpdateFunctionConfiguration", "UpdateFunctionCode", "PublishVersion", "UpdateAlias"].includes(name),
  );
  expect(named.length).toBeGreaterThan(27);
  expect(named.filter(({ input }) => input.RevisionId === undefined)).toEqual([]);
  expect(
    named.filter(({ name, input }) => name === "PublishVersion" && input.CodeSha256 === undefined),
  ).toEqual([]);
});

test("a call whose answer was lost and that the client sent again is found done", async () => {
  const there = new Destination(fourteen.bytes);
  const again = new Set<string>();
  const ports = there.restorePorts;
  const send = async (command: { constructor: { name: string } }) => {
    const { name } = command.constructor;
    const answer = await there.lambda.send(command as never);
    if (!/^(Update|Publish)/.test(name) || again.has(name)) return answer;
    again.add(name);
    return there.lambda.send(command as never);
  };
  const planned = await there.plan(fourteen, {}, {}, { ...ports, lambda: { send } as typeof ports.lambda });
  const result = await apply(planned);
  expect([...again].sort()).toEqual(["PublishVersionCommand", "UpdateFunctionConfigurationCommand"]);
  expect(wrongBehindNumbers(there.lambda, fourteen.document, result)).toEqual([]);
  expect(there.lambda.functions.get("many")?.published.size).toBe(14);
});
