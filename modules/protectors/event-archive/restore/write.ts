import { CreateArchiveCommand, UpdateArchiveCommand } from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { isObject, sameJson } from "../../kit/canonical.ts";
import { exactText } from "../../kit/exact-json.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { ArchiveDocument } from "../document.ts";
import { settingsForm } from "../form.ts";
import { isChanging } from "../read.ts";
import { type ArchiveRestorePorts, liveArchive } from "./live.ts";

export const CREATE = "events:CreateArchive";
export const UPDATE = "events:UpdateArchive";

const LOOKS = 30;
const LOOK_EVERY_MS = 2_000;

/** One that was made meanwhile with all of this is ours: the answer to our own call may have been lost. */
export async function createArchive(ports: ArchiveRestorePorts, document: ArchiveDocument): Promise<void> {
  const { name, bus, settings } = document;
  const resource = `event archive ${name}`;
  await attempt(ports.sleep, { resource, call: CREATE }, async () => {
    try {
      await ports.events.send(
        new CreateArchiveCommand({ ...inputOf(settings), ArchiveName: name, EventSourceArn: bus }),
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === "ResourceAlreadyExistsException")) throw error;
      const live = await liveArchive(ports, document);
      if (live?.bus !== bus || !sameJson(settingsForm(settings), settingsForm(live.settings)))
        throw new RestoreError(
          resource,
          CREATE,
          "one of that name was made meanwhile, and is another",
          AGAIN,
        );
    }
  });
  await untilKept(ports, document, CREATE);
}

/** Whole, but that a pattern cannot be taken away: an empty description takes one away, and no key means one of AWS's own. */
export async function updateArchive(ports: ArchiveRestorePorts, document: ArchiveDocument): Promise<void> {
  const { name, settings } = document;
  await attempt(ports.sleep, { resource: `event archive ${name}`, call: UPDATE }, () =>
    ports.events.send(new UpdateArchiveCommand({ Description: "", ...inputOf(settings), ArchiveName: name })),
  );
  await untilKept(ports, document, UPDATE);
}

/** @throws RestoreError where AWS gives up making or changing it: with its key, most likely */
async function untilKept(ports: ArchiveRestorePorts, document: ArchiveDocument, call: string): Promise<void> {
  const resource = `event archive ${document.name}`;
  for (let look = 1; ; look++) {
    const live = await liveArchive(ports, document);
    if (live?.state === "ENABLED") return;
    if (live === undefined || !isChanging(live))
      throw new RestoreError(
        resource,
        call,
        live === undefined ? "it is gone, right after it was made" : `it is ${live.state}: ${live.reason}`,
        wayOut(document.name, call),
      );
    if (look === LOOKS) throw new RestoreError(resource, call, `it is still ${live.state}`, AGAIN);
    await ports.sleep(LOOK_EVERY_MS);
  }
}

/** One that AWS could not make holds nothing; one that it could not change holds what came before. */
function wayOut(name: string, call: string): string {
  return call === CREATE
    ? `see to that, delete it with what it holds (aws events delete-archive --archive-name ${name}); then ${AGAIN}`
    : "correct what the reason says, and run the restore again with --replace: the events in it stay";
}

function inputOf({ EventPattern: pattern, ...settings }: JsonObject) {
  const { RetentionDays: days, ...rest } = settings;
  return {
    ...(rest as { Description?: string; KmsKeyIdentifier?: string }),
    RetentionDays: typeof days === "number" ? days : 0,
    ...(isObject(pattern) && { EventPattern: exactText(pattern) }),
  };
}
