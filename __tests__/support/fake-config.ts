import type * as C from "@aws-sdk/client-config-service";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

interface Made {
  rule: C.ConfigRule;
  tags: Record<string, string>;
}

/** AWS Config of one account and region in memory, as far as its rules go. Nothing is evaluated. */
export class FakeConfig extends FakeService<C.ConfigServiceClient> {
  readonly service = "config";
  readonly rules = new Map<string, Made>();
  /** SSM documents that put right what a rule finds, by its name. */
  readonly remediations = new Map<string, string>();
  /** Whether anything records. */
  records = true;
  /** The recorder is there, and somebody stopped it. */
  stopped = false;
  #made = 0;

  PutConfigRule({ ConfigRule: given, Tags = [] }: C.PutConfigRuleRequest) {
    const { ConfigRuleName: name = "", Source, ...rest } = given as C.ConfigRule;
    if (!this.records) throw awsError("NoAvailableConfigurationRecorderException", 400);
    if (rest.ConfigRuleArn !== undefined || rest.ConfigRuleId !== undefined)
      throw invalid("the name says which rule it is");
    if (Source?.Owner === undefined || !/\S/.test(name)) throw invalid("a rule has a name and a source");
    const there = this.rules.get(name);
    if (there?.rule.ConfigRuleState === "DELETING") throw awsError("ResourceInUseException", 400);
    this.#made += 1;
    const ConfigRuleId = there?.rule.ConfigRuleId ?? `config-rule-${this.region.slice(0, 2)}${this.#made}`;
    this.rules.set(name, {
      rule: {
        EvaluationModes: [{ Mode: "DETECTIVE" }],
        ...rest,
        ...{ ConfigRuleName: name, Source, ConfigRuleId, ConfigRuleState: "ACTIVE" },
        ConfigRuleArn: `arn:aws:config:${this.region}:${this.account}:config-rule/${ConfigRuleId}`,
      },
      // Of one that is there they are passed over.
      tags: there?.tags ?? Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    });
    return {};
  }

  DeleteConfigRule({ ConfigRuleName: name = "" }: C.DeleteConfigRuleRequest) {
    this.#rule(name);
    if (this.remediations.has(name))
      throw awsError(
        "ResourceInUseException",
        400,
        `The rule ${name} currently has a RemediationConfiguration. Please delete the RemediationConfiguration and try again.`,
      );
    this.rules.delete(name);
    return {};
  }

  DescribeConfigRules({ ConfigRuleNames: names, NextToken }: C.DescribeConfigRulesRequest) {
    if (names !== undefined) return { ConfigRules: names.map((name) => this.#rule(name).rule) };
    return this.paged(
      "ConfigRules",
      [...this.rules.values()].map(({ rule }) => rule),
      NextToken,
      {
        token: "NextToken",
      },
    );
  }

  DescribeRemediationConfigurations({
    ConfigRuleNames: names = [],
  }: C.DescribeRemediationConfigurationsRequest) {
    return {
      RemediationConfigurations: names.flatMap((ConfigRuleName) => {
        const TargetId = this.remediations.get(ConfigRuleName);
        return TargetId === undefined ? [] : [{ ConfigRuleName, TargetType: "SSM_DOCUMENT", TargetId }];
      }),
    };
  }

  DescribeConfigurationRecorders() {
    return { ConfigurationRecorders: this.records ? [{ name: "default" }] : [] };
  }

  DescribeConfigurationRecorderStatus() {
    return {
      ConfigurationRecordersStatus: this.records ? [{ name: "default", recording: !this.stopped }] : [],
    };
  }

  ListTagsForResource({ ResourceArn, NextToken }: C.ListTagsForResourceRequest) {
    const tags = Object.entries(this.#at(ResourceArn).tags).map(([Key, Value]) => ({ Key, Value }));
    return this.paged("Tags", tags, NextToken, { token: "NextToken" });
  }

  TagResource({ ResourceArn, Tags = [] }: C.TagResourceRequest) {
    const found = this.#at(ResourceArn);
    for (const { Key = "", Value = "" } of Tags) found.tags[Key] = Value;
    return {};
  }

  #rule(name: string): Made {
    const found = this.rules.get(name);
    if (found === undefined) throw awsError("NoSuchConfigRuleException", 400);
    return found;
  }

  #at(arn: string | undefined): Made {
    const found = [...this.rules.values()].find(({ rule }) => rule.ConfigRuleArn === arn);
    if (found === undefined) throw awsError("ResourceNotFoundException", 400);
    return found;
  }
}

const invalid = (message: string): Error => awsError("InvalidParameterValueException", 400, message);
