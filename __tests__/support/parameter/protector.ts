import type { JsonObject } from "../../../modules/contract/json.ts";
import type { Activating } from "../../../modules/protectors/activating.ts";
import { call } from "../../../modules/protectors/kit/calls.ts";
import { differencesOf } from "../../../modules/protectors/kit/differences.ts";
import { referencesIn } from "../../../modules/protectors/kit/references.ts";
import { translationScope } from "../../../modules/protectors/kit/translate/scope.ts";
import { findings, gathered, translateObject } from "../../../modules/protectors/kit/translate/walk.ts";
import type { IdMap, Protector, ProtectorPorts } from "../../../modules/protectors/protector.ts";
import {
  type ParameterDocument,
  type ParameterSecrets,
  parseActivation,
  parseDocument,
  parseHints,
  parseSecrets,
} from "./document.ts";
import { DisableWatchCommand, EnableWatchCommand } from "./fake.ts";
import { arnOf, inventory, read, readWatch, send } from "./read.ts";
import { plan } from "./restore.ts";
import { parameterSpec } from "./spec.ts";

export const parameter: Protector<ParameterDocument, ParameterSecrets> = {
  spec: parameterSpec,
  format: 1,
  inventory: (ports) => inventory(ports),
  capture: async (ports, { name, hints }) => {
    if (hints !== undefined) parseHints(hints);
    return read(ports, name);
  },
  parse: parseDocument,
  parseSecrets,
  identity: ({ name: id, arn, account, region }) => ({ id, arn, account, region }),
  references: (document) => referencesIn(document, document.arn, () => "before"),
  names: ({ name, arn }, { target }) => ({ [arn]: arnOf(name, target) }),
  translate: (document, secrets, request) => {
    const { target } = request;
    const into = findings();
    const scope = translationScope(document, request, arnOf(document.name, target));
    const { account, region } = target;
    const placed = { ...document, account, region } as unknown as JsonObject;
    const found = translateObject(placed, "document", scope, into);
    return {
      source: document,
      document: found as unknown as ParameterDocument,
      ...(secrets !== undefined && { secrets }),
      ...gathered(into),
    };
  },
  plan,
  activate: (ports, activation) => {
    const { name, watch } = parseActivation(activation);
    return watch ? [enabling(ports, name)] : [];
  },
  differences: (was, is, ids, { armed }) => differencesOf(view(was, ids, armed), view(is, {}, armed)),
};

function enabling(ports: ProtectorPorts, name: string): Activating {
  const active = async () => (await readWatch(ports, name))?.enabled === true;
  return {
    title: `enable the watch of ${name}`,
    call: "parameter:EnableWatch",
    active,
    activate: async () => {
      if (await active()) return "kept";
      await call("parameter:EnableWatch", name, () => send(ports, new EnableWatchCommand({ Name: name })));
      return "written";
    },
    disarming: {
      title: `disable the watch of ${name}`,
      call: "parameter:DisableWatch",
      inactive: async () => !(await active()),
      disarm: async () => {
        await call("parameter:DisableWatch", name, () =>
          send(ports, new DisableWatchCommand({ Name: name })),
        );
      },
    },
  };
}

function view({ name, type, topic, tags, watch }: ParameterDocument, ids: IdMap, armed: boolean): JsonObject {
  const seen =
    watch === undefined ? {} : { id: ids[watch.id] ?? watch.id, ...(armed && { enabled: watch.enabled }) };
  return { name, type, topic: ids[topic] ?? topic, tags, watch: seen };
}
