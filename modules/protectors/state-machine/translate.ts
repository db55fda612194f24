import { translateKey } from "../kit/translate/key.ts";
import { type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson, translateObject } from "../kit/translate/walk.ts";
import type { IdMap, Translation, TranslationRequest } from "../protector.ts";
import { arnOfMachine } from "./arn.ts";
import { translateDefinition } from "./definition/translate.ts";
import { CURRENT, type MachineDocument, type MachineSecrets, type Revision } from "./document.ts";
import { revisionOf } from "./revision.ts";

/** What the machine's ARN becomes, and with it what its aliases are called: names stay, or a person gives another one. */
export function machineNames(
  { arn, name }: MachineDocument,
  { target, name: other = name }: Pick<TranslationRequest, "target" | "name">,
): IdMap {
  return { [arn]: arnOfMachine(target, other) };
}

/** Turns what a state machine was into what it is to be at the destination. Pure. */
export function translateMachine(
  document: MachineDocument,
  secrets: MachineSecrets | undefined,
  request: TranslationRequest,
): Translation<MachineDocument, MachineSecrets> {
  const { name = document.name } = request;
  const arn = arnOfMachine(request.target, name);
  const scope = translationScope(document, request, arn);
  const into = findings();
  const definitions: Record<string, string> = {};
  const moved = <One extends Revision>(one: One, label: string, path: string): One => {
    const text = secrets?.definitions[label];
    // Without it nothing can be made, which the plan says.
    if (text === undefined) return { ...one, ...translateSettings(one, path, scope, into) };
    const definition = translateDefinition(text, `${path}.definition`, scope, into);
    definitions[label] = definition;
    const { revision } = revisionOf({ ...one, definition }, request.target);
    return { ...one, ...revision, ...translateSettings(one, path, scope, into) };
  };
  return {
    source: document,
    document: {
      ...document,
      ...{ name, arn, account: request.target.account, region: request.target.region },
      current: moved(document.current, CURRENT, CURRENT),
      versions: document.versions.map((one, at) => moved(one, one.version, `versions[${at}]`)),
    },
    ...(secrets !== undefined && { secrets: { definitions } }),
    ...gathered(into),
  };
}

function translateSettings(
  { roleArn, loggingConfiguration: logging, encryptionConfiguration: encryption }: Revision,
  path: string,
  scope: TranslationScope,
  into: Findings,
): Omit<Revision, "definition" | "calls"> {
  const key = encryption?.kmsKeyId;
  return {
    roleArn: translateJson(roleArn, `${path}.roleArn`, scope, into) as string,
    ...(logging && {
      loggingConfiguration: translateObject(logging, `${path}.loggingConfiguration`, scope, into),
    }),
    ...(encryption && {
      encryptionConfiguration: {
        ...encryption,
        ...(typeof key === "string" && {
          kmsKeyId: translateKey(key, `${path}.encryptionConfiguration.kmsKeyId`, scope, into),
        }),
      },
    }),
  };
}
