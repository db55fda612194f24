import type { JsonObject } from "../../contract/json.ts";
import { functionOf, isArn, parseArn } from "../../core/arn.ts";
import { servingOthers } from "../kit/translate/away.ts";
import { lookUp, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { findings, gathered, translateObject } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { arnThere, secretNamed } from "./arn.ts";
import type { RotationDocument } from "./document.ts";
import type { Rotation } from "./rotation.ts";

/**
 * Who rotated a secret, in the words of the destination. Pure. The secret goes by its name there, or by what the map says;
 * what AWS ends its ARN with is known once it is found.
 */
export function translateRotation(
  given: RotationDocument,
  request: TranslationRequest,
): Translation<RotationDocument, never> {
  const { target } = request;
  const to = lookUp(request.map, given.arn);
  const mapped = to === undefined ? undefined : nameOf(to);
  const name = request.name ?? mapped ?? given.name;
  const arn =
    request.name === undefined && to !== undefined && isArn(to)
      ? to
      : arnThere(given.arn, given.name, name, target);
  const scope = translationScope(given, request, arn);
  const into = findings();
  if (mapped !== undefined) into.used.add(given.arn);
  const { rotation: was, ...rest } = given;
  const [rotation] = servingOthers(comingBack(was, request), scope, into, {
    serves: ({ RotationLambdaARN }) => RotationLambdaARN,
    what: () => `rotation of secret ${given.name}`,
  });
  const source = { ...rest, ...(rotation && { rotation }) };
  if (arn !== given.arn) into.replaced.set(given.arn, arn);
  const moved = rotation && translateRotating(rotation, scope, into);
  return {
    source,
    document: {
      ...source,
      ...{ name, arn, account: target.account, region: target.region },
      ...(moved && { rotation: moved }),
    },
    ...gathered(into),
  };
}

/** Beside others, only what one of them does. */
function comingBack(
  rotation: Rotation | undefined,
  { restored }: Pick<TranslationRequest, "restored">,
): readonly Rotation[] {
  if (rotation === undefined) return [];
  return restored === undefined || restored.has(functionOf(rotation.RotationLambdaARN)) ? [rotation] : [];
}

function translateRotating(
  rotation: Rotation,
  scope: TranslationScope,
  into: ReturnType<typeof findings>,
): Rotation {
  const { RotationLambdaARN } = rotation;
  const moved: JsonObject = translateObject({ RotationLambdaARN }, "rotation", scope, into);
  return { ...rotation, RotationLambdaARN: String(moved.RotationLambdaARN) };
}

/** What a map's entry for a secret names: an ARN, or a name. */
function nameOf(to: string): string {
  return isArn(to) ? (secretNamed(parseArn(to).resource) ?? to) : to;
}
