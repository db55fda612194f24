import type { Json } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { attemptOrNone } from "../kit/attempt.ts";
import { calledVersion, unknownVersion, versionNow } from "../kit/called-version.ts";
import { goneFunctions } from "../kit/gone-functions.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { AtArm } from "../parts.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import type { RotationDocument } from "./document.ts";
import { READ, type ReadSecret, readSecret, type SecretPorts } from "./read.ts";
import { type Rotation, rotationText, sameRotation } from "./rotation.ts";
import { WRITE } from "./write.ts";

/** Reads only, and plans no write: setting a rotation calls its function at once, so it is set at activation. */
export async function planRotation(
  ports: SecretPorts,
  { translation, together, replace, known = new Map() }: PlanRequest<RotationDocument>,
): Promise<ThingPlan> {
  const { source, document, missing, used } = translation;
  const { name, rotation } = document;
  const was = source.rotation?.RotationLambdaARN ?? "";
  const call = calledVersion(was, rotation?.RotationLambdaARN ?? "", used);
  const blocked = untranslated([...missing, ...unknownVersion("rotation.RotationLambdaARN", call, together)]);
  const warnings = [...translation.warnings];
  const steps: ThingPlan["steps"][number][] = [];
  const atArm: AtArm[] = [];
  const there = await readThere(ports, name, blocked);
  const arn = there?.arn ?? document.arn;
  const ours = rotation && { ...rotation, RotationLambdaARN: known.get(was) ?? rotation.RotationLambdaARN };
  const other = ours && there?.rotation && !sameRotation(there.rotation, ours) ? there.rotation : undefined;
  const changes = replace && other !== undefined;
  if (there !== undefined && (ours === undefined || sameRotation(there.rotation, ours)))
    steps.push({ title: `rotation of secret ${name} is as it was`, call: READ, effect: "keep" });
  else if (there !== undefined && ours !== undefined) {
    const title = `have ${ours.RotationLambdaARN} rotate secret ${name}`;
    atArm.push({ title, call: WRITE, effect: changes ? "replace" : "create" });
    if (other !== undefined && !replace) warnings.push(await met(ports, name, other));
  }
  return {
    live: there === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    atArm,
    ids: new Map([[source.arn, arn]]),
    activation: (ids): Json => {
      const now = call === undefined ? rotation?.RotationLambdaARN : versionNow(call, ids);
      const lost = rotation !== undefined && now === undefined;
      return {
        ...{ name, arn, changes, lost },
        ...(rotation && now !== undefined && { rotation: { ...rotation, RotationLambdaARN: now } as never }),
      };
    },
  };
}

async function met(ports: SecretPorts, name: string, other: Rotation): Promise<string> {
  const gone = await goneFunctions(ports, [other.RotationLambdaARN]);
  return gone.size > 0
    ? `arm replaces how secret ${name} rotates (${rotationText(other)}), for that function is gone`
    : `secret ${name} rotates otherwise by now (${rotationText(other)}): arm leaves that as it is, unless the restore is run with --replace`;
}

async function readThere(
  ports: SecretPorts,
  name: string,
  blocked: Blocked[],
): Promise<ReadSecret | undefined> {
  const what = { resource: `secret ${name}`, call: READ };
  const there = await attemptOrNone(ports.sleep, what, () => readSecret(ports, name));
  if (there === undefined)
    blocked.push({
      because: "incomplete",
      message: `secret ${name} is not there, and a restore makes no secret: no point has a value of one`,
      hint: "replicate it before it is lost, create it with its value, or map it to one that exists",
    });
  else if (there.primary !== undefined)
    blocked.push({
      because: "incomplete",
      message: `secret ${name} is a replica of the one in ${there.primary}, and a replica does not rotate`,
      hint: `where that region is lost, make it a secret of its own first: aws secretsmanager stop-replication-to-replica --secret-id ${name}`,
    });
  return there?.primary === undefined ? there : undefined;
}
