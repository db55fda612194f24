import { GetClientCertificateCommand } from "@aws-sdk/client-api-gateway";
import { CHANGE, MAKE, READ } from "../../kit/api-methods.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import { planLogRole } from "../../kit/log-role.ts";
import type { ApiStage } from "../document.ts";
import { stageForm } from "../form.ts";
import { readDeployments, readStages } from "../read.ts";
import { asCreated, differs, logs } from "../stage-patches.ts";
import { type Draft, labelOf, patiently } from "./draft.ts";

/** A stage that arming makes, or sets. */
export interface ComingStage {
  /** Which of the document's. */
  readonly at: number;
  readonly stage: ApiStage;
  /** It is there, and a person allowed that it is changed. */
  readonly isThere: boolean;
}

/** Stages are made by arming: an API without one answers nobody. One that is there otherwise changes only where a person says so. */
export async function planStages(draft: Draft): Promise<readonly ComingStage[]> {
  const { ports, request, live } = draft;
  const { stages } = request.translation.document;
  const there = live === undefined ? [] : await patiently(draft, () => readStages(ports, live.api.id));
  const made = live === undefined ? [] : await patiently(draft, () => readDeployments(ports, live.api.id));
  const ids = made.map(({ id }) => id);
  const coming: ComingStage[] = [];
  const logging: string[] = [];
  for (const [at, wanted] of stages.entries()) {
    const stage = await withCertificate(draft, wanted);
    const now = there.find(({ stageName }) => stageName === stage.name);
    const form = now && stageForm(now, ids);
    const label = `stage ${stage.name} of ${labelOf(draft)}`;
    if (form === undefined) draft.atArm.push({ title: `create ${label}`, call: MAKE, effect: "create" });
    else if (differs(stage, form) || servesAnother(draft, stage, now?.deploymentId)) {
      // Arming was cut off when it had made the stage.
      const isBegun = live?.deployed.includes(now?.deploymentId ?? "") && !differs(asCreated(stage), form);
      if (!request.replace && !draft.isOurs && !isBegun) {
        draft.leftOut.push(
          `${label}: it is there and differs; restore rest-api/${request.translation.source.id} by name with --replace to make it as it was`,
        );
        continue;
      }
      draft.atArm.push({ title: `set ${label}`, call: CHANGE, effect: "replace" });
    }
    coming.push({ at, stage, isThere: form !== undefined });
    if (logs(stage) && (form === undefined || differs(stage, form))) logging.push(stage.name);
  }
  await planLogRole(draft, logging, labelOf(draft));
  return coming;
}

/** Where the API is the source itself, whether the stage serves another of its deployments by now. */
function servesAnother(
  { live, request: { translation } }: Draft,
  { deployment }: ApiStage,
  now: string | undefined,
): boolean {
  const { source, document } = translation;
  return live?.api.id === source.id && !live.isMade && now !== document.deployments[deployment]?.id;
}

/** A client certificate has a key that AWS tells nobody: one that is gone is gone. */
async function withCertificate(draft: Draft, stage: ApiStage): Promise<ApiStage> {
  const { ports } = draft;
  const { clientCertificateId, ...settings } = stage.settings;
  if (typeof clientCertificateId !== "string") return stage;
  const what = {
    resource: `client certificate ${clientCertificateId}`,
    call: READ,
  };
  const found = await attemptOrNone(ports.sleep, what, () =>
    ports.gateway.send(new GetClientCertificateCommand({ clientCertificateId })),
  );
  if (found !== undefined) return stage;
  draft.leftOut.push(
    `client certificate ${clientCertificateId} of stage ${stage.name} of ${labelOf(draft)}: it is not there, and AWS tells its key ` +
      "nobody; make another one (aws apigateway generate-client-certificate), let what it calls trust it, and map the id to it",
  );
  return { ...stage, settings };
}
