import { expect, test } from "vitest";
import { awsError } from "../../support/fake-aws/error.ts";
import { apply, arm, captured, disarm, FUNCTION, HOME, listed, made, place, request } from "./place.ts";

const AWAY = { ...HOME, region: "eu-west-1" };

test("rules that ask a function are listed with it; AWS's own are not, and those that a service keeps are told", async () => {
  const there = made();
  const { rules } = there.config;
  made({ ConfigRuleName: "managed", Source: { Owner: "AWS", SourceIdentifier: "EIP_ATTACHED" } }, there);
  made({ ConfigRuleName: "pack" }, there);
  Object.assign(rules.get("pack")?.rule ?? {}, { CreatedBy: "config-conforms.amazonaws.com" });
  made({ ConfigRuleName: "going" }, there);
  Object.assign(rules.get("going")?.rule ?? {}, { ConfigRuleState: "DELETING" });
  const { found, warned } = await listed(there);
  expect(found.map(({ id, feeds }) => ({ id, feeds }))).toEqual([{ id: "orders", feeds: [FUNCTION] }]);
  expect(warned).toEqual([
    "config rule pack is made and kept by config-conforms.amazonaws.com, and is not captured",
  ]);
});

test("nothing is put before arm, which puts it whole, with its tags; disarm deletes what arm made", async () => {
  const home = made({ InputParameters: '{"token":"canary"}', Scope: { TagKey: "team" } });
  const kept = await captured(home);
  const there = place();
  const { plan, titles, activation } = await apply(there, request(kept));
  expect(titles).toEqual(["keep use the configuration recorder of us-east-1"]);
  expect(plan.atArm).toEqual([
    { title: "put config rule orders", call: "config:PutConfigRule", effect: "create" },
  ]);
  expect(there.config.rules.size).toBe(0);
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(await arm(there, activation)).toEqual(["kept"]);
  const shown = ({ config }: typeof there) => {
    const { rule, tags } = config.rules.get("orders") ?? {};
    return { ...rule, ConfigRuleArn: "", ConfigRuleId: "", tags };
  };
  expect(shown(there)).toEqual(shown(home));
  expect(await disarm(there, activation)).toEqual({
    done: ["delete config rule orders"],
    stays: [undefined],
  });
  expect(there.config.rules.size).toBe(0);
});

test("one that is there and the same stays whatever is disarmed; one that differs is put with --replace alone", async () => {
  const there = made();
  const kept = await captured(there);
  const same = await apply(there, request(kept));
  expect(same.titles).toEqual(["keep config rule orders is as it was"]);
  expect(await arm(there, same.activation)).toEqual(["kept"]);
  expect(await disarm(there, same.activation)).toEqual({
    done: ["keep delete config rule orders"],
    stays: ["config rule orders, which was there before"],
  });
  made({ Description: "theirs" }, there);
  const refused = await apply(there, request(kept));
  expect(refused.plan.blocked.map(({ message }) => message)).toEqual([
    "config rule orders is there and differs: arm would put it as it was",
  ]);
  const { activation, plan } = await apply(there, request(kept, { replace: true }));
  expect(plan.atArm?.map(({ effect }) => effect)).toEqual(["replace"]);
  expect(await arm(there, activation)).toEqual(["written"]);
  expect(there.config.rules.get("orders")?.rule.Description).toBeUndefined();
});

test("another rule of that name that somebody made meanwhile is left, and so is one that somebody changed since", async () => {
  const kept = await captured(made());
  const there = place();
  const { activation } = await apply(there, request(kept));
  made({ Description: "theirs" }, there);
  await expect(arm(there, activation)).rejects.toThrow("one of that name was made meanwhile, and is another");
  expect((await disarm(there, activation)).done).toEqual([
    expect.stringContaining("was changed since, and is left as it is"),
  ]);
});

test("where nothing records the plan is blocked, and a rule that is being deleted is waited for", async () => {
  const kept = await captured(made());
  const there = place();
  there.config.records = false;
  const { plan } = await apply(there, request(kept));
  expect(plan.blocked.map(({ message }) => message)).toEqual([
    "AWS Config has no configuration recorder in us-east-1, and takes no rule without one",
  ]);
  there.config.records = true;
  made({}, there);
  Object.assign(there.config.rules.get("orders")?.rule ?? {}, { ConfigRuleState: "DELETING" });
  const going = await apply(there, request(kept));
  expect(going.plan.blocked.map(({ because }) => because)).toEqual(["held"]);
});

test("where the recorder is stopped the plan says so, with the command that starts it", async () => {
  const kept = await captured(made());
  const there = place();
  there.config.stopped = true;
  const { plan } = await apply(there, request(kept));
  expect(plan.blocked).toEqual([]);
  expect(plan.warnings).toEqual([
    "configuration recorder default of us-east-1 is stopped: config rule orders asks its function about no change until it records; " +
      "aws configservice start-configuration-recorder --configuration-recorder-name default --region us-east-1",
  ]);
});

test("a permission that AWS Config does not know yet is waited for, a minute and more, and then both causes are said", async () => {
  const kept = await captured(made());
  const there = place();
  const { activation } = await apply(there, request(kept));
  const refused = () =>
    awsError(
      ...(["InsufficientPermissionsException", 400] as const),
      `The AWS Lambda function ${FUNCTION} cannot be invoked. Check the specified function ARN, and check the function's permissions.`,
    );
  there.config.wire.refusals.set("PutConfigRule", [refused(), refused()]);
  expect(await arm(there, activation)).toEqual(["written"]);
  there.config.rules.clear();
  there.config.wire.before = ({ name }) => (name === "PutConfigRule" ? refused() : undefined);
  const slept: number[] = [];
  await expect(arm(there, activation, async (time) => void slept.push(time))).rejects.toThrow(
    "help: let AWS Config invoke the function (aws lambda add-permission --region us-east-1 --function-name orders " +
      "--statement-id config-invokes --action lambda:InvokeFunction --principal config.amazonaws.com --source-account 111122223333), " +
      "and allow config:Put* to the role of the configuration recorder; then arm again",
  );
  const waited = slept.reduce((all, one) => all + one, 0);
  expect(waited).toBeGreaterThan(60_000);
  expect(waited).toBeLessThan(120_000);
});

test("a rule that has a remediation by now is not deleted, at once, and the command that takes that away is said", async () => {
  const kept = await captured(made());
  const there = place();
  const { activation } = await apply(there, request(kept));
  await arm(there, activation);
  there.config.remediations.set("orders", "AWS-DisableS3BucketPublicReadWrite");
  const told =
    "it has a remediation by now, SSM document AWS-DisableS3BucketPublicReadWrite, with which AWS deletes no rule\n" +
    "  help: aws configservice delete-remediation-configuration --config-rule-name orders --region us-east-1; then disarm again";
  expect((await disarm(there, activation)).done).toEqual([expect.stringContaining(told)]);
  expect(there.config.called()).not.toContain("DeleteConfigRule");
  // One that comes between that look and the call is not waited for either.
  const { remediations } = there.config;
  const own = new Map(remediations);
  remediations.clear();
  there.config.wire.before = ({ name }) => {
    if (name === "DeleteConfigRule") remediations.set("orders", [...own.values()][0] ?? "");
    return undefined;
  };
  const slept: number[] = [];
  const { done } = await disarm(there, activation, async (time) => void slept.push(time));
  expect(done).toEqual([expect.stringContaining("currently has a RemediationConfiguration")]);
  expect(slept).toEqual([]);
});

test("its remediation is told by the run and by the plan, and does not come back", async () => {
  const home = made();
  home.config.remediations.set("orders", "AWS-DisableS3BucketPublicReadWrite");
  const kept = await captured(home);
  const told =
    "config rule orders has a remediation, SSM document AWS-DisableS3BucketPublicReadWrite: it is not in a point; put it again yourself";
  expect(kept.warnings).toEqual([told]);
  expect((await apply(place(), request(kept))).plan.warnings).toEqual([told]);
});

test("elsewhere it asks the function there, at the version that came back, and what has no counterpart is listed", async () => {
  const kept = await captured(
    made({
      Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: `${FUNCTION}:7` },
      Scope: {
        ComplianceResourceTypes: ["AWS::EC2::SecurityGroup"],
        ComplianceResourceId: "sg-70c4fc35de8b69c45",
      },
    }),
  );
  const there = place(AWAY);
  const to = FUNCTION.replace(HOME.region, AWAY.region);
  const map = { [FUNCTION]: to, "sg-70c4fc35de8b69c45": "sg-1" };
  const asked = request(kept, { map, together: new Set([to]) }, AWAY);
  const lost = await apply(there, asked);
  await expect(arm(there, lost.activation)).rejects.toThrow("version 7 that it asks did not come back");
  const { activation } = await apply(there, asked, { [`${FUNCTION}:7`]: `${to}:2` });
  expect(await arm(there, activation)).toEqual(["written"]);
  const { Source, Scope } = there.config.rules.get("orders")?.rule ?? {};
  expect([Source?.SourceIdentifier, Scope?.ComplianceResourceId]).toEqual([`${to}:2`, "sg-1"]);
  const { plan } = await apply(place(AWAY), request(kept, {}, AWAY));
  expect(plan.blocked.flatMap(({ missing = [] }) => missing.map(({ path }) => path)).sort()).toEqual([
    "settings.Scope.ComplianceResourceId",
    "settings.Source.SourceIdentifier",
  ]);
});
