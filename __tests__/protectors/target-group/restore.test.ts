import { describe, expect, test } from "vitest";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import {
  armEach,
  arnOf,
  CANARY,
  disarm,
  ELSEWHERE,
  FUNCTION,
  forward,
  GROUP,
  groupOf,
  LISTENER,
  path,
  placeOf,
  plan,
  ruleOf,
  rulesThere,
  writes,
} from "./place.ts";

const elsewhere = (arn: string): string => arn.replace("us-east-1", ELSEWHERE.region);
const RULE = "rule 10 of listener HTTP:80 of shop";
const DEFAULT = "the default action of listener HTTP:80 of shop";
const FUNCTION_MAP = { [FUNCTION]: elsewhere(FUNCTION) };

describe("a target group that is gone", () => {
  test("is made empty under the ARN that AWS draws; arm registers the function, then makes the rules with that ARN", async () => {
    const place = placeOf();
    const planned = await plan(place, groupOf());
    expect(titles(planned)).toEqual([
      "create: create target group orders",
      "create: set lambda.multi_value_headers.enabled of target group orders",
    ]);
    expect(planned.atArm?.map(({ title }) => title)).toEqual([
      `register ${FUNCTION} in target group orders`,
      `create ${RULE}`,
    ]);
    const ids = await perform(planned);
    const made = place.elb.group("orders");
    expect(made?.arn).not.toBe(GROUP);
    expect(ids.get(GROUP)).toBe(made?.arn);
    expect([made?.targets, rulesThere(place)]).toEqual([[], ["default"]]);
    expect(await armEach(place, planned, ids)).toEqual([
      `written: register ${FUNCTION} in target group orders`,
      `written: create ${RULE}`,
    ]);
    expect(writes(place)).toEqual([
      "CreateTargetGroup",
      "ModifyTargetGroupAttributes",
      "RegisterTargets",
      "CreateRule",
    ]);
    expect(made?.targets).toEqual([FUNCTION]);
    expect(JSON.stringify(place.elb.listeners.get(LISTENER)?.rules.at(-1)?.actions)).toContain(made?.arn);
    expect(await armEach(place, planned, ids)).toEqual([
      `kept: register ${FUNCTION} in target group orders`,
      `kept: create ${RULE}`,
    ]);
  });

  test("has no rule before its function is registered, and says what its function's policy lacks", async () => {
    const place = placeOf();
    place.elb.closed.add(FUNCTION);
    const planned = await plan(place, groupOf());
    const [registered, created] = await armEach(place, planned, await perform(planned));
    expect(registered).toContain("elasticloadbalancing principal does not have permission to invoke");
    expect(registered).toContain(
      "let elasticloadbalancing.amazonaws.com invoke the function from this target group",
    );
    expect(created).toContain("no function is registered in target group orders yet");
    expect(rulesThere(place)).toEqual(["default"]);
  });

  test("that a restore has begun is gone on with: its attributes are set, and it is ours", async () => {
    const place = placeOf();
    const document = groupOf({ rules: [] });
    const cut = await plan(place, document);
    await cut.steps[0]?.perform?.(new Map());
    const planned = await plan(place, document);
    expect([planned.live, reasons(planned)]).toEqual(["ours", []]);
    expect(titles(planned)).toEqual([
      "create: set lambda.multi_value_headers.enabled of target group orders",
    ]);
  });

  test("cannot have every name, nor be one more than the account may have", async () => {
    expect(reasons(await plan(placeOf(), groupOf({ rules: [] }), { name: "-orders" }))).toEqual([
      "inexpressible: -orders cannot be the name of a target group: it has letters, digits and hyphens, 32 at most, none of those at an end",
    ]);
    const place = placeOf();
    place.elb.limits.set("target-groups", 1);
    const claims = new Map<string, number>();
    expect(reasons(await plan(place, groupOf({ rules: [] }), { claims }))).toEqual([]);
    expect(reasons(await plan(place, groupOf({ rules: [] }), { claims }))).toEqual([
      "quota: the account has no room for another target group in this region: it may have 1",
    ]);
  });
});

describe("a target group that is there", () => {
  const live = () => {
    const place = placeOf();
    place.elb.have(GROUP, { Name: "orders", HealthCheckIntervalSeconds: 61 }, { team: "shop" });
    return place;
  };

  test("and differs is left alone, and with --replace made as it was", async () => {
    const place = live();
    const document = groupOf({ rules: [] });
    expect(reasons(await plan(place, document))).toEqual([
      "live: target group orders is there and differs: set HealthCheckIntervalSeconds, HealthCheckPath of target group orders",
      "live: target group orders is there and differs: set lambda.multi_value_headers.enabled of target group orders",
    ]);
    const planned = await plan(place, document, { replace: true });
    expect(reasons(planned)).toEqual([]);
    await perform(planned);
    expect(place.elb.group("orders")).toMatchObject({
      HealthCheckIntervalSeconds: 60,
      HealthCheckPath: "/health",
      attributes: { "lambda.multi_value_headers.enabled": "true" },
    });
  });

  test("with somebody else's function is blocked, also with --replace; one that is registered meanwhile stays at arm", async () => {
    const place = live();
    const theirs = arnOf("lambda", "function:theirs");
    const planned = await plan(place, groupOf({ rules: [] }), { replace: true });
    const ids = await perform(planned);
    place.elb.RegisterTargets({ TargetGroupArn: GROUP, Targets: [{ Id: theirs }] });
    expect(reasons(await plan(place, groupOf({ rules: [] }), { replace: true }))).toEqual([
      `live: target group orders is there with another function, and has one at the most: ${theirs}`,
    ]);
    expect(await armEach(place, planned, ids)).toEqual([
      expect.stringContaining("another function is registered in it"),
    ]);
    expect(place.elb.group("orders")?.targets).toEqual([theirs]);
  });

  test("of another type is blocked, and nothing more is read of it", async () => {
    const place = placeOf();
    place.elb.have(GROUP, { Name: "orders", TargetType: "instance" });
    expect(reasons(await plan(place, groupOf(), { replace: true }))).toEqual([
      "live: target group orders is there and is of type instance, which no call changes",
    ]);
    expect(place.elb.called()).toEqual(["DescribeTargetGroups"]);
  });
});

describe("a rule", () => {
  test("whose listener lies elsewhere is missing until it is mapped, or left out by name", async () => {
    const place = placeOf(ELSEWHERE);
    const blocked = reasons(await plan(place, groupOf(), { map: FUNCTION_MAP }));
    expect(blocked).toEqual([
      `untranslated: rules[0].listener: ${LISTENER}: it lies in us-east-1; name its counterpart in eu-west-1 of account 111122223333`,
    ]);
    const skip = new Set(["rule/shop:80/10"]);
    const without = await plan(place, groupOf(), { map: FUNCTION_MAP, skip });
    expect([without.parts, reasons(without)]).toEqual([["rule/shop:80/10"], []]);
    expect(without.warnings).toContain(`${RULE} is left out, as --skip rule/shop:80/10 says`);
    const map = { ...FUNCTION_MAP, [LISTENER]: elsewhere(LISTENER) };
    const planned = await plan(place, groupOf(), { map });
    await armEach(place, planned, await perform(planned));
    expect(rulesThere(place)).toEqual(["default", "10"]);
  });

  test("whose listener, or whose other group, is gone is blocked with the way out", async () => {
    const place = placeOf();
    place.elb.listeners.clear();
    expect(reasons(await plan(place, groupOf()))).toEqual([
      `prerequisite: ${RULE} cannot come back: there is no listener ${LISTENER}`,
    ]);
    const weighted = groupOf({ rules: [ruleOf("10", { actions: [forward(GROUP, CANARY)] })] });
    expect(reasons(await plan(placeOf(), weighted))).toEqual([
      `prerequisite: ${RULE} forwards to target group ${CANARY} too, which is not there`,
    ]);
    // One that comes back in the same restore has its ARN later.
    expect(reasons(await plan(placeOf(), weighted, { map: { [CANARY]: CANARY } }))).toEqual([]);
  });

  test("of weighted groups that come back together has the ARNs of both", async () => {
    const place = placeOf();
    const document = groupOf({ rules: [ruleOf("10", { actions: [forward(GROUP, CANARY)] })] });
    const planned = await plan(place, document, { map: { [CANARY]: CANARY } });
    const ids = await perform(planned);
    const made = place.elb.have(CANARY.replace("6d0ecf831eec9f09", "0467ef3c8400ae65")).arn;
    ids.set(CANARY, made);
    await armEach(place, planned, ids);
    const text = JSON.stringify(place.elb.listeners.get(LISTENER)?.rules.at(-1)?.actions);
    expect([text.includes(made), text.includes(CANARY), text.includes(GROUP)]).toEqual([true, false, false]);
  });

  test("whose priority another one has is blocked, and one that is there under another priority stays", async () => {
    const place = placeOf();
    place.elb.have(
      GROUP,
      { Name: "orders", HealthCheckPath: "/health", HealthCheckIntervalSeconds: 60 },
      { team: "shop" },
    );
    const rule = (Priority: number, pattern: string, arn: string) =>
      place.elb.CreateRule({
        ListenerArn: LISTENER,
        Priority,
        Conditions: [{ Field: "path-pattern", Values: [pattern] }],
        Actions: [{ Type: "forward", TargetGroupArn: arn }],
      });
    rule(10, "/theirs", GROUP);
    const taken = await plan(place, groupOf({ attributes: {} }));
    expect(reasons(taken)).toEqual([`live: ${RULE} cannot come back: another rule has priority 10 there`]);
    expect(taken.blocked[0]?.hint).toContain("--skip rule/shop:80/10");
    rule(12, "/orders/*", GROUP);
    const there = await plan(place, groupOf({ attributes: {} }));
    expect([reasons(there), there.warnings]).toEqual([
      [],
      [`${RULE} is there with priority 12, and stays so`],
    ]);
    expect(titles(there)).toContain(`keep: ${RULE} is as it was`);
  });

  test("that somebody else has made between plan and arm stays, and is told", async () => {
    const place = placeOf();
    const planned = await plan(place, groupOf());
    const ids = await perform(planned);
    const theirs = place.elb.have(CANARY).arn;
    place.elb.CreateRule({
      ListenerArn: LISTENER,
      Priority: 10,
      Conditions: [{ Field: "path-pattern", Values: ["/theirs"] }],
      Actions: [{ Type: "forward", TargetGroupArn: theirs }],
    });
    const [, created] = await armEach(place, planned, ids);
    expect(created).toContain("another rule has priority 10 there");
    expect(rulesThere(place)).toEqual(["default", "10"]);
  });

  test("for which a load balancer has no room is blocked", async () => {
    const place = placeOf();
    place.elb.limits.set("rules-per-application-load-balancer", 1);
    const rules = [ruleOf("10"), ruleOf("20", { conditions: [path("/other")] })];
    const planned = await plan(place, groupOf({ rules }), { claims: new Map() });
    expect(reasons(planned)).toEqual([
      "quota: load balancer shop has no room for another rule: it may have 1",
    ]);
  });

  test("that needs a client secret is left out by name", async () => {
    const oidc = {
      Type: "authenticate-oidc",
      Order: 1,
      AuthenticateOidcConfig: {
        Issuer: "https://idp.example.com",
        AuthorizationEndpoint: "https://idp.example.com/a",
        TokenEndpoint: "https://idp.example.com/t",
        UserInfoEndpoint: "https://idp.example.com/u",
        ClientId: "shop",
      },
    };
    const rules = [ruleOf("10", { actions: [oidc, { ...forward(GROUP), Order: 2 }] })];
    const planned = await plan(placeOf(), groupOf({ rules }));
    expect(planned.leftOut).toEqual([
      `${RULE}: AWS does not tell the client secret of its authenticate-oidc action; create it with the secret ` +
        "(aws elbv2 create-rule) once the group is armed, or say --skip rule/shop:80/10",
    ]);
    expect(planned.atArm?.map(({ title }) => title)).toEqual([`register ${FUNCTION} in target group orders`]);
  });
});

describe("what a listener does by default", () => {
  const document = groupOf({ rules: [ruleOf("default")] });

  test("is left as it is, and told, and set at arm where --replace says so", async () => {
    const place = placeOf();
    const planned = await plan(place, document);
    expect([reasons(planned), planned.leftOut]).toEqual([
      [],
      [
        `${DEFAULT}: it does something else now; restore target-group/orders by name with --replace to make it as it was, or say --skip rule/shop:80/default`,
      ],
    ]);
    const replacing = await plan(place, document, { replace: true });
    const ids = await perform(replacing);
    expect(await armEach(place, replacing, ids)).toContain(`written: set ${DEFAULT} as it was`);
    expect(JSON.stringify(place.elb.listeners.get(LISTENER)?.rules[0]?.actions)).toContain(
      place.elb.group("orders")?.arn,
    );
    expect(await armEach(place, replacing, ids)).toContain(`kept: set ${DEFAULT} as it was`);
  });

  test("stays where it has become another one since the plan", async () => {
    const place = placeOf();
    const planned = await plan(place, document, { replace: true });
    const ids = await perform(planned);
    const gone = [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "410" } }] as const;
    place.elb.ModifyListener({ ListenerArn: LISTENER, DefaultActions: [...gone] });
    const [, set] = await armEach(place, planned, ids);
    expect(set).toContain("it has become another one since the restore was planned");
    expect(place.elb.listeners.get(LISTENER)?.rules[0]?.actions).toEqual(gone);
  });
});

describe("disarmed", () => {
  test("function, rules and what the listener does by default are as they were before, and others' stay", async () => {
    const place = placeOf();
    const document = groupOf({
      rules: [ruleOf("10"), ruleOf("20", { conditions: [path("/b")] }), ruleOf("default")],
    });
    const planned = await plan(place, document, { replace: true });
    const ids = await perform(planned);
    await armEach(place, planned, ids);
    const rules = place.elb.listeners.get(LISTENER)?.rules ?? [];
    const ours = required(rules.find(({ priority }) => priority === "20"));
    ours.conditions = [{ Field: "path-pattern", Values: ["/changed"] }];
    expect(await disarm(place, planned, ids)).toEqual([
      `set ${DEFAULT} as it was before`,
      expect.stringContaining("rule 20 of listener HTTP:80 of shop: elasticloadbalancing:DeleteRule"),
      `delete ${RULE}`,
      `deregister ${FUNCTION} from target group orders`,
    ]);
    expect(rulesThere(place)).toEqual(["default", "20"]);
    expect(rules[0]?.actions).toEqual([
      { Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } },
    ]);
    expect(place.elb.group("orders")?.targets).toEqual([]);
  });
});

describe("a rule that looks for a key in a header", () => {
  const secrets = {
    conditions: { "rules[0].conditions[1]": { HttpHeaderConfig: { Values: ["canary-4711"] } } },
  };
  const shown = { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Origin-Verify" } };
  const network = { Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8"] } };
  const document = groupOf({ rules: [ruleOf("10", { conditions: [path("/orders/*"), shown, network] })] });
  const conditions = (place: ReturnType<typeof placeOf>) =>
    JSON.stringify(place.elb.listeners.get(LISTENER)?.rules.at(-1)?.conditions);

  test("is made for nobody, and opened by arm, which knows no key", async () => {
    const place = placeOf();
    const planned = await plan(place, document, { secrets });
    expect(titles(planned)).toContain(`create: create ${RULE}, closed`);
    const ids = await perform(planned);
    expect(conditions(place)).toContain("192.0.2.1/32");
    expect(conditions(place)).toContain("canary-4711");
    expect(JSON.stringify(planned.activation(ids))).not.toContain("canary");
    expect((await armEach(place, planned, ids)).at(-1)).toBe(`written: open ${RULE}`);
    expect(JSON.parse(conditions(place) ?? "")).toEqual([
      path("/orders/*"),
      {
        Field: "http-header",
        HttpHeaderConfig: { HttpHeaderName: "X-Origin-Verify", Values: ["canary-4711"] },
      },
      network,
    ]);
    expect((await armEach(place, planned, ids)).at(-1)).toBe(`kept: open ${RULE}`);
    const again = await plan(place, document, { secrets });
    expect([titles(again).at(-1), again.atArm]).toEqual([`keep: ${RULE} is as it was`, []]);
  });

  test("that is still closed is kept so by a second restore, and opened by arm", async () => {
    const place = placeOf();
    await perform(await plan(place, document, { secrets }));
    const again = await plan(place, document, { secrets });
    expect(titles(again).at(-1)).toBe(`keep: ${RULE} is there, and closed`);
    expect((await armEach(place, again, await perform(again))).at(-1)).toBe(`written: open ${RULE}`);
  });

  test("and has all five values that AWS gives a rule is told in the plan, and not made", async () => {
    const of = (...paths: string[]) =>
      groupOf({ rules: [ruleOf("10", { conditions: [path(...paths), shown] })] });
    const place = placeOf();
    const full = await plan(place, of("/a", "/b", "/c", "/d"), { secrets });
    expect(full.leftOut).toEqual([expect.stringContaining(`${RULE}: it looks for a header`)]);
    expect([full.blocked, (full.atArm ?? []).map(({ title }) => title)]).toEqual([
      [],
      [expect.stringContaining("register")],
    ]);
    await perform(full);
    expect(place.elb.listeners.get(LISTENER)?.rules).toHaveLength(1);
    const room = await plan(place, of("/a", "/b", "/c"), { secrets });
    expect([titles(room).at(-1), room.leftOut]).toEqual([`create: create ${RULE}, closed`, []]);
    // The addresses that it has make room for the one that closes it.
    const kept = groupOf({ rules: [ruleOf("10", { conditions: [path("/a", "/b", "/c"), shown, network] })] });
    expect((await plan(place, kept, { secrets })).leftOut).toEqual([]);
  });

  test("is not opened once it is another one, and is told where it is gone", async () => {
    const place = placeOf();
    const planned = await plan(place, document, { secrets });
    const ids = await perform(planned);
    const rules = place.elb.listeners.get(LISTENER)?.rules ?? [];
    const [rule] = rules.splice(1);
    expect((await armEach(place, planned, ids)).at(-1)).toContain("it is not there");
    rules.push({ ...required(rule), conditions: [{ Field: "path-pattern", Values: ["/theirs"] }] });
    expect((await armEach(place, planned, ids)).at(-1)).toContain(
      "it has become another one since it was restored",
    );
  });
});

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("it is not there");
  return value;
}
