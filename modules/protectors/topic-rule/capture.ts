import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import { calledBySql } from "./calls.ts";
import type { TopicRuleDocument } from "./document.ts";
import { getTopicRule, READ, type ReadTopicRule, type TopicRuleReads, tagsOfTopicRule } from "./read.ts";

/** A topic rule has no revision, and its tags are a list of their own: it is read before and after them. */
export function captureTopicRule(
  ports: TopicRuleReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<TopicRuleDocument, never> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a topic rule's: it has none");
  const { account, region } = parseArn(item.arn);
  return atOneMoment(
    ports.sleep,
    item.id,
    async () => {
      const found = await getTopicRule(ports, item.id);
      if (found === undefined) return undefined;
      const { arn, enabled, settings } = checked(found, item);
      const tags = await tagsOfTopicRule(ports, arn);
      const again = await getTopicRule(ports, item.id);
      if (again === undefined) return undefined;
      const [before, after] = [hashOfRead(found), hashOfRead(again)];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      const called = calledBySql(settings.sql);
      return {
        document: {
          kind: "topic-rule" as const,
          ...{ name: item.id, arn, account, region, enabled, settings, tags },
          ...(called.length > 0 && { called }),
        },
        blobs: [],
        revision: { before, after },
        warnings: [],
      };
    },
    async () => (await getTopicRule(ports, item.id)) === undefined,
  );
}

function checked(found: ReadTopicRule, { id, arn }: CaptureItem): ReadTopicRule {
  if (found.arn !== arn)
    throw new CallError(READ, id, new Error(`it answered for ${found.arn}, not for ${arn}`));
  return found;
}
