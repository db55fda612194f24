import { attemptOrNone } from "../../kit/attempt.ts";
import { differingKeys, sameJson } from "../../kit/canonical.ts";
import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts, ProtectorPorts } from "../../protector.ts";
import type { ConnectionDocument } from "../document.ts";
import { authorizationForm, settingsForm } from "../form.ts";
import { withoutSecretMark, withSecretMark } from "../mark.ts";
import { type ConnectionReads, READ, type ReadConnection, readConnection } from "../read.ts";

export interface ConnectionRestorePorts extends ConnectionReads, Pick<PlanPorts, "sleep"> {
  readonly key: (key: string) => Promise<Presence>;
}

/** `undefined` when no connection has this name. Any other answer than a full one throws. */
export function liveConnection(
  ports: ConnectionReads & Pick<ProtectorPorts, "sleep">,
  name: string,
): Promise<ReadConnection | undefined> {
  const what = { resource: `connection ${name}`, call: READ };
  return attemptOrNone(ports.sleep, what, () => readConnection(ports, name));
}

/** Names of what is there otherwise, and needs no secret to be written. The mark has cut a description that left it no room. */
export function changesOf(
  { settings }: Pick<ConnectionDocument, "settings">,
  live: ReadConnection,
): string[] {
  const { Description: described } = settings;
  const cut = live.marked &&
    typeof described === "string" && { Description: withoutSecretMark(withSecretMark(described)) };
  return differingKeys(settingsForm({ ...settings, ...cut }), settingsForm(live.settings));
}

/** Whether it proves otherwise who it is, apart from its secrets. */
export function isOtherwise(
  { authorization }: Pick<ConnectionDocument, "authorization">,
  live: ReadConnection,
): boolean {
  return !sameJson(authorizationForm(authorization), authorizationForm(live.authorization));
}
