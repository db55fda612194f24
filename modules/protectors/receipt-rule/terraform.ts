import { SESClient } from "@aws-sdk/client-ses";
import { parseArn } from "../../core/arn.ts";
import { shellWord } from "../../core/shell-word.ts";
import { renamed } from "../kit/renamed.ts";
import { Given, Other, WhenArmed } from "../kit/terraform/argument.ts";
import { left } from "../kit/terraform/left.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import type { IdMap } from "../protector.ts";
import { arnOfReceiptRule, receiptRuleId } from "./arn.ts";
import { before, type ReceiptRuleDocument, type ReceiptRuleSettings, SEALED } from "./document.ts";
import { readRuleSet } from "./read.ts";
import { changesOf } from "./restore/live.ts";
import { actionBlocks } from "./terraform-action.ts";

/** Among what is there: the set itself. Names of rules have no slash. */
const setIn = (set: string): string => `${set}/`;

/** A receipt rule. SES tries what it calls when it is put, so it is made when somebody arms. Its set may be others' as well. */
export const receiptRuleInTerraform: TerraformKind<ReceiptRuleDocument> = {
  sealed: SEALED,
  besideIds: async (ports, { set }) => {
    const found = await readRuleSet({ ses: ports.client(SESClient) }, set);
    if (found === undefined) return {};
    return Object.fromEntries([
      [setIn(set), set],
      ...found.order.map((name) => [receiptRuleId({ set, name }), name] as const),
    ]);
  },
  form: ({ document, live, ids, imports }) => {
    const { set, name, arn, enabled } = document;
    const settings = renamed(document.settings, ids, { from: arn, to: arn }) as ReceiptRuleSettings;
    if (live !== undefined) {
      const { settings: other, place } = changesOf({ ...document, settings }, live, {
        order: live.order,
        rules: [],
      });
      if (other || place) return left(SAYS_OTHERWISE);
    } else if (imports[setIn(set)] === undefined)
      return left(
        `its set ${set} is not there, and may take rules of others, so that Terraform is not to own it; ` +
          `aws ses create-receipt-rule-set --rule-set-name ${shellWord(set)} makes it: then write the folder again`,
      );
    const { Actions, Recipients, ...rest } = settings;
    const blocks = actionBlocks(Actions);
    if (typeof blocks === "string") return left(blocks);
    return {
      resources: [
        {
          type: "aws_ses_receipt_rule",
          key: "",
          arguments: {
            name,
            rule_set_name: set,
            enabled: enabled && (live === undefined || new WhenArmed(true, false, live.enabled)),
            ...providerWords(rest),
            ...(Array.isArray(Recipients) && {
              recipients: Recipients.map(
                (one, at) => new Given(`recipient_${at + 1}`, "whose mail it takes", "string", String(one)),
              ),
            }),
            ...blocks,
            // The provider reads no place: of one that is there it would set it anew.
            ...(live === undefined && { after: behind(document, ids, imports) }),
          },
          ...(live !== undefined && { importId: `${set}:${name}` }),
          opens: true,
          exports: { [arn]: "arn" },
        },
      ],
      left: [],
    };
  },
};

/** The nearest of the rules that it came after, of those that are there or come with it; none: it is the first. */
function behind({ set, name, order, arn, region, account }: ReceiptRuleDocument, ids: IdMap, there: IdMap) {
  const coming = new Set(Object.values(ids));
  const { partition } = parseArn(arn);
  const arnOf = (one: string): string => arnOfReceiptRule({ partition, region, account }, { set, name: one });
  const found = before(order, name).findLast(
    (one) => there[receiptRuleId({ set, name: one })] !== undefined || coming.has(arnOf(one)),
  );
  return found === undefined ? undefined : new Other(arnOf(found), "name", found);
}
