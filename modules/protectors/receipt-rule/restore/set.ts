import { CreateReceiptRuleSetCommand, DescribeActiveReceiptRuleSetCommand } from "@aws-sdk/client-ses";
import { attempt } from "../../kit/attempt.ts";
import type { PlannedStep, PlanPorts } from "../../protector.ts";
import { type ReceiptRuleReads, readRuleSet } from "../read.ts";

type Ports = ReceiptRuleReads & Pick<PlanPorts, "sleep">;

const CREATE = "ses:CreateReceiptRuleSet";

/** An empty set that is not active takes no mail. Rules of one set share the step. */
export function creatingSet(ports: Ports, set: string): PlannedStep {
  const resource = `receipt rule set ${set}`;
  return {
    title: `create ${resource}, which is not active`,
    call: CREATE,
    effect: "create",
    once: resource,
    perform: async () => {
      await attempt(ports.sleep, { resource, call: CREATE }, async () => {
        try {
          await ports.ses.send(new CreateReceiptRuleSetCommand({ RuleSetName: set }));
        } catch (error) {
          // The answer to our own call may have been lost.
          if ((await readRuleSet(ports, set)) === undefined) throw error;
        }
      });
    },
  };
}

/** Name of the set by which mail is received in the region; `undefined`: none is. */
export async function activeSet({ ses, sleep }: Ports, region: string): Promise<string | undefined> {
  const what = {
    resource: `the active receipt rule set of ${region}`,
    call: "ses:DescribeActiveReceiptRuleSet",
  };
  const { Metadata } = await attempt(sleep, what, () =>
    ses.send(new DescribeActiveReceiptRuleSetCommand({})),
  );
  return Metadata?.Name;
}

/** Which set is active is the account's own choice: another one would stop whatever the first receives. */
export function notActiveText(set: string, active: string | undefined, region: string): string {
  return (
    `receipt rule set ${set} is not active in ${region}, so its rules take no mail; make it active yourself ` +
    `(aws ses set-active-receipt-rule-set --rule-set-name ${set})${active === undefined ? "" : `: it takes the place of ${active}`}`
  );
}
