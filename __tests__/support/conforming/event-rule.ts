import { eventRule } from "../../../modules/protectors/event-rule/protector.ts";
import { arbitraryRule, DESTINATION, type MadeRule, NAMED, secretsOf } from "../arbitrary-rule.ts";
import { haveDestination } from "../have-destination.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";
import { EventsPlace } from "./events-place.ts";

interface Value extends MadeRule {
  readonly id: string;
}

/** A bus is a thing of its own, and so is an API destination. */
function prepare({ events }: EventsPlace, { rule: { EventBusName: Name } }: Value): void {
  if (!events.buses.has(Name)) events.CreateEventBus({ Name });
  haveDestination(events, DESTINATION.replace(SOURCE.region, events.region));
}

/** Rules, as the suite of kinds takes them. */
export const conforming: Conforming<EventsPlace, Value> = {
  protector: eventRule,
  fake: (options) => new EventsPlace(options),
  arbitrary: arbitraryRule.map((made) => ({ ...made, id: `${made.rule.EventBusName}/${made.rule.Name}` })),
  put: (fake, value) => {
    prepare(fake, value);
    const { Name: Rule, EventBusName } = value.rule;
    fake.events.PutRule(structuredClone(value.rule));
    if (value.targets.length > 0)
      fake.events.PutTargets({ Rule, EventBusName, Targets: structuredClone([...value.targets]) });
  },
  prepare,
  // A tag or a target that is no longer wanted stays: a restore only adds them.
  change: ({ events }, { id }, n) => {
    const found = events.rules.get(id);
    if (found === undefined) throw new Error(`there is no rule ${id}`);
    events.rules.set(id, { ...found, Description: `changed ${n}` });
    for (const target of found.targets.values()) target.RetryPolicy = { MaximumRetryAttempts: 10 + n };
    for (const key of Object.keys(found.tags)) found.tags[key] = `changed-${n}`;
  },
  map: () => Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
  neighbours: ({ events }, { id }) => {
    const target = { Id: "theirs", Arn: "arn:aws:lambda:us-east-1:111122223333:function:x" };
    for (const Rule of ["zz-other", "zz-third"]) {
      events.PutRule({ Name: Rule, ScheduleExpression: "rate(1 hour)", Tags: [{ Key: "team", Value: "x" }] });
      events.PutTargets({ Rule, Targets: [target] });
    }
    events.rules.get(id)?.targets.set("theirs", target);
    return () => ({
      rules: ["zz-other", "zz-third"].map((name) => structuredClone(events.rules.get(`default/${name}`))),
      beside: structuredClone(events.rules.get(id)?.targets.get("theirs")),
    });
  },
  secretsOf,
  fires: ({ events }, { id }) => {
    const rule = events.rules.get(id);
    return rule === undefined || rule.State === "DISABLED" ? [] : [id];
  },
  readOnlyFields: [],
  unseen: {},
  tolerated: { "iam:GetRole": "with us-east-1 lost IAM is silent, and EventBridge will say" },
  proven: endToEnd(START, "__tests__/sandbox/event-rules.test.ts"),
  lost: ["rules that a service of AWS keeps"],
};
