import type { ActivateRequest, Activating, Disarming } from "../activating.ts";
import { changedSince, unlessGone } from "../kit/disarming.ts";
import { goneFunctions } from "../kit/gone-functions.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import schema from "./document.schema.json" with { type: "json" };
import type { ReadSecret, SecretPorts } from "./read.ts";
import { type Rotation, rotationText, sameRotation } from "./rotation.ts";
import { CANCEL, cancelRotation, readNow, setRotation, WRITE } from "./write.ts";

interface RotationActivation {
  readonly name: string;
  readonly arn: string;
  /** Absent: no function rotated it, or the version that did is not there. */
  readonly rotation?: Rotation;
  /** It rotated otherwise, and a person allowed to change that. */
  readonly changes: boolean;
  /** The version that rotated it did not come back. */
  readonly lost: boolean;
}

const { name, arn } = schema.properties;

/** @throws FormError */
export const parseActivation = parserOf<RotationActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["name", "arn", "changes", "lost"],
    properties: {
      ...{ name, arn, rotation: schema.definitions.rotation },
      ...{ changes: { type: "boolean" }, lost: { type: "boolean" } },
    },
  },
  "what activates a secret's rotation",
);

export function activatings(
  ports: SecretPorts,
  { name: secret, arn: own, rotation, changes, lost }: RotationActivation,
  { arn: restored, note }: ActivateRequest,
): Activating[] {
  const resource = `secret ${secret}`;
  requireRestored({ resource, call: WRITE }, own, restored);
  if (lost) return [lostVersion(resource)];
  if (rotation === undefined) return [];
  const requireRoom = async (there: ReadSecret): Promise<void> => {
    await requireThere(ports, resource, rotation);
    if (there.rotation === undefined) return;
    const gone = await goneFunctions(ports, [there.rotation.RotationLambdaARN]);
    if (gone.size === 0 && !changes)
      throw new RestoreError(
        resource,
        WRITE,
        `it rotates otherwise: ${rotationText(there.rotation)}`,
        "restore with --replace to have it rotate as it was captured, or leave it as it is",
      );
    note(`${resource} rotated otherwise (${rotationText(there.rotation)}), and does as it was captured`);
  };
  return [
    {
      title: `have ${rotation.RotationLambdaARN} rotate ${resource}`,
      call: WRITE,
      ...(changes && { changes: true as const }),
      active: async () => {
        const there = await readNow(ports, secret, ARM_AGAIN);
        if (sameRotation(there.rotation, rotation)) return true;
        await requireRoom(there);
        return false;
      },
      activate: async () => {
        const there = await readNow(ports, secret, ARM_AGAIN);
        if (sameRotation(there.rotation, rotation)) return "kept";
        await requireRoom(there);
        await setRotation(ports, secret, rotation);
        const { next } = await readNow(ports, secret, ARM_AGAIN);
        if (next !== undefined) note(`${resource} rotates next by ${next}`);
        return "written";
      },
      disarming: cancelling(ports, secret, rotation),
    },
  ];
}

/** Switches the rotation off, where it is as arming set it. One that is under way would leave two versions in doubt. */
function cancelling(ports: SecretPorts, secret: string, rotation: Rotation): Disarming {
  const resource = `secret ${secret}`;
  const isOn = async (): Promise<boolean> => {
    const there = await unlessGone(() => readNow(ports, secret, DISARM_AGAIN));
    if (there?.rotation === undefined) return false;
    if (!sameRotation(there.rotation, rotation)) throw changedSince(resource, CANCEL, "its rotation");
    return true;
  };
  return {
    title: `have nobody rotate ${resource}`,
    call: CANCEL,
    inactive: async () => !(await isOn()),
    disarm: async () => {
      if (!(await isOn())) return;
      if ((await readNow(ports, secret, DISARM_AGAIN)).rotating)
        throw new RestoreError(
          resource,
          CANCEL,
          "it is being rotated, and to cancel that would leave two versions of it in doubt",
          "wait until the rotation has ended; then disarm again",
        );
      await cancelRotation(ports, secret);
    },
  };
}

/** AWS tries the function, and says of one that is not there only that it cannot be invoked. */
async function requireThere(ports: SecretPorts, resource: string, rotation: Rotation): Promise<void> {
  const gone = await goneFunctions(ports, [rotation.RotationLambdaARN]);
  if (gone.size === 0) return;
  throw new RestoreError(
    resource,
    WRITE,
    `what is to rotate it is not there: ${rotation.RotationLambdaARN}`,
    "restore that function first; then arm again",
  );
}

function lostVersion(resource: string): Activating {
  const fail = async (): Promise<never> => {
    throw new RestoreError(
      resource,
      WRITE,
      "the version that rotated it did not come back",
      "let an alias or another version of the function rotate it",
    );
  };
  return { title: `have a function rotate ${resource}`, call: WRITE, active: fail, activate: fail };
}
