import {
  CreateReceiptRuleCommand,
  type ReceiptRule,
  SetReceiptRulePositionCommand,
  UpdateReceiptRuleCommand,
} from "@aws-sdk/client-ses";
import { parseArn } from "../../core/arn.ts";
import type { ActivateRequest, Activating, Disarming } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import type { ProtectorPorts } from "../protector.ts";
import { receiptRuleId } from "./arn.ts";
import schema from "./document.schema.json" with { type: "json" };
import { before, type ReceiptRuleDocument } from "./document.ts";
import type { ReadReceiptRule, ReceiptRuleReads } from "./read.ts";
import { changesOf, type LiveRule, liveReceiptRule } from "./restore/live.ts";
import { activeSet, notActiveText } from "./restore/set.ts";

export const CREATE = "ses:CreateReceiptRule";
export const UPDATE = "ses:UpdateReceiptRule";
const PLACE = "ses:SetReceiptRulePosition";

type ArmPorts = ReceiptRuleReads & Pick<ProtectorPorts, "sleep">;

interface ReceiptRuleActivation
  extends Pick<ReceiptRuleDocument, "set" | "name" | "enabled" | "order" | "settings"> {
  /** ARN of the rule that was captured. */
  readonly source: string;
  /** It was there when it was restored. */
  readonly there?: boolean;
  /** It was another one then, and a person allowed to change that: put as it was captured, whatever it is by now. */
  readonly changes?: boolean;
  /** Numbers of the versions that it called, which did not come back. */
  readonly lost?: readonly string[];
}

const { set, name, arn, enabled, order, settings } = schema.properties;

/** @throws FormError */
export const parseActivation = parserOf<ReceiptRuleActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["set", "name", "enabled", "order", "settings", "source"],
    properties: {
      ...{ set, name, enabled, order, settings, source: arn },
      ...{ there: { type: "boolean" }, changes: { type: "boolean" } },
      lost: { type: "array", items: { type: "string" } },
    },
  },
  "what activates the receipt rule",
);

/** Puts the rule behind those that it came after: SES tries what it calls, so that has to let SES in before. */
export function activatings(
  ports: ArmPorts,
  wanted: ReceiptRuleActivation,
  { arn, note }: ActivateRequest,
): Activating[] {
  const resource = `receipt rule ${receiptRuleId(wanted)}`;
  const { region } = parseArn(arn);
  const look = async (): Promise<LiveRule & { readonly active: boolean }> => {
    if (wanted.lost !== undefined)
      throw new RestoreError(
        resource,
        CREATE,
        `version ${wanted.lost.join(", ")} that it calls did not come back`,
        "let the rule call an alias or another version of the function",
      );
    const live = await liveReceiptRule(ports, wanted, ARM_AGAIN);
    if (live.set === undefined || live.rule === undefined) return { ...live, active: false };
    const changes = changesOf(wanted, live.rule, live.set);
    const differs = changes.settings || changes.place;
    if (changes.settings && !wanted.changes)
      throw new RestoreError(
        resource,
        wanted.there ? UPDATE : CREATE,
        wanted.there
          ? "it was changed since it was restored"
          : "one of that name was made meanwhile, and is another",
        "restore it with --replace to put it as it was captured, or leave it as it is",
      );
    return { ...live, active: !differs && live.rule.enabled === wanted.enabled };
  };
  const idle = async (): Promise<string | undefined> => {
    const active = await activeSet(ports, region);
    return active === wanted.set ? undefined : notActiveText(wanted.set, active, region);
  };
  return [
    {
      title: `put ${resource}`,
      call: wanted.there ? UPDATE : CREATE,
      idle,
      ...(wanted.there && { changes: true }),
      active: async () => (await look()).active,
      activate: async () => {
        const live = await look();
        if (live.active) return "kept";
        await put(ports, wanted, live, resource);
        const why = await idle();
        if (why !== undefined) note(why);
        return "written";
      },
      disarming: disarming(ports, wanted, resource),
    },
  ];
}

async function put(
  ports: ArmPorts,
  wanted: ReceiptRuleActivation,
  live: LiveRule,
  resource: string,
): Promise<void> {
  const { ses, sleep } = ports;
  const RuleSetName = wanted.set;
  const Rule = whole(wanted);
  const call = live.rule === undefined ? CREATE : UPDATE;
  const differs = live.set && live.rule && changesOf(wanted, live.rule, live.set).settings;
  if (live.rule === undefined || differs || live.rule.enabled !== wanted.enabled)
    await attempt(sleep, { resource, call, again: ARM_AGAIN, hint: hintOf }, async () => {
      if (call === UPDATE) await ses.send(new UpdateReceiptRuleCommand({ RuleSetName, Rule }));
      else await ses.send(new CreateReceiptRuleCommand({ RuleSetName, Rule, ...behind(wanted, live) }));
    });
  // Rules of one set are put side by side: what came between is looked at once more.
  const now = await liveReceiptRule(ports, wanted, ARM_AGAIN);
  if (now.set === undefined || now.rule === undefined || !changesOf(wanted, now.rule, now.set).place) return;
  await attempt(sleep, { resource, call: PLACE, again: ARM_AGAIN }, () =>
    ses.send(
      new SetReceiptRulePositionCommand({ RuleSetName, RuleName: wanted.name, ...behind(wanted, now) }),
    ),
  );
}

/** The nearest of the rules that it came after; none: it is the first. */
function behind({ order, name }: ReceiptRuleActivation, { set }: LiveRule): { readonly After?: string } {
  const After = before(order, name).findLast((one) => set?.order.includes(one));
  return After === undefined ? {} : { After };
}

/** Always whole: what is left out is no longer there. */
function whole({ name, enabled, settings }: ReadReceiptRule): ReceiptRule {
  return { ...(settings as unknown as ReceiptRule), Name: name, Enabled: enabled };
}

/** Disabled, with all else as it is then. */
function disarming(ports: ArmPorts, of: ReceiptRuleActivation, resource: string): Disarming {
  const enabledRule = async (): Promise<ReadReceiptRule | undefined> => {
    const { rule } = await liveReceiptRule(ports, of, DISARM_AGAIN);
    return rule?.enabled ? rule : undefined;
  };
  return {
    title: `disable ${resource}`,
    call: UPDATE,
    inactive: async () => (await enabledRule()) === undefined,
    disarm: async () => {
      const rule = await enabledRule();
      if (rule === undefined) return;
      await attempt(ports.sleep, { resource, call: UPDATE, again: DISARM_AGAIN }, () =>
        ports.ses.send(
          new UpdateReceiptRuleCommand({ RuleSetName: of.set, Rule: whole({ ...rule, enabled: false }) }),
        ),
      );
    },
  };
}

/** SES tries what a rule uses when it is put, and says only that it could not. https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html */
function hintOf(_words: string, name: string): string | undefined {
  if (/^InvalidLambdaFunction/.test(name))
    return `see that the function is there, in the rule's own region, and that its policy lets ses.amazonaws.com of this account invoke it; then ${ARM_AGAIN}`;
  if (/^InvalidSnsTopic/.test(name))
    return `see that the topic is there, and that its policy, and that of its key, let ses.amazonaws.com use it; then ${ARM_AGAIN}`;
  if (/^InvalidS3Configuration/.test(name))
    return `see that the bucket is there, and that its policy, and that of the key, let ses.amazonaws.com or the rule's role use it; then ${ARM_AGAIN}`;
  return undefined;
}
