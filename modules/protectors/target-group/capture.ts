import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { GroupDocument, GroupSecrets, ListenerRule } from "./document.ts";
import {
  type GroupReads,
  readAttributes,
  readGroup,
  readListeners,
  readRules,
  readTags,
  readTargets,
  settingsOf,
} from "./read.ts";
import { byPlace, groupsOf } from "./rule.ts";
import { withoutHidden } from "./told.ts";

/** Neither groups nor rules have a revision: all of it is read twice, and its hash stands for one. */
export function captureGroup(
  ports: GroupReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<GroupDocument, GroupSecrets> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a target group's: it has none");
  const { account, region } = parseArn(item.arn);
  return atOneMoment(
    ports.sleep,
    item.id,
    async () => {
      const found = await readWhole(ports, item);
      const [before, after] = [hashOfRead(found), hashOfRead(await readWhole(ports, item))];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      const { rules: whole, ...group } = found;
      const { rules, secrets } = withoutHidden(whole);
      return {
        document: { kind: "target-group" as const, account, region, ...group, rules },
        blobs: [],
        ...(secrets !== undefined && { secrets }),
        revision: { before, after },
        warnings: [],
      };
    },
    async () => (await orNone(() => readGroup(ports, item))) === undefined,
  );
}

type Whole = Omit<GroupDocument, "kind" | "account" | "region">;

async function readWhole(reads: GroupReads, { id: name, arn }: CaptureItem): Promise<Whole> {
  const group = await readGroup(reads, { arn });
  if (group.TargetGroupName !== name)
    throw new CallError(
      "elasticloadbalancing:DescribeTargetGroups",
      name,
      new Error(`it answered for ${group.TargetGroupName ?? "no name"}`),
    );
  const attributes = await readAttributes(reads, arn);
  const [target] = await readTargets(reads, arn);
  const rules: ListenerRule[] = [];
  for (const balancer of group.LoadBalancerArns ?? []) rules.push(...(await rulesTo(reads, arn, balancer)));
  const tags = await readTags(reads, [arn]);
  return {
    name,
    arn,
    settings: settingsOf(group),
    attributes,
    ...(target !== undefined && { target }),
    rules: rules.sort(byPlace),
    tags: tags.get(arn) ?? {},
  };
}

/** Rules of a load balancer's listeners that forward to the group, alone or with others. */
async function rulesTo(reads: GroupReads, group: string, balancer: string): Promise<ListenerRule[]> {
  const found: ListenerRule[] = [];
  for (const { ListenerArn: listener = "", Port: port = 0, Protocol: protocol = "" } of await readListeners(
    reads,
    balancer,
  )) {
    const rules = (await readRules(reads, listener)).filter((rule) => groupsOf(rule).includes(group));
    // What a listener does by default has no tags of its own.
    const tags = await readTags(
      reads,
      rules.filter(({ priority }) => priority !== "default").map(({ arn }) => arn),
    );
    for (const { arn, ...rule } of rules)
      found.push({ listener, port, protocol, ...rule, tags: tags.get(arn) ?? {} });
  }
  return found;
}
