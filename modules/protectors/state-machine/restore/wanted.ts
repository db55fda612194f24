import type { JsonObject } from "../../../contract/json.ts";
import { parseArn } from "../../../core/arn.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { PlanRequest } from "../../protector.ts";
import type { Untranslated } from "../../untranslated.ts";
import { definitionNow, type Moved, unknownVersions } from "../definition/versions.ts";
import { CURRENT, type MachineDocument, type MachineSecrets, type Revision } from "../document.ts";
import type { WholeMachine } from "../read.ts";
import { formOf } from "../revision.ts";

/** A revision of the point as the destination is to have it. */
export interface WantedRevision {
  /** Absent: what is not published. */
  readonly version?: string;
  readonly description?: string;
  readonly settings: Revision;
  /** As far as versions of what it calls are known before the first step. */
  readonly form: JsonObject;
  readonly definition: string;
  /** @throws RestoreError where a version that it calls did not come back */
  readonly whole: (ids: ReadonlyMap<string, string>) => WholeMachine;
  /** Versions that it calls, and that mean nothing there. */
  readonly unknown: readonly Untranslated[];
}

export interface Wanted {
  /** Ascending. */
  readonly versions: readonly WantedRevision[];
  readonly current: WantedRevision;
}

type Request = PlanRequest<MachineDocument, MachineSecrets>;

/** `undefined`: the point does not hold every definition. */
export function wantedOf(request: Request): Wanted | undefined {
  const { source, document } = request.translation;
  const current = wantedRevision(request, source.current, document.current, CURRENT, CURRENT);
  const versions = document.versions.flatMap((one, at) => {
    const was = source.versions[at] ?? one;
    const found = wantedRevision(request, was, one, one.version, `versions[${at}]`);
    const { version, description } = one;
    return found === undefined
      ? []
      : [{ ...found, version, ...(description !== undefined && { description }) }];
  });
  return current === undefined || versions.length < document.versions.length
    ? undefined
    : { versions, current };
}

function wantedRevision(
  { translation, together, known = new Map() }: Request,
  source: Revision,
  settings: Revision,
  label: string,
  path: string,
): WantedRevision | undefined {
  const { document, secrets, used } = translation;
  const translated = secrets?.definitions[label];
  if (translated === undefined) return undefined;
  const moved: Moved = { was: source.calls, translated, to: placeOf(document), used };
  const { definition } = definitionNow(moved, known);
  const { roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = settings;
  const rest = {
    roleArn,
    ...(loggingConfiguration && { loggingConfiguration }),
    ...(tracingConfiguration && { tracingConfiguration }),
    ...(encryptionConfiguration && { encryptionConfiguration }),
  };
  return {
    settings,
    definition,
    form: formOf({ ...rest, definition }),
    unknown: unknownVersions(moved, `${path}.definition`, new Set([...together, document.arn])),
    whole: (ids) => {
      const now = definitionNow(moved, ids);
      if (now.lost.length > 0)
        throw new RestoreError(
          `state machine ${document.name}`,
          "states:UpdateStateMachine",
          `a version that it calls did not come back: ${now.lost.join(", ")}`,
          `let it call an alias, or restore that version; then ${AGAIN}`,
        );
      return { ...rest, definition: now.definition };
    },
  };
}

function placeOf({ arn, account, region }: MachineDocument) {
  return { partition: parseArn(arn).partition, account, region };
}
