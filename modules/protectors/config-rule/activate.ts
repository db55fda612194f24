import {
  type ConfigRule,
  DeleteConfigRuleCommand,
  PutConfigRuleCommand,
} from "@aws-sdk/client-config-service";
import { parseArn } from "../../core/arn.ts";
import { shellWord } from "../../core/shell-word.ts";
import type { ActivateRequest, Activating, Disarming } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { changedSince } from "../kit/disarming.ts";
import { letInCommand } from "../kit/invoke-permission.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { tagList, writableTags } from "../kit/tags.ts";
import type { ProtectorPorts } from "../protector.ts";
import schema from "./document.schema.json" with { type: "json" };
import { type ConfigRuleDocument, functionIn } from "./document.ts";
import type { ConfigRuleReads, ReadConfigRule } from "./read.ts";
import { isSame, liveConfigRule } from "./restore/live.ts";

export const PUT = "config:PutConfigRule";
const DELETE = "config:DeleteConfigRule";

type ArmPorts = ConfigRuleReads & Pick<ProtectorPorts, "sleep">;

interface ConfigRuleActivation extends Pick<ConfigRuleDocument, "name" | "settings" | "tags"> {
  /** ARN of the rule that was captured. */
  readonly source: string;
  /** It was there when it was restored: put as it was, and never deleted. */
  readonly there?: boolean;
  /** Number of the version that it asked, which did not come back. */
  readonly lost?: string;
}

const { name, arn, settings, tags } = schema.properties;

/** @throws FormError */
export const parseActivation = parserOf<ConfigRuleActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["name", "settings", "tags", "source"],
    properties: {
      ...{ name, settings, tags, source: arn },
      there: { type: "boolean" },
      lost: { type: "string" },
    },
  },
  "what activates the config rule",
);

/** Puts the rule, which asks its function about all that it is about at once, and from then on. */
export function activatings(
  ports: ArmPorts,
  activation: ConfigRuleActivation,
  { arn }: ActivateRequest,
): Activating[] {
  const resource = `config rule ${activation.name}`;
  const hint = hintOfRefused(functionIn(activation.settings));
  const look = async (): Promise<boolean> => {
    if (activation.lost !== undefined)
      throw new RestoreError(
        resource,
        PUT,
        `version ${activation.lost} that it asks did not come back`,
        "let the rule ask an alias or another version of the function",
      );
    const live = await liveConfigRule(ports, { ...activation, arn }, ARM_AGAIN);
    if (live === undefined) return false;
    const same = isSame(activation.settings, live);
    if (!same && !activation.there)
      throw new RestoreError(
        resource,
        PUT,
        "one of that name was made meanwhile, and is another",
        "restore it with --replace to put it as it was captured, or leave it as it is",
      );
    return same;
  };
  return [
    {
      title: `put ${resource}`,
      call: PUT,
      ...(activation.there && { changes: true }),
      active: look,
      activate: async () => {
        if (await look()) return "kept";
        await attempt(ports.sleep, { resource, call: PUT, again: ARM_AGAIN, hint }, () =>
          put(ports, activation),
        );
        return "written";
      },
      disarming: disarming(ports, activation, arn),
    },
  ];
}

/** Tags are taken of a new rule only, and passed over of one that is there. */
async function put({ config }: ArmPorts, { name, settings, tags }: ConfigRuleActivation): Promise<void> {
  const own = tagList(writableTags(tags));
  await config.send(
    new PutConfigRuleCommand({
      ConfigRule: { ...(settings as unknown as ConfigRule), ConfigRuleName: name },
      ...(own.length > 0 && { Tags: own }),
    }),
  );
}

/** No rule can be disabled. One that arming made is deleted; with one that was there, what it has found would go too. */
function disarming(ports: ArmPorts, activation: ConfigRuleActivation, arn: string): Disarming {
  const resource = `config rule ${activation.name}`;
  const live = async (): Promise<ReadConfigRule | undefined> => {
    const found = await liveConfigRule(ports, { ...activation, arn }, DISARM_AGAIN);
    return found?.isGoing ? undefined : found;
  };
  return {
    title: `delete ${resource}`,
    call: DELETE,
    inactive: async () => {
      const found = await live();
      if (found === undefined || activation.there) return true;
      if (!isSame(activation.settings, found)) throw changedSince(resource, DELETE, "it");
      return false;
    },
    disarm: async () => {
      const remediations = (await live())?.remediations ?? [];
      if (remediations.length > 0)
        throw new RestoreError(
          resource,
          DELETE,
          `it has a remediation by now, SSM document ${remediations.join(", ")}, with which AWS deletes no rule`,
          `aws configservice delete-remediation-configuration --config-rule-name ${shellWord(activation.name)} ` +
            `--region ${parseArn(arn).region}; then ${DISARM_AGAIN}`,
        );
      await attempt(ports.sleep, { resource, call: DELETE, again: DISARM_AGAIN }, () =>
        ports.config.send(new DeleteConfigRuleCommand({ ConfigRuleName: activation.name })),
      );
    },
    stays: async () =>
      activation.there && (await live()) !== undefined ? `${resource}, which was there before` : undefined,
  };
}

/**
 * One error for two causes.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html#API_PutConfigRule_Errors
 */
function hintOfRefused(called: string): (words: string, name: string) => string | undefined {
  return (_words, name) =>
    name === "InsufficientPermissionsException"
      ? `let AWS Config invoke the function (${letInCommand(called, { service: "config.amazonaws.com" })}), ` +
        `and allow config:Put* to the role of the configuration recorder; then ${ARM_AGAIN}`
      : undefined;
}
