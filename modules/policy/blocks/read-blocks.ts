import { MINUTES_A_DAY } from "../../core/duration.ts";
import { parseSize } from "../../core/size.ts";
import type { Acceptance, Alerts, Compliance, Cost, Drill, Encryption, Hold, Objectives } from "../policy.ts";
import { get, type Located, text } from "../yaml/located.ts";
import { minutes, oneOf, optional, optionalText, someOf, textSet, wholeNumber } from "./block.ts";

/** Functions, bytes and deployments a month that an estimate assumes where nobody says otherwise. */
export const ASSUMED_COST: Cost = { functions: 10, packageSize: 5_000_000, changes: 8 };

export function readStayIn(node: Located): readonly string[] | undefined {
  const places = textSet(node);
  return places.length === 0 ? undefined : places;
}

/** Read also where something in it lacks or is wrong, which has been told: whoever refuses the block does so at once. */
export function readHold(node: Located): Hold {
  return { reason: text(get(node, "reason")) ?? "", ...optionalText(node, "until") };
}

export function readObjectives(node: Located): Objectives | undefined {
  if (node.kind !== "map") return undefined;
  return {
    ...optional("rpo", minutes(get(node, "rpo"))),
    ...optional("rto", minutes(get(node, "rto"))),
    ...optional("survive", wholeNumber(get(node, "survive"), 0)),
  };
}

/** Read as a hold is. */
export function readDrill(node: Located): Drill {
  return { every: minutes(get(node, "every")) ?? MINUTES_A_DAY, ...optionalText(node, "site") };
}

/** Read as a hold is. */
export function readAlerts(node: Located): Alerts {
  const all = ["failed", "late", "partial"] as const;
  const on = get(node, "on");
  return { notify: textSet(get(node, "notify")), on: on === undefined ? all : someOf(all, on) };
}

/** Read as a hold is. */
export function readCompliance(node: Located): Compliance {
  return { frameworks: textSet(get(node, "frameworks")) };
}

/** Read as a hold is. */
export function readEncryption(node: Located): Encryption {
  return { key: text(get(node, "key")) ?? "" };
}

export function readCost(node: Located): Cost | undefined {
  if (node.kind !== "map") return undefined;
  return {
    ...optional("limit", dollars(get(node, "limit"))),
    functions: wholeNumber(get(node, "functions"), 1) ?? ASSUMED_COST.functions,
    packageSize: parseSize(text(get(node, "package-size")) ?? "") ?? ASSUMED_COST.packageSize,
    changes: wholeNumber(get(node, "changes"), 0) ?? ASSUMED_COST.changes,
  };
}

function dollars(node: Located | undefined): number | undefined {
  const value = node?.kind === "scalar" ? node.value : undefined;
  return typeof value === "number" && value > 0 ? value : undefined;
}

export function readAcceptance(node: Located): Acceptance | undefined {
  const change = oneOf(["weakens", "widens", "destroys", "irreversible"], get(node, "change"));
  return change === undefined ? undefined : { change, reason: text(get(node, "reason")) ?? "" };
}
