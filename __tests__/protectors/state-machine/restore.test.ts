import { expect, test } from "vitest";
import { stateMachine } from "../../../modules/protectors/state-machine/protector.ts";
import { Wire } from "../../support/protector-conformance/wire.ts";
import {
  AWAY,
  apply,
  captured,
  FUNCTION,
  invoking,
  MACHINE,
  made,
  POINT,
  place,
  planAt,
  ports,
  published,
  ROLE,
  request,
  route,
} from "./place.ts";

const west = (arn: string): string => arn.replace("us-east-1", "eu-west-1");
const MAP = { [FUNCTION]: west(FUNCTION) };

/** Three versions, of which the first is deleted, with an alias; what is current is not published. */
async function grown() {
  const there = await made({ tags: [{ key: "team", value: "shop" }] });
  for (const n of [1, 2, 3]) published(there, invoking(FUNCTION, { TimeoutSeconds: n }), `the ${n}.`);
  route(there, "live", { 3: 90, 2: 10 });
  there.sfn.machines.get("checkout")?.versions.delete("1");
  there.sfn.UpdateStateMachine({ stateMachineArn: MACHINE, definition: invoking() });
  return there;
}

test("versions are published in their order with their words, then comes what is current, then aliases; the mark goes last", async () => {
  const kept = await captured(await grown());
  const away = place(AWAY);
  const asked = request(kept, { map: MAP }, AWAY);
  const { plan, titles } = await planAt(away, asked);
  expect(titles).toEqual([
    "create create state machine checkout, and publish a version (was 2)",
    "create publish a version of state machine checkout (was 3)",
    "create set state machine checkout as it was",
    "create create alias live of state machine checkout, 10 to version 2, 90 to version 3 as it was",
    "create unmark state machine checkout: it is restored",
    `keep use role ${ROLE}`,
  ]);
  expect(plan.warnings).toEqual([
    "what starts state machine checkout is not held back: who has its ARN can start it as soon as it is there",
  ]);
  const ids = await apply(away, asked);
  expect([...ids]).toEqual([
    [MACHINE, west(MACHINE)],
    [`${MACHINE}:2`, west(`${MACHINE}:1`)],
    [`${MACHINE}:3`, west(`${MACHINE}:2`)],
  ]);
  const { versions, aliases, revision, tags } = away.sfn.machines.get("checkout") ?? {};
  expect(
    [...(versions ?? [])].map(([number, { description, definition }]) => [number, description, definition]),
  ).toEqual([
    ["1", "the 2.", invoking(west(FUNCTION), { TimeoutSeconds: 2 })],
    ["2", "the 3.", invoking(west(FUNCTION), { TimeoutSeconds: 3 })],
  ]);
  expect(revision?.definition).toBe(invoking(west(FUNCTION)));
  expect(aliases?.get("live")?.routing).toEqual([
    { stateMachineVersionArn: west(`${MACHINE}:1`), weight: 10 },
    { stateMachineVersionArn: west(`${MACHINE}:2`), weight: 90 },
  ]);
  expect(tags).toEqual({ team: "shop" });
});

test("a machine without versions is made by one call, and never marked", async () => {
  const kept = await captured(await made());
  const home = place();
  const { titles } = await planAt(home, request(kept));
  expect(titles).toEqual(["create create state machine checkout", `keep use role ${ROLE}`]);
  await apply(home, request(kept));
  expect(home.sfn.machines.get("checkout")?.tags).toEqual({});
});

test("a version that says the same as the one before stands for both, and takes their parts together", async () => {
  const there = await made();
  published(there, invoking(FUNCTION, { TimeoutSeconds: 1 }));
  there.sfn.UpdateStateMachine({ stateMachineArn: MACHINE, definition: invoking() });
  published(there, invoking(FUNCTION, { TimeoutSeconds: 1 }));
  route(there, "live", { 1: 40, 2: 60 });
  const kept = await captured(there);
  const away = place(AWAY);
  const ids = await apply(away, request(kept, { map: MAP }, AWAY));
  expect([ids.get(`${MACHINE}:1`), ids.get(`${MACHINE}:2`)]).toEqual([
    west(`${MACHINE}:1`),
    west(`${MACHINE}:1`),
  ]);
  expect(away.sfn.machines.get("checkout")?.aliases.get("live")?.routing).toEqual([
    { stateMachineVersionArn: west(`${MACHINE}:1`), weight: 100 },
  ]);
  const now = await captured(away);
  const all = { ...MAP, ...Object.fromEntries(ids) };
  expect(stateMachine.differences(kept.document, now.document, all, { armed: true })).toEqual([]);
});

test("a state that calls a published version calls what that became, by name too", async () => {
  const definition = JSON.stringify({
    StartAt: "A",
    States: {
      A: { Type: "Task", Resource: `${FUNCTION}:7`, Next: "B" },
      B: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: "orders", Qualifier: "7" },
        End: true,
      },
    },
  });
  const kept = await captured(await made({ definition }));
  const away = place(AWAY);
  const together = new Set([west(FUNCTION)]);
  await apply(
    away,
    request(kept, { map: MAP, together }, AWAY),
    new Map([[`${FUNCTION}:7`, west(`${FUNCTION}:2`)]]),
  );
  expect(away.sfn.machines.get("checkout")?.revision.definition).toBe(
    definition.replace(`${FUNCTION}:7`, west(`${FUNCTION}:2`)).replace('"Qualifier":"7"', '"Qualifier":"2"'),
  );
  const { plan } = await planAt(away, request(kept, { map: MAP }, AWAY));
  expect(plan.blocked.map(({ because, message }) => [because, message])).toContainEqual([
    "untranslated",
    `current.definition.States.A.Resource, current.definition.States.B.Parameters.FunctionName: ${FUNCTION}:7: version 7 of ${west(FUNCTION)} need not be the same code; name the version that stands for it`,
  ]);
});

test("a version that did not come back stops the machine, with the way out", async () => {
  const kept = await captured(await made({ definition: invoking(`${FUNCTION}:7`) }));
  const asked = request(kept, { map: MAP, together: new Set([west(FUNCTION)]) }, AWAY);
  await expect(apply(place(AWAY), asked)).rejects.toThrow(
    `a version that it calls did not come back: ${FUNCTION}:7\n  help: let it call an alias`,
  );
});

test("a live machine that differs is changed in place with --replace alone, and keeps what is not in the point", async () => {
  const there = await grown();
  const kept = await captured(there);
  there.sfn.UpdateStateMachine({
    stateMachineArn: MACHINE,
    definition: invoking(FUNCTION, { TimeoutSeconds: 9 }),
  });
  published(there, invoking(FUNCTION, { TimeoutSeconds: 10 }));
  route(there, "theirs", { 4: 100 });
  const refused = await planAt(there, request(kept));
  expect(refused.plan.blocked.map(({ because, message }) => `${because}: ${message}`)).toEqual([
    "live: state machine checkout is there and differs: set state machine checkout as it was",
  ]);
  const asked = request(kept, { replace: true });
  const { plan, titles } = await planAt(there, asked);
  expect(titles).toEqual([
    "keep version 2 of state machine checkout is there",
    "keep version 3 of state machine checkout is there",
    "replace set state machine checkout as it was",
    "keep alias live of state machine checkout is as it was",
    `keep use role ${ROLE}`,
  ]);
  expect(plan.warnings).toEqual(["alias theirs of state machine checkout is not in the point; it stays"]);
  await apply(there, asked);
  const { versions, aliases, revision } = there.sfn.machines.get("checkout") ?? {};
  expect([...(versions?.keys() ?? [])]).toEqual(["2", "3", "4"]);
  expect([...(aliases?.keys() ?? [])]).toEqual(["live", "theirs"]);
  expect(revision?.definition).toBe(invoking());
});

test("while versions of a live machine are published it runs what they say, and the plan tells", async () => {
  const there = await grown();
  const kept = await captured(there);
  there.sfn.machines.get("checkout")?.aliases.clear();
  there.sfn.machines.get("checkout")?.versions.clear();
  const { plan } = await planAt(there, request(kept, { replace: true }));
  expect(plan.warnings).toEqual([
    "until all versions are published, an execution of state machine checkout without a qualifier may run an older definition",
  ]);
});

test("no call changes a machine's type", async () => {
  const kept = await captured(await made());
  const there = await made({ type: "EXPRESS" });
  const { plan } = await planAt(there, request(kept, { replace: true }));
  expect(plan.blocked).toEqual([
    {
      because: "inexpressible",
      message: "state machine checkout is there, and its type EXPRESS cannot be changed to STANDARD",
      hint: "restore under another name",
    },
  ]);
});

test("a restore that was killed goes on by the point that it began with, and by no other", async () => {
  const kept = await captured(await grown());
  const away = place(AWAY);
  const asked = request(kept, { map: MAP }, AWAY);
  const wire = new Wire(away);
  const plan = await stateMachine.plan({ ...ports(away), client: wire.client }, asked);
  const writes = plan.steps.filter(({ effect }) => effect !== "keep");
  await writes[0]?.perform?.(new Map(plan.ids));
  wire.killAt(wire.sent.length, "after");
  await expect(writes[1]?.perform?.(new Map(plan.ids))).rejects.toThrow("killed after");
  expect(await stateMachine.begun?.(ports(away), "checkout")).toBe(POINT);
  const other = await planAt(away, { ...asked, point: POINT.replace("20260101T", "20260102T") });
  expect([other.plan.live, other.plan.blocked.length > 0]).toEqual(["there", true]);
  const again = await planAt(away, asked);
  expect([again.plan.live, again.plan.blocked]).toEqual(["ours", []]);
  await apply(away, asked);
  expect([...(away.sfn.machines.get("checkout")?.versions.keys() ?? [])]).toEqual(["1", "2"]);
  expect(await stateMachine.begun?.(ports(away), "checkout")).toBeUndefined();
});

test("a mark on a machine that is older than the point is nobody's", async () => {
  const kept = await captured(await grown());
  const there = await made({
    definition: invoking(FUNCTION, { TimeoutSeconds: 9 }),
    tags: [{ key: "zonekeep:restore", value: POINT.replace("20260101T", "20270101T") }],
  });
  const asked = { ...request(kept), point: POINT.replace("20260101T", "20270101T") };
  expect((await planAt(there, asked)).plan.live).toBe("there");
});

test("one that is being deleted is made again when that is done", async () => {
  const there = await grown();
  const kept = await captured(there);
  const machine = there.sfn.machines.get("checkout");
  if (machine === undefined) throw new Error("it is gone");
  machine.isDeleting = true;
  const { plan } = await planAt(there, request(kept));
  expect([plan.live, plan.blocked, plan.warnings[0]]).toEqual([
    "absent",
    [],
    "state machine checkout is being deleted: it is made again when that is done",
  ]);
  let waits = 0;
  const sleep = async (): Promise<void> => {
    waits += 1;
    if (waits === 3) there.sfn.machines.delete("checkout");
  };
  const again = await stateMachine.plan({ ...ports(there), sleep }, request(kept));
  const ids = new Map(again.ids);
  for (const { perform } of again.steps) await perform?.(ids);
  expect(there.sfn.machines.get("checkout")?.revision.definition).toBe(invoking());
});

test("a role and a key that are not there, and a log group that AWS does not find, are told with the way out", async () => {
  const group = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/vendedlogs/checkout:*";
  const key = "arn:aws:kms:us-east-1:111122223333:key/0b1e5f6a-0000-4000-8000-000000000001";
  const kept = await captured(
    await made({
      loggingConfiguration: {
        level: "ALL",
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: group } }],
      },
      encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: key },
    }),
  );
  const home = place();
  home.absent.add(ROLE).add(key);
  expect((await planAt(home, request(kept))).plan.blocked.map(({ message }) => message)).toEqual([
    `role ${ROLE} of state machine checkout does not exist`,
    `key ${key} of state machine checkout does not exist or is not enabled`,
  ]);
  home.absent.clear();
  home.sfn.lostLogs.add(group);
  await expect(apply(home, request(kept))).rejects.toThrow(
    "state machine checkout: states:CreateStateMachine: InvalidLoggingConfiguration: Invalid Logging Configuration: Log Destination not found.\n" +
      "  help: create its log group first, or map it to one that exists; then run the restore again: it continues where it stopped",
  );
});

test("what the machine's role lacks is not asked for of who restores, and is waited for before", async () => {
  const kept = await captured(await made());
  const home = place();
  const denied = () =>
    Object.assign(
      new Error(
        "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
      ),
      { name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } },
    );
  home.sfn.wire.refusals.set("CreateStateMachine", [denied(), denied()]);
  await apply(home, request(kept));
  const again = place();
  again.sfn.wire.refusals.set("CreateStateMachine", Array.from({ length: 6 }, denied));
  await expect(apply(again, request(kept))).rejects.toThrow(`help: let states.amazonaws.com assume ${ROLE}`);
});

test.each([
  ["1000 versions", 999, 0, "state machine checkout would have 1001 versions, at most 1000"],
  ["100 aliases", 0, 100, "state machine checkout would have 101 aliases, at most 100"],
])("what AWS has no room for is told before: %s", async (_what, versions, aliases, message) => {
  const kept = await captured(await grown());
  const there = await made();
  there.sfn.page = 1000;
  const machine = there.sfn.machines.get("checkout");
  for (let n = 1; n <= Math.max(versions, 1); n++)
    machine?.versions.set(String(n), { ...machine.revision, at: new Date(0) });
  for (let n = 0; n < aliases; n++)
    machine?.aliases.set(`a${n}`, { routing: [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }] });
  const { plan } = await planAt(there, request(kept, { replace: true }));
  expect(plan.blocked.map((one) => one.message)).toEqual([message]);
});

test("a definition that grows beyond what AWS takes is told before", async () => {
  const definition = invoking(FUNCTION, { Comment: "x".repeat(1_048_576 - invoking().length - 15) });
  const kept = await captured(await made({ definition }));
  const long = { [FUNCTION]: `${west(FUNCTION)}-with-a-longer-name` };
  const { plan } = await planAt(place(AWAY), request(kept, { map: long }, AWAY));
  expect(plan.blocked.map(({ because }) => because)).toEqual(["quota"]);
});

test("a point without its definitions is told of, and makes nothing", async () => {
  const { document } = await captured(await made());
  const { plan } = await planAt(place(), request({ document }));
  expect([plan.steps, plan.blocked]).toEqual([
    [],
    [
      {
        because: "incomplete",
        message: "the point does not hold every definition of state machine checkout",
        hint: "restore another point",
      },
    ],
  ]);
});

test("a version that is there with other words keeps them, which is said, and is a difference", async () => {
  const kept = await captured(
    await made().then((there) => {
      published(there, invoking(), "the first.");
      return there;
    }),
  );
  const there = await made();
  published(there, invoking(), "others'.");
  const { plan } = await planAt(there, request(kept, { replace: true }));
  expect(plan.warnings).toEqual([
    "version 1 of state machine checkout is there with another description, and keeps it: AWS changes none",
  ]);
  const now = await captured(there);
  expect(
    stateMachine.differences(kept.document, now.document, {}, { armed: true }).map(({ path }) => path),
  ).toEqual(["versions.1.description"]);
});
