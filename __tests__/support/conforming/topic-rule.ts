import { topicRule } from "../../../modules/protectors/topic-rule/protector.ts";
import { arbitraryTopicRule, BUCKET, type MadeTopicRule, NAMED } from "../arbitrary-topic-rule.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { againstShapes } from "../protector-conformance/proven.ts";
import { IotPlace } from "./iot-place.ts";

interface Value {
  readonly id: string;
  readonly made: MadeTopicRule;
}

const ASKED = "asked where IoT refuses a question, to tell a rule that is gone";

/** Topic rules, as the suite of kinds takes them. */
export const conforming: Conforming<IotPlace, Value> = {
  protector: topicRule,
  fake: (options) => new IotPlace(options),
  arbitrary: arbitraryTopicRule.map((made) => ({ id: made.name, made })),
  put: ({ iot }, { made: { name, payload, tags } }) => {
    iot.CreateTopicRule({ ruleName: name, topicRulePayload: structuredClone(payload) });
    const all = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    iot.TagResource({ resourceArn: iot.arn(name), tags: all });
  },
  // A tag that is no longer wanted stays: a restore only adds them.
  change: ({ iot }, { id }, n) => {
    const found = iot.rules.get(id);
    if (found === undefined) throw new Error(`there is no topic rule ${id}`);
    iot.ReplaceTopicRule({
      ruleName: id,
      topicRulePayload: {
        sql: `SELECT * FROM 'changed/${n}'`,
        description: `changed ${n}`,
        actions: [{ lambda: { functionArn: `arn:aws:lambda:us-east-1:111122223333:function:other-${n}` } }],
        ...(found.payload.ruleDisabled && { ruleDisabled: true }),
      },
    });
    for (const key of Object.keys(found.tags)) found.tags[key] = `changed-${n}`;
  },
  map: () => ({
    ...Object.fromEntries(NAMED.map((one) => [one, one.replace(SOURCE.region, ELSEWHERE.region)])),
    [BUCKET]: `${BUCKET}-eu`,
  }),
  neighbours: ({ iot }) => {
    const names = ["zz_other", "zz_third"];
    for (const ruleName of names)
      iot.CreateTopicRule({
        ruleName,
        topicRulePayload: {
          sql: "SELECT * FROM 'theirs'",
          actions: [{ lambda: { functionArn: "arn:aws:lambda:us-east-1:111122223333:function:x" } }],
        },
        tags: "team=x",
      });
    return () => names.map((name) => structuredClone(iot.rules.get(name)));
  },
  secretsOf: ({ made }) => JSON.stringify(made).match(/canary-[a-z0-9]+/g) ?? [],
  fires: ({ iot }, { id }) => (iot.rules.get(id)?.payload.ruleDisabled === false ? [id] : []),
  readOnlyFields: [],
  unseen: {
    "capture iot:ListTopicRules": ASKED,
    "activate iot:ListTopicRules": ASKED,
  },
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and IoT will say",
  },
  proven: againstShapes("__tests__/protectors/topic-rule/model.test.ts"),
  lost: ["topic rule destinations for HTTP and Kafka, which are told"],
};
