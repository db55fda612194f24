import type { Diagnostic } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { ZoneLock } from "../estate.ts";
import type { SiteId } from "../policy.ts";
import { checkSchema } from "../schemas/check-schema.ts";
import { locate } from "../yaml/located.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";

export interface ReadZoneLock {
  /** Undefined when anything in it is wrong: half a zone lock would make good policies look bad. */
  readonly zoneLock: ZoneLock | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The zone lock of a file. It is JSON and nearly always right, so it is read as such; only when something is
 * wrong is it read again with the place of every value.
 */
export function readZoneLock(file: string, text: string): ReadZoneLock {
  const value = parseJson(text);
  const located = parseYaml.bind(undefined, file, text);
  if (value === undefined) {
    const { diagnostics } = located();
    return { zoneLock: undefined, diagnostics: diagnostics.length > 0 ? diagnostics : [notJson(file)] };
  }
  const diagnostics = checkSchema("zones", value, () => located().root);
  if (diagnostics.length > 0) return { zoneLock: undefined, diagnostics };

  const zoneLock = value as ZoneLock;
  const faults = contradictions(zoneLock);
  if (faults.length === 0) return { zoneLock, diagnostics: [] };
  const { root } = located();
  return {
    zoneLock: undefined,
    diagnostics: faults.map(({ pointer, message }) => ({
      severity: "error",
      code: "ESTATE",
      message,
      hint: "each site once, sorted by id; take the file as it was committed rather than edit it",
      at: (root && locate(root, pointer).node?.at) ?? { file, line: 1, col: 1 },
    })),
  };
}

interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** What a schema cannot say: each site once and in order, and every parent a region. */
function contradictions({ regions, zones }: ZoneLock): Fault[] {
  const ids = new Set(regions.map(({ id }) => id));
  const orphans = zones.flatMap(({ id, parent }, i): Fault[] => {
    if (ids.has(parent)) return [];
    return [
      { pointer: `/zones/${i}/parent`, message: `the parent of ${id} is ${show(parent)}, no region here` },
    ];
  });
  return [...disorder("regions", regions), ...disorder("zones", zones), ...orphans];
}

function disorder(key: string, sites: readonly { readonly id: SiteId }[]): Fault[] {
  return sites.flatMap(({ id }, i) => {
    const before = sites[i - 1];
    if (before === undefined || before.id < id) return [];
    return [{ pointer: `/${key}/${i}`, message: `${show(id)} comes after ${show(before.id)}` }];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notJson(file: string): Diagnostic {
  const at = { file, line: 1, col: 1 };
  return {
    severity: "error",
    code: "YAML",
    message: "the zone lock is not valid JSON",
    hint: "take it as it was committed",
    at,
  };
}
