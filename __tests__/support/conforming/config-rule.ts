import { configRule } from "../../../modules/protectors/config-rule/protector.ts";
import { arbitraryConfigRule, type MadeConfigRule, NAMED } from "../arbitrary-config-rule.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { againstShapes } from "../protector-conformance/proven.ts";
import { ConfigPlace } from "./config-place.ts";

interface Value {
  readonly id: string;
  readonly made: MadeConfigRule;
}

const FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function";

function secretsOf({ made }: Value): readonly string[] {
  return JSON.stringify(made).match(/canary-[a-z0-9]+/g) ?? [];
}

/** Rules of AWS Config, as the suite of kinds takes them. */
export const conforming: Conforming<ConfigPlace, Value> = {
  protector: configRule,
  fake: (options) => new ConfigPlace(options),
  arbitrary: arbitraryConfigRule.map((made) => ({ id: made.rule.ConfigRuleName, made })),
  put: ({ config }, { made: { rule, tags } }) => {
    config.PutConfigRule({
      ConfigRule: structuredClone(rule),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    });
  },
  // A tag that is no longer wanted stays: a restore only adds them.
  change: ({ config }, { id }, n) => {
    config.PutConfigRule({
      ConfigRule: {
        ConfigRuleName: id,
        Description: `changed ${n}`,
        Source: { Owner: "CUSTOM_LAMBDA", SourceIdentifier: `${FUNCTION}:other-${n}` },
        InputParameters: `{"n":${n}}`,
      },
    });
    const tags = config.rules.get(id)?.tags ?? {};
    for (const key of Object.keys(tags)) tags[key] = `changed-${n}`;
  },
  map: () => Object.fromEntries(NAMED.map((one) => [one, one.replace(SOURCE.region, ELSEWHERE.region)])),
  neighbours: ({ config }) => {
    const names = ["zz other", "zz managed"];
    for (const ConfigRuleName of names)
      config.PutConfigRule({
        ConfigRule: {
          ConfigRuleName,
          Source: ConfigRuleName.endsWith("managed")
            ? { Owner: "AWS", SourceIdentifier: "S3_BUCKET_VERSIONING_ENABLED" }
            : { Owner: "CUSTOM_LAMBDA", SourceIdentifier: `${FUNCTION}:x` },
        },
      });
    return () => names.map((name) => structuredClone(config.rules.get(name)));
  },
  secretsOf,
  armedWith: secretsOf,
  fires: ({ config }, { id }) => (config.rules.has(id) ? [id] : []),
  readOnlyFields: ["arn"],
  unseen: {
    "activate config:TagResource": "AWS asks for it where a rule is put with tags",
  },
  tolerated: {},
  proven: againstShapes("__tests__/protectors/config-rule/model.test.ts"),
  lost: [
    "its id, and what it has found",
    "its remediations, which are told",
    "configuration recorders and delivery channels",
  ],
};
