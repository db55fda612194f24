import { UpdateConnectionCommand } from "@aws-sdk/client-eventbridge";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ProtectorPorts } from "../protector.ts";
import schema from "./document.schema.json" with { type: "json" };
import { giveSecret } from "./give.ts";
import { awaitsSecret, isReady } from "./given.ts";
import { type ConnectionReads, READ, type ReadConnection, readConnection } from "./read.ts";

type ActivatePorts = ConnectionReads & Pick<ProtectorPorts, "sleep">;

export const RELEASE = "events:UpdateConnection";

interface ConnectionActivation {
  readonly arn: string;
  readonly name: string;
  /** As it was captured; until it is armed it has the mark. */
  readonly description: string;
}

const { arn, name, settings } = schema.properties;

/** @throws FormError */
export const parseActivation = parserOf<ConnectionActivation | null>(
  {
    type: ["object", "null"],
    additionalProperties: false,
    required: ["arn", "name", "description"],
    properties: { arn, name, description: settings.properties.Description },
  },
  "what activates the EventBridge connection",
);

export function releaseTitle(name: string): string {
  return `release connection ${name}, once its secret is given`;
}

/** Once somebody has given its secret, its description is again as it was. A disarm leaves it: the secret is that person's. */
export function activatings(
  ports: ActivatePorts,
  activation: ConnectionActivation | null,
  request: ActivateRequest,
): Activating[] {
  if (activation === null) return [];
  const { name, description: Description } = activation;
  const resource = `connection ${name}`;
  requireRestored({ resource, call: RELEASE }, activation.arn, request.arn);
  const look = async (): Promise<ReadConnection> => {
    const live = await now(ports, activation);
    requireSecret(resource, name, live);
    return live;
  };
  return [
    {
      title: releaseTitle(name),
      call: RELEASE,
      tells: true,
      active: async () => !(await look()).marked,
      activate: async () => {
        const { marked, settings } = await look();
        if (!marked) return "kept";
        await attempt(ports.sleep, { resource, call: RELEASE, again: ARM_AGAIN }, () =>
          ports.events.send(new UpdateConnectionCommand({ ...settings, Name: name, Description })),
        );
        return "written";
      },
    },
  ];
}

/** @throws RestoreError while nobody has given it, and where AWS says that it is not good */
function requireSecret(resource: string, name: string, live: ReadConnection): void {
  const give = giveSecret(name, live);
  const { state } = live;
  if (awaitsSecret(live))
    throw new RestoreError(
      resource,
      RELEASE,
      `its secret is not given again yet (it is ${stateOf(live)})`,
      `${give}; then ${ARM_AGAIN}`,
    );
  if (!isReady(state))
    throw new RestoreError(
      resource,
      RELEASE,
      `it is ${stateOf(live)}`,
      `wait until it is AUTHORIZED, or give its secret again (${give}); then ${ARM_AGAIN}`,
    );
}

function stateOf({ state, reason }: ReadConnection): string {
  return reason === undefined ? state : `${state}: ${reason}`;
}

/** @throws RestoreError for a connection that is not the restored one */
async function now(ports: ActivatePorts, { arn, name }: ConnectionActivation): Promise<ReadConnection> {
  const what = { resource: `connection ${name}`, call: READ, again: ARM_AGAIN };
  const live = await attempt(ports.sleep, what, () => readConnection(ports, name));
  requireRestored(what, live.arn, arn);
  return live;
}
