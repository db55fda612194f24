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

export function readHold(node: Located): Hold | undefined {
  const reason = text(get(node, "reason"));
  return reason === undefined ? undefined : { reason, ...optionalText(node, "until") };
}

export function readObjectives(node: Located): Objectives | undefined {
  if (node.kind !== "map") return undefined;
  return {
    ...optional("rpo", minutes(get(node, "rpo"))),
    ...optional("rto", minutes(get(node, "rto"))),
    ...optional("survive", wholeNumber(get(node, "survive"), 0)),
  };
}

export function readDrill(node: Located): Drill | undefined {
  const every = minutes(get(node, "every"));
  return every === undefined ? undefined : { every, ...optionalText(node, "site") };
}

export function readAlerts(node: Located): Alerts | undefined {
  if (node.kind !== "map") return undefined;
  const all = ["failed", "late", "partial"] as const;
  const on = get(node, "on");
  return { notify: textSet(get(node, "notify")), on: on === undefined ? all : someOf(all, on) };
}

export function readCompliance(node: Located): Compliance | undefined {
  return node.kind === "map" ? { frameworks: textSet(get(node, "frameworks")) } : undefined;
}

export function readEncryption(node: Located): Encryption | undefined {
  const key = text(get(node, "key"));
  return key === undefined ? undefined : { key };
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
  const change = oneOf(["weakens", "destroys", "irreversible"], get(node, "change"));
  return change === undefined ? undefined : { change, reason: text(get(node, "reason")) ?? "" };
}
