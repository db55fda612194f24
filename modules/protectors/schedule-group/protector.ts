import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { differencesOf } from "../kit/differences.ts";
import { noSecrets } from "../kit/no-secrets.ts";
import { parserOf } from "../kit/parse.ts";
import { writableTags } from "../kit/tags.ts";
import type { IdMap, Protector, ProtectorPorts, TranslationRequest } from "../protector.ts";
import { arnOfGroup } from "../schedule/arn.ts";
import { captureGroup } from "./capture.ts";
import { FORMAT, parseScheduleGroup, type ScheduleGroupDocument } from "./document.ts";
import { inventory } from "./inventory.ts";
import { planScheduleGroup } from "./restore.ts";
import { scheduleGroupSpec } from "./spec.ts";

/** Groups of schedules, with their tags. */
export const scheduleGroup: Protector<ScheduleGroupDocument> = {
  spec: scheduleGroupSpec,
  format: FORMAT,
  inventory: (ports) => inventory(withScheduler(ports)),
  capture: (ports, item) => captureGroup(withScheduler(ports), item),
  parse: parseScheduleGroup,
  parseSecrets: noSecrets("a schedule group's: it has none"),
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: () => [],
  names: groupNames,
  translate: (document, _secrets, request) => {
    const { account, region } = request.target;
    const name = request.name ?? document.name;
    return {
      source: document,
      document: { ...document, name, arn: arnOfGroup(request.target, name), account, region },
      ...{ missing: [], warnings: [], replaced: {}, used: [] },
    };
  },
  plan: (ports, request) => planScheduleGroup(withScheduler(ports), request),
  activate: (_ports, activation) => {
    parseActivation(activation);
    return [];
  },
  differences: (was, is) => differencesOf({ tags: writableTags(was.tags) }, { tags: writableTags(is.tags) }),
};

function groupNames(
  { arn, name }: ScheduleGroupDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfGroup(target, other) };
}

function withScheduler<Ports extends Pick<ProtectorPorts, "client">>(ports: Ports) {
  return { ...ports, scheduler: ports.client(SchedulerClient) };
}

const parseActivation = parserOf<null>({ type: "null" }, "what activates the schedule group");
