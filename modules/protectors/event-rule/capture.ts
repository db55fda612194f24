import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import { busOf, DEFAULT_BUS, splitRuleId } from "./arn.ts";
import type { RuleDocument, RuleSecrets } from "./document.ts";
import { type ReadRule, type RuleReads, readRule } from "./read.ts";
import { withoutTold } from "./told.ts";

/** A rule has no revision, and targets and tags are lists of their own: it is read twice, and its hash stands for one. */
export function captureRule(
  ports: RuleReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<RuleDocument, RuleSecrets> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not an event rule's: it has none");
  const of = splitRuleId(item.id, DEFAULT_BUS);
  const { partition, account, region } = parseArn(item.arn);
  return atOneMoment(
    ports.sleep,
    item.id,
    async () => {
      const found = await readRule(ports, of);
      const [before, after] = [hashOfRead(found), hashOfRead(await readRule(ports, of))];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      const { arn, state, settings, targets: whole, tags } = checked(found, item);
      const { targets, secrets } = withoutTold(whole);
      return {
        document: {
          kind: "event-rule" as const,
          ...of,
          ...busOf({ partition, account, region }, of),
          ...{ arn, account, region, state, settings, targets, tags },
        },
        blobs: [],
        ...(secrets !== undefined && { secrets }),
        revision: { before, after },
        warnings: warningsOf(found, item.id, account),
      };
    },
    async () => (await orNone(() => readRule(ports, of))) === undefined,
  );
}

function checked(found: ReadRule, { id, arn }: CaptureItem): ReadRule {
  if (found.arn !== arn)
    throw new CallError("events:DescribeRule", id, new Error(`it answered for ${found.arn}, not for ${arn}`));
  return found;
}

function warningsOf({ createdBy }: ReadRule, id: string, account: string): string[] {
  return createdBy === undefined || createdBy === account
    ? []
    : [`event rule ${id} was made by account ${createdBy}: restored, it is made by account ${account}`];
}
